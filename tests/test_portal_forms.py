"""Forms that come back: what was typed of documents, what just appeared, which file is at fault."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.tests.portal_browser import Browser, opened
from parcours.tests.portal_files import JPEG, PDF, PNG, pdf_of
from parcours.tests.portal_garden import ANA, LODGING, at_first, join, planted, signed_in
from parcours.tests.portal_people import account_of
from parcours.tests.portal_people import signed_in as signed_in_resident

ALONE = {"couple": "non", "enfants.1.prenom": "Lila"}
CODE = "B7X3XNYXULYWWVBVDX6L3G"
APPEARED = "De nouvelles questions vous concernent"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("logis")
    with opened(folder, procedures=planted(folder, LODGING)) as found:
        found.limits.allows = lambda *_told: True  # type: ignore[method-assign]
        join(found, ANA, "Ana")
        yield found


def begun(house: House) -> Browser:
    return at_first(signed_in(house, ANA), "logis")


def at_documents(house: House) -> Browser:
    """Before its second screen."""
    browser = begun(house).press("Continuer", ALONE)
    assert browser.read.heading == "Vos documents", browser.read.words
    return browser


def focused(browser: Browser) -> list[str]:
    """The ids of what the page puts the focus on, in its order."""
    return re.findall(r'<[^>]*\bid="([^"]+)"[^>]*\bautofocus\b', browser.text)


def errors(browser: Browser) -> list[str]:
    """The links of the summary."""
    _before, _found, rest = browser.text.partition('id="erreurs"')
    summary = rest.partition("</div>")[0]
    return [re.sub("<[^>]*>", "", one) for one in re.findall("<li>(.*?)</li>", summary, re.DOTALL)]


def test_a_refused_code_and_date_are_shown_again(house: House) -> None:
    """Beside the error, instead of what was kept before: pressing again does not pass."""
    browser = at_documents(house)
    dated = {"_dated.facture.day": "3", "_dated.facture.month": "1", "_dated.facture.year": "2020"}
    browser.press("Enregistrer et quitter", {"photo": CODE, **dated})
    browser.go("/compte").go(next(at for _label, at in browser.read.links if "/dossier/" in at))
    assert browser.holds("photo").replace(" ", "") == CODE
    wrong = {"_dated.facture.day": "45", "_dated.facture.month": "13"}
    for _time in range(2):
        browser.press("Continuer", {"photo": "ABC-DEF", **wrong})
        assert browser.status == 422
        assert browser.holds("photo") == "ABC-DEF"
        boxes = [browser.holds(f"_dated.facture.{box}") for box in ("day", "month", "year")]
        assert boxes == ["45", "13", "2020"]
        told = [one.partition(" – ")[0] for one in errors(browser)]
        assert told[:2] == ["Photo d’identité", "Facture"]
        wrong = {}


def test_what_is_half_typed_of_a_date_stays_in_its_boxes(house: House) -> None:
    browser = at_documents(house)
    typed = {"_dated.facture.day": "5", "_dated.facture.month": "", "_dated.facture.year": "2026"}
    browser.press("Continuer", typed)
    assert browser.status == 422
    assert {name: browser.holds(name) for name in typed} == typed


def test_each_file_refused_says_which_one(house: House) -> None:
    browser = at_documents(house)
    sent = browser.sends("Joindre") | {"_chosen.identite": ["identite.carte"]}
    files = [
        ("_files.autre", ("bon.pdf", PDF)),
        ("_files.autre", ("gros.pdf", pdf_of() + bytes(1_000_001))),
        ("_files.autre", ("encore.pdf", PDF)),
        ("_files.autre", ("bon.pdf", PDF)),
        ("_files.autre", ("texte <b>.pdf", b"du texte")),
    ]
    browser._arrived(browser._client.post(browser.path, data=sent, files=files))
    assert browser.status == 422
    told = [one.replace("\xa0", " ") for one in errors(browser)]
    lines = [one.removeprefix("Autre document – ") for one in told]
    assert "Il y a 3 erreurs à corriger" in browser.read.words
    assert "Complet" not in browser.read.words
    assert [line.partition(" : ")[0] for line in lines] == [
        "« gros.pdf »",
        "« encore.pdf »",
        "« texte &lt;b&gt;.pdf »",
    ]
    assert "déjà joint, sous le nom « bon.pdf »" in lines[1]
    dossier = browser.path.split("/")[2]
    assert [one.name for one in house.runtime.dossier(dossier)[1].files["autre"]] == ["bon.pdf"]
    address = next(at for label, at in browser.read.links if label == "bon.pdf")
    assert address.startswith(f"/dossier/{dossier}/fichier/")
    assert browser.go(address).content.startswith(b"%PDF")


def test_a_file_that_the_script_kept_back_is_told_of(house: House) -> None:
    """An optional place would else be passed over, and nobody know."""
    browser = at_documents(house)
    kept = {"photo": CODE, "_chosen.identite": "identite.passeport"}
    browser.press("Valider ce choix", kept)
    sent = browser.sends("Continuer") | {"_heavy.autre": ["énorme.pdf"]}
    browser.post(browser.path, sent)
    assert browser.status == 422
    (told,) = (one for one in errors(browser) if one.startswith("Autre document"))
    assert told.replace("\xa0", " ").endswith(
        "« énorme.pdf » : Ce fichier est trop lourd : 1 Mo au plus."
    )
    browser.press("Continuer")
    assert "énorme.pdf" not in browser.read.words


def test_a_question_that_appears_is_no_error(house: House) -> None:
    """It is shown, told of and gone to; left alone, it is one the second time."""
    browser = begun(house)
    told = {"couple": "oui", "enfants.1.prenom": "Lila"}
    browser.press("Continuer", told)
    assert (browser.status, browser.read.heading) == (200, "Vous")
    assert not browser.read.title.startswith("Erreur")
    assert focused(browser) == ["nouvelles"]
    assert APPEARED in browser.read.words
    for label, place in (("Date de l’union", "#q-union--day"), ("Son surnom", "#q-surnom")):
        assert browser.read.link(label) == place
    assert browser.read.link("Attestation sur l’honneur") == "#t-couple_vrai"
    browser.press("Continuer")
    assert browser.status == 422
    assert next(one.partition(" – ")[0] for one in errors(browser)) == "Date de l’union"
    browser.press("Continuer", {"union.day": "3", "union.month": "2", "union.year": "2020"})
    assert errors(browser) == ["Attestation sur l’honneur – Cochez cette case pour continuer."]
    assert APPEARED not in browser.read.words


def test_what_appears_beside_an_error_is_told_of_too(house: House) -> None:
    browser = begun(house).press("Continuer", {"couple": "oui"})
    assert browser.status == 422
    assert [one.partition(" – ")[0] for one in errors(browser)] == ["Vos enfants"]
    assert focused(browser) == ["erreurs"]
    assert APPEARED in browser.read.words


@pytest.mark.parametrize("button", ["Continuer", "Enregistrer et quitter"])
def test_an_optional_question_that_appears_is_seen_before_one_goes_on(
    house: House, tmp_path: Path, button: str
) -> None:
    text = LODGING.replace("  union: {label: Date de l’union, type: date, when: couple}\n", "")
    text = text.replace("union, surnom", "surnom").replace("    attest: [couple_vrai]\n", "")
    text = re.sub(r"attestations:\n.*\n", "", text)
    folder = tmp_path / "procedures"
    folder.mkdir()
    (folder / "logis.yaml").write_text(text, "utf-8")
    with opened(tmp_path, procedures=folder) as found:
        join(found, ANA, "Ana")
        browser = begun(found).press(button, ALONE | {"couple": "oui"})
        if button == "Enregistrer et quitter":
            assert browser.path == "/compte"
            return
        assert (browser.status, browser.read.heading) == (200, "Vous")
        assert browser.read.link("Son surnom") == "#q-surnom"
        assert browser.press("Continuer").read.heading == "Vos documents"


def test_the_place_of_a_document_chosen_is_no_error(house: House) -> None:
    browser = at_documents(house)
    asked = {one.name for form in browser.read.forms for one in form.controls if one.is_sent}
    assert not {name for name in asked if name.startswith("_files.identite")}
    dated = {"_dated.facture.day": "3", "_dated.facture.month": "1", "_dated.facture.year": "2020"}
    told = {"_chosen.identite": "identite.passeport", "photo": CODE, **dated}
    browser.press("Continuer", told, {"_files.facture": ("facture.jpg", JPEG)})
    assert (browser.status, focused(browser)) == (200, ["nouvelles"])
    assert browser.read.link("Passeport") == "#f-identite-passeport--files"
    files = {"_files.identite.passeport": ("passeport.png", PNG)}
    assert browser.press("Joindre", files=files).status == 200
    assert "passeport.png" in browser.read.words


def test_a_row_added_or_withdrawn_is_where_one_goes_on(house: House) -> None:
    browser = begun(house)
    for number in (2, 3):
        browser.press("Ajouter une ligne", {f"enfants.{number - 1}.prenom": f"Lila {number}"})
        assert focused(browser) == [f"q-enfants-{number}"]
    browser.press("Retirer le n° 2")
    assert focused(browser) == ["q-enfants-2"]
    browser.press("Retirer le n° 2")
    assert focused(browser) == ["q-enfants-1"]
    assert focused(browser.go(browser.path)) == []


def test_an_action_gives_back_its_documents_too(house: House) -> None:
    browser = begun(house).press("Continuer", ALONE)
    dossier = browser.path.split("/")[2]
    day = house.now().date()
    dated = {f"_dated.facture.{box}": str(getattr(day, box)) for box in ("day", "month", "year")}
    browser.press("Valider ce choix", {"_chosen.identite": "identite.passeport"})
    files = {name: (f"{name}.pdf", PDF) for name in ("_files.facture", "_files.identite.passeport")}
    browser.press("Continuer", {"photo": CODE, **dated}, files)
    browser.press("Déposer")
    browser.go(f"/dossier/{dossier}/action/completer")
    browser.press("Compléter", {"_chosen.identite": "identite.carte"})
    assert (browser.status, focused(browser)) == (200, ["nouvelles"])
    assert browser.press("Compléter").status == 422
    browser.press("Compléter", files={"_files.identite.carte": ("carte.pdf", PDF)})
    assert browser.status == 200
    assert "C’est enregistré." in browser.read.words


def test_a_visa_is_not_called_a_foreigner_s_number(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        account_of(house, "FRA012345678")
        browser = signed_in_resident(house, "FRA012345678").go("/demarche/bpi_case_2")
        browser.press("Commencer").press("Je continue")
        assert "FRA012345678" in browser.read.words
        assert "numéro étranger" not in browser.read.words


def test_two_tabs_that_choose_another_document_give_a_choice(house: House) -> None:
    browser = at_documents(house)
    other = browser.tab()
    other.press("Valider ce choix", {"_chosen.identite": "identite.passeport", "photo": CODE})
    told = {"_chosen.identite": "identite.carte", "photo": CODE[::-1]}
    browser.press("Enregistrer et quitter", told)
    assert browser.status == 409
    for words in ("Pièce d’identité", "Passeport", "Carte d’identité", CODE, CODE[::-1]):
        assert words in browser.read.words


@pytest.mark.parametrize(
    ("typed", "is_asked"),
    [(("3", "1", "2026"), True), (("03", "02", "2026"), False), (("", "", ""), False)],
)
def test_two_tabs_that_date_a_document_otherwise_give_a_choice(
    house: House, typed: tuple[str, str, str], is_asked: bool
) -> None:
    boxes = [f"_dated.facture.{box}" for box in ("day", "month", "year")]
    browser = at_documents(house)
    browser.tab().press("Enregistrer et quitter", dict(zip(boxes, ("3", "2", "2026"), strict=True)))
    browser.press("Enregistrer et quitter", dict(zip(boxes, typed, strict=True)))
    assert (browser.status == 409) is is_asked
    if is_asked:
        for words in ("Date écrite sur le document", "Facture", "3 février 2026", "3 janvier 2026"):
            assert words in browser.read.words
        browser.press("Garder ce que je viens d’écrire")
    assert browser.path == "/compte"
    (draft,) = house.runtime.records.requests(limit=1, status="draft").lines
    state = house.runtime.dossier(draft.dossier)[1]
    assert state.days["facture"] == date(2026, 1 if is_asked else 2, 3)


COUPLE = """
procedure: foyer
version: "1"
title: Votre foyer
fields:
  conjoint:
    label: Votre conjoint
    type: group
    fields: {nom: {label: Son nom, type: text}, prenom: {label: Son prénom, type: text}}
  enfants:
    label: Vos enfants
    type: list
    item: {nom: {label: Nom, type: text}, prenom: {label: Prénom, type: text}}
flow:
  - screen: foyer
    title: Votre foyer
    fields: [conjoint, enfants]
    submit: {title: Déposer}
examination:
  opens: recue
  states:
    recue: {title: Demande reçue, final: true}
"""
WHOLE = {
    "conjoint.nom": "Sow",
    "conjoint.prenom": "Idrissa",
    "enfants.1.nom": "Sow",
    "enfants.1.prenom": "Lila",
}


@pytest.fixture
def foyer(tmp_path: Path) -> Iterator[House]:
    """A group and a list, which are kept whole or not at all."""
    with opened(tmp_path, procedures=planted(tmp_path, COUPLE)) as found:
        join(found, ANA, "Ana")
        yield found


@pytest.mark.parametrize("button", ["Enregistrer et quitter", "Ajouter une ligne"])
def test_nothing_is_saved_of_what_is_filed(foyer: House, button: str) -> None:
    """A page left open while the request was filed from elsewhere."""
    left = signed_in(foyer, ANA).go("/demarche/foyer").press("Commencer")
    signed_in(foyer, ANA).go(left.path).press("Déposer", WHOLE)
    (line,) = foyer.runtime.records.requests(owner=foyer.accounts.identified(ANA).owner).lines  # type: ignore[union-attr]
    version = foyer.runtime.look(line.dossier).version
    left.press(button, {**WHOLE, "conjoint.nom": "Diop"})
    assert "n’a pas changé" in left.read.words
    assert foyer.runtime.look(line.dossier).version == version
