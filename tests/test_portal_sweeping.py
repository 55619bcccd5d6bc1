"""What is old is forgotten, with all that hangs on it; what somebody still examines stays."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.runtime.loading import Loaded
from parcours.engine.store.errors import DiskFull, FileMissing, Unknown, UnreadableJournal
from parcours.engine.store.store import Listed
from parcours.portal.house import House, sweeper_of
from parcours.portal.rounds import Round, Rounds
from parcours.portal.sweeping import Sweeper
from parcours.tests.portal_browser import Browser, Clock, opened
from parcours.tests.portal_garden import at_first, dossier_of
from parcours.tests.portal_people import CHILD, PROTECTED, UNION, account_of, signed_in, walk

DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    with opened(tmp_path, clock) as found:
        account_of(found, PROTECTED.identifier)
        yield found


def draft(house: House, procedure: str = "bpi_case_2") -> str:
    """One that this person has just begun."""
    return dossier_of(at_first(signed_in(house, PROTECTED.identifier), procedure))


def filed(house: House) -> tuple[Browser, str]:
    browser = signed_in(house, PROTECTED.identifier)
    browser.go("/demarche/bpi_case_2").press("Commencer")
    walk(browser, PROTECTED, "Votre demande est déposée")
    return browser, browser.path.split("/")[2]


def is_there(house: House, dossier: str) -> bool:
    try:
        house.runtime.store.load(dossier)
    except Unknown:
        return False
    return True


def warned(house: House) -> list[str]:
    return [
        one.to for one in house.mailbox.all() if one.subject == "Votre brouillon va être effacé"
    ]


def test_a_draft_goes_after_its_delay_and_its_person_is_told_once(
    house: House, clock: Clock
) -> None:
    left, short = draft(house), draft(house, "orientation")
    clock.forward(8 * DAY)
    assert sweeper_of(house).sweep() == 1  # the orientation is kept for 7 days
    assert (is_there(house, left), is_there(house, short)) == (True, False)
    clock.forward(77 * DAY)
    for _day in range(2):
        assert sweeper_of(house).sweep() == 0
    assert warned(house) == [f"{PROTECTED.identifier}@exemple.fr"]
    clock.forward(5 * DAY)
    sweeper_of(house).sweep()
    assert not is_there(house, left)
    assert signed_in(house, PROTECTED.identifier).go(f"/dossier/{left}").status == 404


def test_a_draft_that_is_opened_again_lives_on(house: House, clock: Clock) -> None:
    left = draft(house)
    clock.forward(84 * DAY)
    sweeper_of(house).sweep()
    assert len(warned(house)) == 1
    browser = signed_in(house, PROTECTED.identifier).go(f"/dossier/{left}").press("Je continue")
    clock.forward(10 * DAY)
    sweeper_of(house).sweep()
    assert (is_there(house, left), browser.status) == (True, 200)


def test_a_request_goes_after_its_retention_and_nothing_of_it_is_left(
    house: House, clock: Clock
) -> None:
    _browser, dossier = filed(house)
    (paper,) = house.papers.of(dossier)
    kept = house.settings.data / "papers" / paper.digest
    clock.forward(5 * 366 * DAY)
    assert sweeper_of(house).sweep() == 0  # the silence of four months is told late, and counts
    assert house.runtime.status(dossier).title == "Rejet après quatre mois sans réponse"
    assert kept.exists()
    clock.forward(5 * 366 * DAY)
    assert sweeper_of(house).sweep() == 1
    assert not is_there(house, dossier)
    assert not house.papers.of(dossier)
    assert not kept.exists()
    account = house.accounts.identified(PROTECTED.identifier)
    assert account is not None
    assert not house.letters.of(account.id)


def test_a_request_that_somebody_examines_stays(house: House, clock: Clock) -> None:
    """Nothing ends the renewal of a citizen of the Union but a decision."""
    account_of(house, UNION.identifier)
    browser = signed_in(house, UNION.identifier).go("/demarche/ue_permanent_renewal")
    walk(browser.press("Commencer"), UNION, "Votre demande est déposée")
    dossier = browser.path.split("/")[2]
    for _year in range(3):
        clock.forward(4 * 366 * DAY)
        assert sweeper_of(house).sweep() == 0
    assert is_there(house, dossier)


def test_files_that_nothing_refers_to_are_collected(house: House, clock: Clock) -> None:
    browser = signed_in(house, PROTECTED.identifier)
    browser.go("/demarche/bpi_case_2").press("Commencer")
    walk(browser, PROTECTED, "Le motif du séjour et les justificatifs")
    dossier = browser.path.split("/")[2]
    _compiled, state = house.runtime.dossier(dossier)
    digest = state.files["decision_protection"][0].digest
    with house.runtime.store.open_file(digest) as kept:
        assert kept.read(4) == b"%PDF"
    browser.go(f"/dossier/{dossier}/effacer").press("Effacer le brouillon")
    house.runtime.records.collect(timedelta(0))
    clock.forward(2 * DAY)
    sweeper_of(house).sweep()
    with pytest.raises(FileMissing):
        house.runtime.store.open_file(digest)


def test_a_draft_saved_while_others_are_swept_lives_on(
    house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it was when they were listed."""
    left, saved = draft(house), draft(house)
    clock.forward(91 * DAY)
    listed = Sweeper._old

    def saving(self: Sweeper) -> Iterator[Listed]:
        yield from listed(self)
        house.runtime.handle(saved, do.Know({"prenoms": "Samir"}))

    monkeypatch.setattr(Sweeper, "_old", saving)
    assert sweeper_of(house).sweep() == 1
    assert (is_there(house, left), is_there(house, saved)) == (False, True)


def test_a_request_that_cannot_be_read_keeps_no_other_one(
    house: House, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged, left = draft(house), draft(house)
    browser = Browser(house).go("/")
    clock.forward(91 * DAY)
    look = house.runtime._loading.load

    def unreadable(dossier: str) -> Loaded:
        if dossier == damaged:
            raise UnreadableJournal(dossier, "il manque une entrée")
        return look(dossier)

    monkeypatch.setattr(house.runtime._loading, "load", unreadable)
    house.stashes.keep(browser.cookie, "/", [("nom", "Samir")])
    clock.forward(DAY)
    assert sweeper_of(house).sweep() == 1
    assert (is_there(house, damaged), is_there(house, left)) == (True, False)
    assert not house.stashes.holds(browser.cookie)
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == ["unread"]


def test_a_disk_that_fails_stops_all_at_once(
    house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = {draft(house), draft(house)}
    clock.forward(91 * DAY)
    tries = []

    def fails(dossier: str) -> Loaded:
        tries.append(dossier)
        raise DiskFull("dossiers.db")

    monkeypatch.setattr(house.runtime._loading, "load", fails)
    with pytest.raises(DiskFull):
        sweeper_of(house).sweep()
    assert len(tries) == 1
    assert all(is_there(house, one) for one in drafts)


def test_what_a_stop_left_behind_is_found(house: House) -> None:
    """The journal is gone, and the rest not yet: the next sweep does it."""
    _browser, dossier = filed(house)
    journal = house.runtime.store.load(dossier)
    house.runtime.store.erase(dossier, journal.version)
    assert house.papers.of(dossier)
    assert house.forgetting.orphans() == 1
    assert not house.papers.of(dossier)
    assert house.forgetting.orphans() == 0


def test_mails_that_left_are_forgotten(house: House, clock: Clock) -> None:
    house.performing.mail("a", "vous@exemple.fr", "Bonjour", "Bonjour")
    clock.forward(29 * DAY)
    sweeper_of(house).sweep()
    assert house.mailbox.one("a")
    clock.forward(2 * DAY)
    sweeper_of(house).sweep()
    assert house.mailbox.one("a") is None


def test_an_anonymous_draft_goes_too(house: House, clock: Clock) -> None:
    browser = Browser(house).go("/").press("Je demande ou renouvelle")
    dossier = browser.path.rpartition("/")[2]
    clock.forward(8 * DAY)
    sweeper_of(house).sweep()
    assert not is_there(house, dossier)
    assert dossier not in house.drafts.all()


def test_the_creation_of_an_account_leaves_nothing_behind(house: House, clock: Clock) -> None:
    """Its answers are the account's by then."""
    browser = Browser(house).go("/").press("Créer mon compte")
    dossier = browser.path.rpartition("/")[2]
    browser.press("Continuer", {"type_identifiant": "titre"})
    browser.press(
        "Continuer",
        {
            "type_identifiant": "titre",
            "numero_etranger": CHILD.identifier,
            "nom": "Rahimi",
            "prenoms": "Farhad",
            "date_naissance.year": "2007",
        },
    )
    browser.press("Continuer", {"courriel": "farhad@exemple.fr"})
    box = Browser(house).go("/courriels").follow("Confirmez la création")
    browser.go(box.read.link("http://testserver/lien/")).press("Confirmer")
    browser.press("Créer mon compte", {"mot_de_passe": "cheval correct agrafe pile"})
    assert is_there(house, dossier)
    clock.forward(8 * DAY)
    sweeper_of(house).sweep()
    assert not is_there(house, dossier)
    assert house.accounts.identified(CHILD.identifier)


def test_rounds_are_done_at_their_pace_and_a_fault_stops_none() -> None:
    now, done = [0.0], list[str]()

    def fail() -> None:
        done.append("fails")
        raise ValueError

    rounds = Rounds(lambda: now[0])
    rounds.extend(
        (Round(timedelta(seconds=2), fail), Round(timedelta(days=1), lambda: done.append("day")))
    )
    assert rounds.turn() == 2
    assert rounds.turn() == 0
    now[0] = 3.0
    assert rounds.turn() == 1
    assert done == ["fails", "day", "fails"]
