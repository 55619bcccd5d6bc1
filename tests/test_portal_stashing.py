"""A session lost, or a fault of ours: what was typed, ticked and chosen is shown again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from parcours import Folder, check
from parcours.engine.page.page import Choice, Document, FileSlot, Page, Question
from parcours.portal.app import SMALL
from parcours.portal.ask import Form
from parcours.portal.house import House
from parcours.portal.keys import digest
from parcours.portal.sessions import GRAIN, IDLE
from parcours.portal.stashes import LASTS as STASHED
from parcours.portal.stashing import KEPT, NOTICE, restored, secrets
from parcours.portal.uploads import join
from parcours.portal.views import TOKEN
from parcours.renderers.html.places import boxes
from parcours.tests.portal_browser import ADDRESS, Browser, Clock
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import (
    ANA,
    ANSWERS,
    BORIS,
    PASSWORD,
    answered,
    begun,
    clock,
    filed,
    own_house,
    signed_in,
)
from parcours.tests.portal_reading import as_read

__all__ = ["clock", "own_house"]


@pytest.mark.parametrize("why", ["left alone", "ended elsewhere", "signed out in another tab"])
def test_a_lost_session_gives_back_what_was_typed(house: House, clock: Clock, why: str) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    screen = f"/dossier/{dossier}/ecran/projet"
    tab = browser.tab()
    match why:
        case "left alone":
            clock.forward(IDLE + 2 * GRAIN)
        case "ended elsewhere":
            house.sessions.end(digest(browser.cookie))
        case _:
            tab.go("/deconnexion").press("Se déconnecter")
    browser.press("Continuer", ANSWERS)
    assert browser.path == "/connexion"
    assert "Votre connexion a pris fin" in browser.read.words
    assert not answered(house, dossier)
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert browser.path == screen
    assert as_read(KEPT) in browser.read.words
    assert (browser.holds("nom"), browser.holds("motif")) == ("Ana Diallo", "Des tomates")
    assert answered(house, dossier) == ANSWERS
    assert not house.runtime.dossier(dossier)[1].pressed
    assert not house.tables.rows("select * from stashes")
    browser.press("Continuer")
    assert answered(house, dossier) == ANSWERS


def lost(browser: Browser, clock: Clock) -> None:
    """The session of that browser ends."""
    clock.forward(IDLE + 2 * GRAIN)


def back(browser: Browser) -> Browser:
    """Ana signs in again."""
    assert browser.path == "/connexion"
    return browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})


def is_checked(browser: Browser, name: str, value: str = "1") -> bool:
    """Whether that box or button of the page is ticked."""
    controls = (one for form in browser.read.forms for one in form.controls)
    return next(one.is_checked for one in controls if (one.name, one.value) == (name, value))


@pytest.mark.parametrize("was_ticked", [False, True])
@pytest.mark.parametrize("is_ticked", [False, True])
def test_a_lost_session_gives_back_what_was_ticked_and_unticked(
    house: House, clock: Clock, was_ticked: bool, is_ticked: bool
) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    browser.press("Continuer", files={"_files.plan": ("plan.pdf", PDF)})
    review = browser.path
    browser.press("Enregistrer et quitter", {"_tick.sincerite": ["1"] if was_ticked else []})
    browser.go(review)
    assert is_checked(browser, "_tick.sincerite") is was_ticked
    lost(browser, clock)
    browser.press("Déposer", {"_tick.sincerite": ["1"] if is_ticked else []})
    back(browser)
    assert as_read(KEPT) in browser.read.words
    assert is_checked(browser, "_tick.sincerite") is is_ticked
    assert bool(house.runtime.dossier(dossier)[1].ticked) is is_ticked
    assert not house.runtime.dossier(dossier)[1].filed
    assert "joignez" not in browser.read.words
    browser.press("Déposer")
    assert bool(house.runtime.dossier(dossier)[1].filed) is is_ticked


@pytest.mark.parametrize("size", [0, SMALL])
def test_a_lost_session_tells_which_files_to_join_again(
    house: House, clock: Clock, size: int
) -> None:
    """Whatever their weight, nothing of them is kept: whoever sent them was nobody."""
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    browser.press("Joindre", files={"_files.plan": ("là.pdf", PDF)})
    lost(browser, clock)
    heavy = PDF + bytes(size)
    browser.press("Joindre", files={"_files.plan": ("Le\u202eplan <b>.pdf", heavy)})
    (row,) = house.tables.rows("select * from stashes")
    assert "%PDF" not in row["form"]
    assert house.runtime.records.collect(timedelta()) == 0
    back(browser)
    told = "Ce fichier n’est pas gardé, joignez-le de nouveau : "
    assert f"{told}« Le plan <b>.pdf » (Plan du jardin)." in browser.read.words
    assert "<b>" not in browser.text
    assert [one.name for one in house.runtime.dossier(dossier)[1].files["plan"]] == ["là.pdf"]


def test_a_fault_tells_of_the_files_that_were_not_joined_yet(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept before the fault is not asked again."""
    browser = signed_in(house)
    begun(browser)
    browser.press("Continuer", ANSWERS)
    page = browser.path
    sent = browser.sends("Joindre")
    joins: list[str] = []

    def failing(ask: Any, slot: Any, upload: Any) -> Any:
        joins.append(upload.name)
        if len(joins) == 2:
            raise RuntimeError
        return join(ask, slot, upload)

    files = [("_files.plan", (f"{name}.pdf", PDF + name.encode())) for name in "abc"]
    with monkeypatch.context() as patched:
        patched.setattr("parcours.portal.uploads.join", failing)
        answer = browser._client.post(page, data=sent, files=files)
    assert answer.status_code == 500
    assert joins == ["a.pdf", "b.pdf"]
    browser.go(page)
    told = "joignez-les de nouveau : « b.pdf » (Plan du jardin) et « c.pdf » (Plan du jardin)."
    assert told in browser.read.words
    assert "« a.pdf »" not in browser.read.words


def test_an_action_gives_back_what_was_typed(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    dossier = filed(browser)
    browser.go(f"/dossier/{dossier}/action/retirer")
    lost(browser, clock)
    browser.press("Retirer", {"raison": "Je déménage"})
    back(browser)
    assert browser.path == f"/dossier/{dossier}/action/retirer"
    assert as_read(NOTICE) in browser.read.words
    assert browser.sends("Retirer")["raison"] == ["Je déménage"]
    stay = house.runtime.dossier(dossier)[1].stay
    assert stay is not None
    assert stay.state == "recue"


def test_codes_choices_and_dates_of_documents_are_given_back() -> None:
    code = Question("photo", "Photo", "text", "ephoto_code", raw="ancien")
    slot = FileSlot("bail", "Bail", "", (), ("pdf",), 10, 1, 1, asks_day=True)
    choices = (Choice("a", "A"), Choice("b", "B"))
    documents = (
        Document("photo", "Photo", "", is_optional=False, is_complete=False, code=code),
        Document("logement", "Logement", "", False, False, (slot,), choices, "a"),
    )
    page = Page("screen", "pieces", "jardin", "", "Pièces", documents=documents)
    dated = (("_dated.bail.day", "3"), ("_dated.bail.month", "2"), ("_dated.bail.year", "2026"))
    texts = (("photo", "NEUF"), ("_chosen.logement", "b"), *dated, ("_files.gone", "z.pdf"))
    found, told = restored(page, Form(texts), lambda _raws: page)
    photo, home = found.documents
    assert photo.code is not None
    assert (photo.code.raw, home.chosen, home.slots[0].day) == ("NEUF", "b", "3/2/2026")
    assert boxes(home.slots[0].day) == {"day": "3", "month": "2", "year": "2026"}
    files = "Ce fichier n’est pas gardé, joignez-le de nouveau : « z.pdf »."
    assert list(map(as_read, told)) == [as_read(NOTICE), files]
    assert restored(page, Form((("nom", "x"),)), lambda _raws: page) == (page, (NOTICE,))


def test_what_was_left_on_a_screen_is_not_shown_on_another(house: House, clock: Clock) -> None:
    """The screen is not asked any more: where one is led, nothing of it is drawn."""
    browser = signed_in(house)
    dossier = begun(browser)
    lost(browser, clock)
    sent = {**browser.sends("Continuer", ANSWERS), "_tick.sincerite": "1"}
    browser.post(f"/dossier/{dossier}/ecran/relecture", sent)
    back(browser)
    assert browser.read.heading == "Votre projet"
    assert as_read(NOTICE) not in browser.read.words
    assert browser.holds("nom") == ""


def test_a_tab_from_before_the_sign_in_loses_nothing(house: House) -> None:
    browser = Browser(house)
    dossier = begun(browser)
    tab = browser.tab()
    tab.go("/connexion").press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    browser.press("Continuer", ANSWERS)
    assert browser.path == f"/dossier/{dossier}/ecran/projet"
    assert browser.status == 200
    assert browser.holds("nom") == "Ana Diallo"
    browser.press("Continuer")
    assert answered(house, dossier) == ANSWERS


def test_what_was_kept_is_its_person_s_alone(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    clock.forward(IDLE + 2 * GRAIN)
    browser.press("Continuer", ANSWERS)
    (row,) = house.tables.rows("select * from stashes")
    assert browser.cookie not in str(row)
    browser.press("Se connecter", {"identifier": BORIS, "password": PASSWORD})
    assert browser.status == 404
    assert "Des tomates" not in browser.text
    ana = signed_in(house)
    assert "Des tomates" not in ana.go(f"/dossier/{dossier}/ecran/projet").text


def test_what_was_kept_does_not_last(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    begun(browser)
    clock.forward(IDLE + 2 * GRAIN)
    browser.press("Continuer", ANSWERS)
    assert house.stashes.sweep() == 0
    clock.forward(STASHED + timedelta(seconds=1))
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    assert "Des tomates" not in browser.text
    assert house.stashes.sweep() == 0  # erased when it was looked for


def test_what_is_kept_is_bounded(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    begun(browser)
    clock.forward(IDLE + 2 * GRAIN)
    browser.press("Continuer", {**ANSWERS, "motif": "x" * 150_000})
    assert browser.path == "/connexion"
    assert "est gardé" not in browser.read.words
    assert not house.tables.rows("select * from stashes")
    for _time in range(3):
        other = signed_in(house)
        begun(other)
        clock.forward(IDLE + 2 * GRAIN)
        other.press("Continuer", ANSWERS)
        other.go("/connexion")
    assert len(house.tables.rows("select * from stashes")) == 3


def test_what_is_written_last_is_what_is_given_back(house: House, clock: Clock) -> None:
    """However often a script keeps it meanwhile: what replaces its own takes no room."""
    browser = signed_in(house)
    page = f"/dossier/{begun(browser)}/ecran/projet"
    lost(browser, clock)
    for time in range(70):
        sent = browser.sends("Continuer", {**ANSWERS, "motif": f"Des tomates, {time}"})
        answer = browser._client.post(
            page,
            data={**sent, "_do": ["keep"]},
            headers={"origin": ADDRESS},
            follow_redirects=False,
        )
        assert answer.status_code == 303
    browser.go("/connexion")
    assert len(house.tables.rows("select * from stashes")) == 1
    browser.go(page)
    back(browser)
    assert browser.holds("motif") == "Des tomates, 69"


def test_what_was_too_much_to_keep_leaves_nothing_older_in_its_place(
    house: House, clock: Clock
) -> None:
    browser = signed_in(house)
    begun(browser)
    tab = browser.tab()
    lost(browser, clock)
    browser.press("Continuer", ANSWERS)
    assert house.tables.rows("select * from stashes")
    tab.press("Continuer", {**ANSWERS, "motif": "x" * 150_000})
    assert not house.tables.rows("select * from stashes")


def test_a_script_that_keeps_a_page_of_the_past_is_sent_nowhere(house: House) -> None:
    """Where it would be sent to sign in, it says so: here nobody has to."""
    browser = signed_in(house)
    page = f"/dossier/{begun(browser)}/ecran/projet"
    sent = {**browser.sends("Continuer", ANSWERS), "_do": ["keep"]}
    review = {**sent, "_tick.sincerite": "1"}
    assert browser.post(page.replace("projet", "relecture"), review).status == 409
    browser.press("Continuer", ANSWERS)
    browser.press("Continuer", files={"_files.plan": ("plan.pdf", PDF)})
    browser.press("Déposer", {"_tick.sincerite": "1"})
    assert browser.post(page, sent).status == 409


def test_a_secret_is_never_kept(root: Path) -> None:
    checked, _report = check(Folder(root / "procedures"), "account.yaml")
    assert checked
    assert secrets(checked.procedure) == {"mot_de_passe"}


def test_what_is_secret_is_left_out(
    house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.portal.stashing.secrets", lambda _procedure: {"motif"})
    browser = signed_in(house)
    begun(browser)
    clock.forward(IDLE + 2 * GRAIN)
    browser.press("Continuer", ANSWERS)
    (row,) = house.tables.rows("select * from stashes")
    assert ANSWERS["nom"] in row["form"]
    assert ANSWERS["motif"] not in row["form"]
    assert TOKEN not in row["form"]


def test_what_a_lost_session_gave_back_is_kept(house: House, clock: Clock) -> None:
    """It is there after a reload, and on another device."""
    browser = signed_in(house)
    page = f"/dossier/{begun(browser)}/ecran/projet"
    lost(browser, clock)
    browser.press("Continuer", ANSWERS)
    back(browser)
    for other in (browser.go(page), signed_in(house).go(page)):
        assert (other.holds("nom"), other.holds("motif")) == ("Ana Diallo", "Des tomates")
        assert as_read(KEPT) not in other.read.words


def faulty(house: House, browser: Browser, told: dict[str, str]) -> None:
    """The button, pressed while something of ours is out of order."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(house.runtime.__class__, "handle_all", _broken)
        browser.press("Continuer", told)
    assert browser.status == 500
    assert house.tables.rows("select * from stashes")


def _broken(*_told: Any, **_more: Any) -> Any:
    raise RuntimeError


def test_what_was_kept_for_later_is_not_given_back_over_newer_answers(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    page = f"/dossier/{dossier}/ecran/projet"
    newer = {**browser.sends("Continuer", {**ANSWERS, "nom": "Nouveau"}), "_do": ["keep"]}
    faulty(house, browser, {**ANSWERS, "nom": "Ancien"})
    assert browser.post(page, newer).status == 204
    assert not house.tables.rows("select * from stashes")
    browser.go(page)
    assert browser.holds("nom") == "Nouveau"
    assert as_read(KEPT) not in browser.read.words
    assert answered(house, dossier)["nom"] == "Nouveau"


def test_a_fault_does_not_close_its_screen(house: House) -> None:
    """What could not be kept is shown, as often as one comes; then kept, once it can be."""
    browser = signed_in(house)
    dossier = begun(browser)
    page = f"/dossier/{dossier}/ecran/projet"
    faulty(house, browser, ANSWERS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(house.runtime.__class__, "handle_all", _broken)
        for _time in range(2):
            browser.go(page)
            assert (browser.status, browser.holds("nom")) == (200, "Ana Diallo")
            assert as_read(NOTICE) in browser.read.words
    assert not answered(house, dossier)
    assert as_read(KEPT) in browser.go(page).read.words
    assert answered(house, dossier) == ANSWERS
    assert not house.tables.rows("select * from stashes")


def test_another_screen_obeyed_forgets_nothing(house: House) -> None:
    browser = signed_in(house)
    page = f"/dossier/{begun(browser)}/ecran/projet"
    tab = browser.tab()
    faulty(house, browser, ANSWERS)
    begun(tab)
    tab.press("Continuer", ANSWERS)
    assert browser.go(page).holds("nom") == "Ana Diallo"
    assert as_read(KEPT) in browser.read.words


def test_what_was_answered_elsewhere_meanwhile_gives_a_choice(house: House, clock: Clock) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    page = f"/dossier/{dossier}/ecran/projet"
    lost(browser, clock)
    signed_in(house).go(page).press("Continuer", {**ANSWERS, "nom": "Ailleurs"})
    browser.press("Continuer", {**ANSWERS, "nom": "Ancien"})
    back(browser)
    assert (browser.status, browser.read.heading) == (409, "Que voulez-vous garder ?")
    assert "Ailleurs" in browser.read.words
    assert "Ancien" in browser.read.words
    assert answered(house, dossier)["nom"] == "Ailleurs"
    assert browser.tab().go(page).holds("nom") == "Ailleurs"
    browser.press("Garder ce que je viens")
    assert (browser.path, answered(house, dossier)["nom"]) == (page, "Ancien")


def test_what_cannot_be_kept_is_shown_and_said_not_to_be(
    house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parcours.portal.leftovers.LARGEST", 40)
    browser = signed_in(house)
    dossier = begun(browser)
    lost(browser, clock)
    browser.press("Continuer", {**ANSWERS, "nom": "x" * 301})
    back(browser)
    assert browser.holds("nom") == "x" * 301
    assert as_read(NOTICE) in browser.read.words
    assert answered(house, dossier) == {one: ANSWERS[one] for one in ("motif", "saison")}


def test_what_nothing_was_left_of_costs_no_look(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(house)
    page = f"/dossier/{begun(browser)}/ecran/projet"

    class Unused:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(name)

    monkeypatch.setattr(house.stashes, "_tables", Unused())
    assert browser.go(page).press("Continuer", ANSWERS).read.heading == "Votre plan"
