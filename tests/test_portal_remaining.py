"""What is typed and is no answer yet: kept, given back anywhere, told of; gone when it is one."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from parcours.engine.page.page import Page, Question
from parcours.portal import leftovers as leftovers_module
from parcours.portal import tables as tables_module
from parcours.portal.house import House, sweeper_of
from parcours.portal.sessions import GRAIN, IDLE
from parcours.portal.tables import Tables
from parcours.portal.typed import controls
from parcours.renderers.html.names import posted
from parcours.tests.portal_browser import ADDRESS, Browser, Clock, opened
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import (
    ANA,
    BORIS,
    PASSWORD,
    clock,
    dossier_of,
    join,
    planted,
    signed_in,
)
from parcours.tests.test_portal_full import full

__all__ = ["clock"]

SAVE, ON = "Enregistrer et quitter", "Continuer"
SAVED = "Votre brouillon est enregistré."
REMAINS = "À corriger ou à compléter"
HERE, ELSEWHERE = "sur cette page", "sur une autre page"
PROCEDURE = """
procedure: foyer
version: "1"
title: Votre foyer
drafts: 30 days
fields:
  courriel: {label: Votre courriel, type: email}
  naissance: {label: Votre date de naissance, type: date}
  couple: {label: Vivez-vous en couple ?, type: boolean}
  conjoint:
    label: Votre conjoint
    type: group
    when: couple
    fields: {nom: {label: Son nom, type: text}, prenom: {label: Son prénom, type: text}}
  enfants:
    label: Vos enfants
    type: list
    optional: true
    item: {nom: {label: Nom, type: text}, prenom: {label: Prénom, type: text}}
documents:
  photo: {title: Photo d’identité, code: ephoto_code}
  facture: {title: Facture, max_age: 6 months}
flow:
  - screen: vous
    title: Vous
    fields: [courriel, naissance, couple, conjoint, enfants]
  - screen: pieces
    title: Vos documents
    collect: all
  - screen: relecture
    title: Relisez
    review: all
    submit: {title: Déposer}
examination:
  opens: recue
  states:
    recue: {title: Demande reçue, final: true}
"""
DATE = {"naissance.day": "3", "naissance.month": "2", "naissance.year": "1990"}
HALF = {"naissance.day": "3", "naissance.month": "", "naissance.year": "1990"}
WHOLE = {"courriel": "ana@exemple.fr", **DATE, "couple": "non"}
GROUP = {"couple": "oui", "conjoint.nom": "Sow"}
CHILD = {"enfants.1.nom": "Sow", "enfants.1.prenom": ""}
CODE = "B7X3XNYXULYWWVBVDX6L3G"
WRONG: dict[str, tuple[Mapping[str, str], str]] = {
    "an address half typed": ({"courriel": "ana@"}, "Votre courriel"),
    "a date half typed": (HALF, "Votre date de naissance"),
    "a date that is none": (DATE | {"naissance.month": "13"}, "Votre date de naissance"),
    "half a list": (CHILD, "Vos enfants"),
}


@contextmanager
def home(folder: Path, clock: Clock | None = None) -> Iterator[House]:
    with opened(folder, clock, procedures=planted(folder, PROCEDURE)) as found:
        found.limits.allows = lambda *_told: True  # type: ignore[method-assign]
        yield found


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    with home(tmp_path, clock) as found:
        join(found, ANA, "Ana")
        join(found, BORIS, "Boris")
        yield found


def begun(house: House) -> Browser:
    """Ana, before the first screen."""
    return signed_in(house, ANA).go("/demarche/foyer").press("Commencer")


def at_documents(house: House) -> Browser:
    browser = begun(house).press(ON, WHOLE)
    assert browser.read.heading == "Vos documents", browser.read.words
    return browser


def rows(house: House) -> list[str]:
    """The controls of which anything is kept."""
    return [str(row["control"]) for row in house.tables.rows("select control from leftovers")]


def answers(house: House, dossier: str) -> Mapping[str, object]:
    return house.runtime.dossier(dossier)[1].answers


def holds(browser: Browser, told: Mapping[str, str]) -> bool:
    return {name: browser.holds(name) for name in told} == told


def today(house: House) -> dict[str, str]:
    """The date of a document, in its boxes."""
    day = house.now().date()
    return {f"_dated.facture.{box}": str(getattr(day, box)) for box in ("day", "month", "year")}


def keeps(browser: Browser, told: Mapping[str, str]) -> int:
    """What the script of that page sends as one types; the status it is answered."""
    sent = {**browser.sends(ON, told), "_do": ["keep"]}
    page = browser._button(ON)[0].action
    answer = browser._client.post(page, data=sent, headers={"origin": ADDRESS})
    return int(answer.status_code)


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_refused_is_saved_and_resumed_elsewhere(house: House, wrong: str) -> None:
    told, label = WRONG[wrong]
    first = begun(house)
    page, dossier = first.path, dossier_of(first)
    first.press(SAVE, told)
    assert (first.status, first.path) == (200, "/compte")
    assert SAVED in first.read.words
    assert f"{REMAINS} : « {label} »" in first.read.words.replace("\xa0", " ")
    assert not answers(house, dossier)

    second = signed_in(house, ANA).go(f"/dossier/{dossier}")
    assert (second.status, second.read.heading) == (200, "Vous")
    assert holds(second, told)
    assert HERE in second.read.words
    assert f"« {label} »" in second.read.words.replace("\xa0", " ")
    assert 'id="erreurs"' not in second.text
    assert not second.read.title.startswith("Erreur")

    right = WHOLE | ({"enfants.1.prenom": "Lila"} if told is CHILD else {})
    second.press(ON)
    assert second.status == 422
    assert holds(second, told)
    second.press(ON, {name: text for name, text in right.items() if name in second.sends(ON)})
    second.press(ON, {**right})
    assert second.read.heading == "Vos documents"
    assert not rows(house)
    assert HERE not in second.go(page).read.words
    assert REMAINS not in second.go("/compte").read.words


def test_half_a_group_is_saved_beside_what_is_answered(house: House) -> None:
    browser = begun(house).press(ON, {"couple": "oui"})
    assert browser.status == 422
    browser.press(SAVE, GROUP)
    assert browser.path == "/compte"
    dossier = house.runtime.records.requests(owner=ana(house)).lines[0].dossier
    assert answers(house, dossier) == {"couple": True}
    other = signed_in(house, ANA).go(f"/dossier/{dossier}/ecran/vous")
    assert holds(other, {"conjoint.nom": "Sow", "conjoint.prenom": ""})


def ana(house: House) -> str:
    found = house.accounts.identified(ANA)
    assert found
    return found.owner


def test_what_is_kept_as_one_types_is_there_after_a_reload(house: House) -> None:
    browser = begun(house)
    for told in (HALF, HALF | {"courriel": "a"}, HALF | {"courriel": "ana@"}):
        assert keeps(browser, told) == 204
    assert sorted(rows(house)) == ["courriel", "naissance"]
    assert holds(browser.tab(), {**HALF, "courriel": "ana@"})
    assert keeps(browser, {"courriel": "ana@exemple.fr"} | HALF) == 204
    assert rows(house) == ["naissance"]
    assert browser.tab().holds("courriel") == "ana@exemple.fr"


def test_what_is_refused_on_the_way_on_is_kept_too(house: House) -> None:
    """Whoever closes the browser before a page of errors has lost nothing."""
    browser = begun(house)
    browser.press(ON, WHOLE | HALF)
    assert browser.status == 422
    assert holds(browser.tab(), HALF)
    assert answers(house, dossier_of(browser))["courriel"] == "ana@exemple.fr"


def test_what_the_button_alone_refuses_is_answered_and_no_leftover(house: House) -> None:
    browser = begun(house).press(ON, {"courriel": "ana@exemple.fr"})
    assert browser.status == 422
    assert not rows(house)


def test_what_is_emptied_is_gone(house: House) -> None:
    browser = begun(house)
    dossier = dossier_of(browser)
    browser.press(SAVE, HALF | {"courriel": "ana@"})
    browser.go(f"/dossier/{dossier}").press(SAVE, dict.fromkeys(HALF, ""))
    assert rows(house) == ["courriel"]
    browser.go(f"/dossier/{dossier}").press(SAVE, {"courriel": " "})
    assert not rows(house)
    assert (browser.path, REMAINS in browser.read.words) == ("/compte", False)
    assert not house.leftovers.has(dossier)


def test_what_is_set_aside_waits_without_being_told_of(house: House) -> None:
    """The person changes another answer: what had been typed below it is asked no more."""
    browser = begun(house).press(ON, {"couple": "oui"})
    dossier = dossier_of(browser)
    browser.press(SAVE, GROUP)
    browser.go(f"/dossier/{dossier}").press(SAVE, {"couple": "non"})
    assert SAVED in browser.read.words
    assert REMAINS not in browser.read.words
    browser.go(f"/dossier/{dossier}")
    assert HERE not in browser.read.words
    browser.press(ON, WHOLE | {"couple": "oui"})
    assert "De nouvelles questions vous concernent" in browser.read.words
    assert browser.holds("conjoint.nom") == "Sow"
    browser.press(SAVE)
    assert REMAINS in browser.read.words
    assert browser.go(f"/dossier/{dossier}").holds("conjoint.nom") == "Sow"


def test_the_path_stops_where_the_answers_stop(house: House) -> None:
    browser = begun(house)
    dossier = dossier_of(browser)
    browser.press(SAVE, WHOLE | HALF)
    assert browser.go(f"/dossier/{dossier}").read.heading == "Vous"
    assert browser.go(f"/dossier/{dossier}/ecran/pieces").read.heading == "Vous"


def test_codes_and_dates_of_documents_are_kept_too(house: House) -> None:
    browser = at_documents(house)
    page = browser.path
    dated = {f"_dated.facture.{box}": "5" for box in ("day", "month")} | {"_dated.facture.year": ""}
    browser.press(SAVE, {"photo": "ABC-DEF", **dated})
    assert browser.path == "/compte"
    assert "« Photo d’identité » et « Facture »" in browser.read.words.replace("\xa0", " ")
    other = signed_in(house, ANA).go(page)
    assert holds(other, {"photo": "ABC-DEF", **dated})
    other.press(ON, {"photo": CODE, **today(house)}, {"_files.facture": ("facture.pdf", PDF)})
    assert other.read.heading == "Relisez"
    assert not rows(house)


def test_a_file_that_is_refused_is_told_of_before_one_leaves(house: House) -> None:
    """Its bytes are not kept: nobody leaves without knowing it. The rest is."""
    browser = at_documents(house)
    files = {"_files.facture": ("texte.pdf", b"du texte")}
    browser.press(SAVE, {"photo": "ABC-DEF", **today(house)}, files)
    assert browser.status == 422
    assert "texte.pdf" in browser.read.words
    assert rows(house) == ["photo"]
    assert [label for label, to in browser.read.links if to.startswith("#q-photo")] == []
    assert browser.press(SAVE).path == "/compte"


def test_who_files_is_told_of_what_remains_above(house: House) -> None:
    browser = at_documents(house)
    dossier = dossier_of(browser)
    browser.press(ON, {"photo": CODE, **today(house)}, {"_files.facture": ("facture.pdf", PDF)})
    browser.go(f"/dossier/{dossier}/ecran/vous").press(SAVE, {"courriel": "bea@"})
    browser.go(f"/dossier/{dossier}/ecran/relecture")
    assert ELSEWHERE in browser.read.words
    assert "ana@exemple.fr" in browser.read.words
    browser.press("Déposer")
    assert house.runtime.dossier(dossier)[1].filed
    assert not rows(house)
    assert not house.leftovers.has(dossier)


def test_two_tabs_give_a_choice(house: House) -> None:
    """What another tab left, this one never showed: neither is lost without a word."""
    first = begun(house)
    second = first.tab()
    assert keeps(first, {"courriel": "ana@"}) == 204
    assert keeps(second, {"courriel": "bea@"}) == 409
    second.press(SAVE, {"courriel": "bea@"})
    assert (second.status, second.read.heading) == (409, "Que voulez-vous garder ?")
    assert "ana@" in second.read.words
    assert "bea@" in second.read.words
    assert second.tab().holds("courriel") == "ana@"
    assert second.press("Garder ce que je viens").path == "/compte"
    assert holds(first.tab(), {"courriel": "bea@"})
    assert keeps(first, {"courriel": "ana@ex"}) == 409


def test_a_tab_that_shows_it_may_put_it_right(house: House) -> None:
    first = begun(house)
    page = f"{first.path}/ecran/vous"
    assert keeps(first, {"courriel": "ana@"}) == 204
    second = first.tab()
    assert second.press(ON, WHOLE).read.heading == "Vos documents"
    assert not rows(house)
    assert keeps(first, {"courriel": "ana@"}) == 409
    assert not rows(house)
    assert first.go(page).holds("courriel") == "ana@exemple.fr"


def test_a_tab_that_had_an_answer_does_not_write_over_what_was_left(house: House) -> None:
    browser = begun(house)
    page = browser.path
    browser.press(SAVE, WHOLE)
    old, new = Browser.go(browser.tab(), page), Browser.go(browser.tab(), page)
    assert keeps(new, {"courriel": "bea@"}) == 204
    assert keeps(old, {"couple": "oui"}) == 409
    assert new.tab().holds("courriel") == "bea@"


def test_an_answer_given_meanwhile_is_not_hidden(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Journals and leftovers are two files: a stop in between forgets neither the answer nor its
    age."""
    browser = begun(house)
    dossier = dossier_of(browser)
    browser.press(SAVE, {"courriel": "ana@"})
    browser.go(f"/dossier/{dossier}")

    def fails(*_told: Any) -> bool:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(house.leftovers.__class__, "keep", fails)
        browser.press(SAVE, WHOLE)
    assert rows(house) == ["courriel"]
    assert REMAINS not in browser.read.words
    browser.go(f"/dossier/{dossier}/ecran/vous")
    assert browser.holds("courriel") == "ana@exemple.fr"
    assert HERE not in browser.read.words
    browser.press(SAVE)
    assert not rows(house)


def test_a_draft_without_an_account_keeps_it_and_takes_it_along(house: House) -> None:
    browser = Browser(house).go("/demarche/foyer").press("Commencer")
    dossier = dossier_of(browser)
    browser.press(SAVE, HALF)
    assert browser.path == "/"
    assert "gardé dans ce navigateur" in browser.read.words
    assert REMAINS in browser.read.words
    stranger = Browser(house).go(f"/dossier/{dossier}")
    assert (stranger.path, "1990" in stranger.text) == ("/connexion", False)
    browser.go(f"/dossier/{dossier}")
    assert holds(browser, HALF)
    browser.go("/connexion").press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert holds(browser.go(f"/dossier/{dossier}"), HALF)
    assert holds(signed_in(house, ANA).go(f"/dossier/{dossier}"), HALF)


def test_nobody_else_sees_it(house: House, caplog: pytest.LogCaptureFixture) -> None:
    browser = begun(house)
    dossier, page = dossier_of(browser), browser.path
    browser.press(SAVE, {"courriel": "ana.diallo@"})
    boris = signed_in(house, BORIS)
    assert "Votre courriel" not in boris.text
    assert boris.go(page).status == 404
    boris.go("/demarche/foyer").press("Commencer")
    sent = boris.sends(SAVE, {"courriel": "boris@"})
    assert boris.post(f"{page}/ecran/vous", sent).status == 404
    (row,) = house.tables.rows("select raw from leftovers")
    assert row["raw"] == '"ana.diallo@"'
    exported = zipfile.ZipFile(io.BytesIO(boris.go("/compte/donnees.zip").content))
    assert json.loads(exported.read("donnees.json"))["unfinished"] == []
    assert dossier not in exported.read("donnees.json").decode()
    assert "diallo" not in caplog.text


def test_it_is_exported(house: House) -> None:
    browser = begun(house)
    dossier = dossier_of(browser)
    browser.press(SAVE, HALF | {"courriel": "ana@"})
    exported = zipfile.ZipFile(io.BytesIO(browser.go("/compte/donnees.zip").content))
    found = json.loads(exported.read("donnees.json"))["unfinished"]
    date = {"day": "3", "month": "", "year": "1990"}
    assert [(one["dossier"], one["name"], one["typed"]) for one in found] == [
        (dossier, "courriel", "ana@"),
        (dossier, "naissance", date),
    ]


def test_it_is_erased_with_the_draft(house: House) -> None:
    browser = begun(house)
    dossier = dossier_of(browser)
    browser.press(SAVE, HALF)
    browser.go(f"/dossier/{dossier}/effacer")
    assert "1 réponse" in browser.read.words
    browser.press("Effacer le brouillon")
    assert not rows(house)
    assert not house.leftovers.has(dossier)


def test_it_keeps_the_draft_alive_and_goes_with_it(house: House, clock: Clock) -> None:
    browser = begun(house)
    dossier = dossier_of(browser)
    clock.forward(timedelta(days=20))
    signed_in(house, ANA).go(f"/dossier/{dossier}").press(SAVE, HALF)
    clock.forward(timedelta(days=20))
    assert sweeper_of(house).sweep() == 0
    assert rows(house)
    clock.forward(timedelta(days=11))
    assert sweeper_of(house).sweep() == 1
    assert not rows(house)


def test_what_a_stop_left_behind_is_found(house: House) -> None:
    browser = begun(house)
    dossier = dossier_of(browser)
    browser.press(SAVE, HALF)
    house.runtime.store.erase(dossier, house.runtime.store.load(dossier).version)
    assert house.forgetting.orphans() == 1
    assert not rows(house)


def test_what_is_filed_leaves_nothing_whatever_stopped(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = at_documents(house)
    dossier = dossier_of(browser)
    browser.press(ON, {"photo": CODE, **today(house)}, {"_files.facture": ("facture.pdf", PDF)})
    browser.go(f"/dossier/{dossier}/ecran/vous").press(SAVE, {"courriel": "bea@"})
    browser.go(f"/dossier/{dossier}/ecran/relecture")

    def fails(*_told: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(house.leftovers.__class__, "forget", fails)
        browser.press("Déposer")
    assert browser.status == 200
    assert house.runtime.dossier(dossier)[1].filed
    assert rows(house)
    assert "bea@" not in browser.go(f"/dossier/{dossier}").text
    assert REMAINS not in browser.go("/compte").read.words
    house.forgetting.orphans()
    assert not rows(house)


def test_a_portal_opened_again_knows_of_it(tmp_path: Path, clock: Clock) -> None:
    with home(tmp_path, clock) as house:
        join(house, ANA, "Ana")
        browser = begun(house)
        page = browser.path
        browser.press(SAVE, HALF)
    with home(tmp_path, clock) as house:
        assert holds(signed_in(house, ANA).go(page), HALF)


def test_tables_of_an_older_version_gain_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(tables_module, "_VERSIONS", tables_module._VERSIONS[:1])
        Tables(tmp_path / "portal.sqlite").close()
    tables = Tables(tmp_path / "portal.sqlite")
    assert tables.rows("select * from leftovers") == []
    tables.close()


def test_what_is_too_much_is_not_said_to_be_saved(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = begun(house)
    monkeypatch.setattr(leftovers_module, "LARGEST", 40)
    assert keeps(browser, {"courriel": "ana@"}) == 204
    browser.press(SAVE, {"courriel": "a" * 30, **HALF})
    assert browser.status == 422
    assert holds(browser, {"courriel": "a" * 30, **HALF})
    assert not rows(house)
    assert not house.leftovers.has(dossier_of(browser))


def test_a_full_disk_shows_and_refuses_as_before(house: House) -> None:
    browser = begun(house)
    dossier = dossier_of(browser)
    browser.press(SAVE, HALF)
    browser.go(f"/dossier/{dossier}")
    with full():
        assert holds(browser.go(f"/dossier/{dossier}"), HALF)
        browser.press(SAVE, {"courriel": "ana@"})
        assert browser.status == 422  # the date is kept already, the address is not
        links = [label for label, to in browser.read.links if to.startswith("#q-")]
        assert [one.partition(" – ")[0] for one in links] == ["Votre courriel"]
    assert browser.press(SAVE).path == "/compte"


def test_a_lost_session_gives_back_both(house: House, clock: Clock) -> None:
    browser = begun(house)
    dossier = dossier_of(browser)
    signed_in(house, ANA).go(f"/dossier/{dossier}").press(SAVE, HALF)
    clock.forward(IDLE + 2 * GRAIN)
    browser.press(SAVE, {"courriel": "ana@"})
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert holds(browser, {**HALF, "courriel": "ana@"})
    browser.press(SAVE)
    assert browser.path == "/compte"
    assert sorted(rows(house)) == ["courriel", "naissance"]


def test_one_page_is_never_asked_about_its_own_words(house: House) -> None:
    browser = begun(house)
    for address in ("a", "an", "ana@"):
        assert keeps(browser, {"courriel": address}) == 204
    browser.press(ON, {"courriel": "ana@ex"})
    assert browser.status == 422
    browser.press(ON, {"courriel": "ana@exe"})
    assert browser.status == 422
    browser.press("Ajouter une ligne", {"courriel": "ana@exem"})
    assert browser.status == 200
    browser.press(SAVE)
    assert browser.path == "/compte"


def test_what_is_in_order_costs_no_look_and_what_is_unchanged_no_write(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = begun(house)
    looks: list[str] = []

    class Watched:
        def __getattr__(self, name: str) -> Any:
            looks.append(name)
            return getattr(house.tables, name)

    monkeypatch.setattr(house.leftovers, "_tables", Watched())
    browser.press(SAVE, WHOLE).go("/compte")
    assert looks == []
    browser.go(next(at for _label, at in browser.read.links if at.startswith("/dossier/")))
    assert keeps(browser, HALF) == 204
    assert "writing" in looks
    looks.clear()
    assert keeps(browser, HALF) == 204
    assert looks
    assert set(looks) == {"rows"}


def test_a_secret_is_never_among_it() -> None:
    secret = Question("mot_de_passe", "Mot de passe", "secret", "secret")
    page = Page("screen", "compte", "account", "", "", questions=(secret,))
    sent = {"mot_de_passe": ["court"], "mot_de_passe?": [""]}
    told = posted(page, lambda name: sent.get(name, []))
    assert told.secrets == {"mot_de_passe": "court"}
    assert controls(told) == {}
