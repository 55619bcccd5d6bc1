"""What an embedder relies on: typed errors that change nothing, keys, effects, instants, pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from threading import Barrier
from time import sleep
from types import MappingProxyType
from typing import Any

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.dossier import commands as do
from parcours.engine.dossier.codec import to_json
from parcours.engine.dossier.effects import Effect, HandOver, Issue, Send, Wake
from parcours.engine.dossier.events import Elapsed, File, Filed
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.runtime import Runtime, Sources, UnknownProcedure, effect_of
from parcours.engine.runtime.kept_effects import kept
from parcours.engine.runtime.loading import MOST_TRIES
from parcours.engine.runtime.written import request_of
from parcours.engine.source.files import Folder, InMemory
from parcours.engine.store import turns
from parcours.engine.store.errors import (
    Conflict,
    FileMissing,
    FileTooLarge,
    KeyReused,
    ReferenceTaken,
    Unknown,
)
from parcours.engine.store.memory import MemoryStore
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Change, Once, Store
from parcours.engine.store.turns import FIRST_PAUSE, LONGEST_PAUSE
from parcours.tests import runtime_forms as forms

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)
PDF = b"%PDF-1.7"
ROOT = Path(__file__).resolve().parent.parent
ACCOUNT = {"email": "usager@exemple.fr", "number": "9999999999"}


class Clock:
    """A time that only moves when told."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **delay: float) -> None:
        """Days, hours…"""
        self.now += timedelta(**delay)


def sources(clock: Callable[[], datetime]) -> Sources:
    """Names drawn in order."""
    dossiers, numbers = count(1), count(1)
    return Sources(
        clock,
        lambda: f"d{next(dossiers)}",
        lambda: f"n{next(numbers)}",
        lambda name: f"https://exemple.fr/{name}",
    )


def made(store: Store, clock: Callable[[], datetime], drawn: Sources | None = None) -> Runtime:
    """The two procedures of tests/data/runtime at work."""
    present = []
    for name in ("carte", "compte"):
        checked, report = check(InMemory(forms.TEXTS), f"{name}.yaml")
        assert checked is not None, report.diagnostics
        present.append(checked)
    return Runtime(present, store, drawn or sources(clock))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Each store in turn."""
    with MemoryStore() if request.param == "memory" else SqliteStore(tmp_path) as made:
        yield made


@pytest.fixture
def runtime(store: Store, clock: Clock) -> Runtime:
    return made(store, clock)


def at_the_documents(runtime: Runtime) -> str:
    """A card asked for by somebody alone, up to the documents."""
    dossier = runtime.start("carte", owner="u1")
    runtime.press(dossier, "preambule")
    runtime.answer(dossier, "foyer", {"situation": "seul"})
    runtime.press(dossier, "foyer")
    runtime.answer(dossier, "argent", {"revenu": "1500", "logement": "heberge"})
    runtime.press(dossier, "argent")
    return dossier


def ready(runtime: Runtime) -> str:
    """Nothing is lacking but the act of filing."""
    dossier = at_the_documents(runtime)
    runtime.answer(dossier, "pieces_jointes", {}, {"exact": True})
    for slot in ("identite", *forms.HOST):
        assert runtime.attach(dossier, slot, "a.pdf", "application/pdf", PDF, 1000).is_accepted
    for slot in forms.HOST:
        assert runtime.handle(dossier, do.Date(slot, "2026-10-30")).is_accepted
    assert runtime.press(dossier, "pieces_jointes").is_accepted
    return dossier


def filed(runtime: Runtime) -> str:
    """And filed."""
    dossier = ready(runtime)
    assert runtime.file(dossier, "recap").is_accepted
    return dossier


Raws = dict[str, Any]
REQUEST = {"document": "identite", "title": "", "reason": "missing", "message": "Envoyez-la."}


def incomplete(runtime: Runtime, until: str = "2026-12-20") -> str:
    """Filed, and documents asked for."""
    dossier = filed(runtime)
    raws: Raws = {"pieces": [REQUEST], "echeance": until}
    assert runtime.act(dossier, "demander", "caseworker", raws).is_accepted
    return dossier


def pending(runtime: Runtime, dossier: str) -> list[tuple[str, datetime]]:
    """What is to be performed for it, ever."""
    found = runtime.store.due_effects(datetime(2100, 1, 1, tzinfo=UTC), 1000)
    return [(str(p.data["type"]), p.due) for p in found if p.dossier == dossier]


def everything(runtime: Runtime, dossier: str) -> tuple[object, ...]:
    """All that is kept of it."""
    journal = runtime.store.load(dossier)
    return journal, pending(runtime, dossier), runtime.store.dossiers(limit=100)


# Errors.


def test_an_unknown_dossier(runtime: Runtime) -> None:
    for ask in (
        lambda: runtime.press("inconnu", "foyer"),
        lambda: runtime.attach("inconnu", "identite", "a", "application/pdf", PDF, 1000),
        lambda: runtime.act("inconnu", "retirer", "applicant"),
        lambda: runtime.page("inconnu"),
        lambda: runtime.history("inconnu"),
        lambda: runtime.tick("inconnu"),
        lambda: runtime.handle("inconnu", do.Tick(), "k"),
    ):
        with pytest.raises(Unknown):
            ask()
    assert runtime.store.dossiers().lines == ()


def test_an_unknown_procedure(runtime: Runtime) -> None:
    with pytest.raises(UnknownProcedure) as met:
        runtime.start("inconnue")
    assert met.value.sentence == "La démarche «\u00a0inconnue\u00a0» n’existe pas."
    assert runtime.store.dossiers().lines == ()


def test_an_account_is_required(runtime: Runtime) -> None:
    with pytest.raises(NotAllowed):
        runtime.start("compte")
    assert runtime.store.dossiers().lines == ()


@pytest.mark.parametrize(
    "command",
    [
        do.Act("accorder", "applicant"),
        do.Act("retirer", "caseworker"),
        do.Act("accorder", ""),
        do.Act("envoyer", "applicant"),
        do.Act("inconnue", "caseworker"),
        do.Act("accorder", "caseworker", {"motifs": "x"}),
        do.Answer("foyer", {"situation": "couple"}),
        do.Press("argent"),
        do.Go("foyer"),
        do.Submit("recap"),
        do.Know({"nom": "BA"}),
        do.Open(),
        do.Tell("confirme"),
        do.Resend("argent"),
        do.Attach("identite", File("0" * 64, "a", 1, "application/pdf")),
        do.Detach("identite", "0" * 64),
        do.Choose("domicile", "domicile.location.bail"),
    ],
)
def test_the_wrong_person_or_moment_changes_nothing(runtime: Runtime, command: do.Command) -> None:
    dossier = filed(runtime)
    before = everything(runtime, dossier)
    with pytest.raises(NotAllowed) as met:
        runtime.handle(dossier, command, once="k1")
    assert met.value.sentence
    assert everything(runtime, dossier) == before


def test_a_refused_value_is_told_and_what_is_valid_beside_it_is_kept(runtime: Runtime) -> None:
    dossier = runtime.start("carte")
    runtime.press(dossier, "preambule")
    told = runtime.answer(dossier, "foyer", {"situation": "couple", "conjoint": {"nom": "BA"}})
    assert set(told.refused) == {"conjoint.naissance"}
    assert not told.is_accepted
    assert runtime.dossier(dossier)[1].answers == {"situation": "couple"}


# Files.


class Untouched:
    """A stream that nobody may read."""

    def read(self, _size: int = -1) -> bytes:
        raise AssertionError("it was read")


@pytest.mark.parametrize(
    ("slot", "media", "error"),
    [
        ("livret", "application/pdf", NotAllowed),
        ("domicile", "application/pdf", NotAllowed),
        ("inconnu", "application/pdf", NotAllowed),
        ("identite", "image/png", None),
    ],
)
def test_nothing_is_read_of_a_file_that_is_not_asked(
    runtime: Runtime, slot: str, media: str, error: type[Exception] | None
) -> None:
    dossier = at_the_documents(runtime)
    before = everything(runtime, dossier)
    content: Any = Untouched()
    if error:
        with pytest.raises(error):
            runtime.attach(dossier, slot, "a", media, content, 1000)
    else:
        told = runtime.attach(dossier, slot, "a", media, content, 1000)
        assert told.refused == {
            "identite": "Ce format n’est pas accepté\u00a0: joignez un fichier PDF, JPEG."
        }
    assert everything(runtime, dossier) == before


def test_a_file_beyond_the_limit_is_not_kept(runtime: Runtime) -> None:
    dossier = at_the_documents(runtime)
    before = everything(runtime, dossier)
    with pytest.raises(FileTooLarge):
        runtime.attach(dossier, "identite", "a", "application/pdf", bytes(1001), 1000)
    heavy = bytes(1_000_001)
    told = runtime.attach(dossier, "identite", "a", "application/pdf", heavy, 10_000_000)
    assert told.refused == {"identite": "Ce fichier est trop lourd\u00a0: 1 Mo au plus."}
    assert everything(runtime, dossier) == before


def test_an_empty_file_is_refused(runtime: Runtime) -> None:
    dossier = at_the_documents(runtime)
    told = runtime.attach(dossier, "identite", "a", "application/pdf", b"", 1000)
    assert told.refused == {"identite": "Ce fichier est vide\u00a0: joignez-en un autre."}


def test_a_file_that_was_never_put_is_missing(runtime: Runtime) -> None:
    dossier = at_the_documents(runtime)
    before = everything(runtime, dossier)
    with pytest.raises(FileMissing):
        runtime.handle(dossier, do.Attach("identite", File("0" * 64, "a", 1, "application/pdf")))
    assert everything(runtime, dossier) == before


def test_a_choice_inside_a_variant_must_be_made(runtime: Runtime) -> None:
    """It was once complete with nothing joined."""
    dossier = at_the_documents(runtime)
    runtime.back(dossier, "argent")
    runtime.answer(dossier, "argent", {"revenu": "1500", "logement": "locataire"})
    runtime.answer(dossier, "pieces_jointes", {}, {"exact": True})
    told = runtime.press(dossier, "pieces_jointes")
    assert told.refused == {
        "identite": "Joignez ce document.",
        "domicile": "Dites d’abord lequel de ces documents vous joignez.",
    }
    (_identity, home) = runtime.page(dossier, "pieces_jointes").documents
    assert tuple(choice.id for choice in home.choices) == forms.LEASE
    runtime.handle(dossier, do.Choose("domicile", forms.LEASE[0]))
    told = runtime.press(dossier, "pieces_jointes")
    assert set(told.refused) == {"identite", forms.LEASE[0]}


# Versions and keys.


class Busy:
    """A store in which something else always happens first."""

    def __init__(self, store: Store, times: int, meddle: Callable[[], object]) -> None:
        self.store, self.times, self.meddle = store, times, meddle

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def append(
        self, dossier: str, expected: int, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """Too late, so many times."""
        if self.times:
            self.times -= 1
            self.meddle()
        return self.store.append(dossier, expected, change, at, once)


def test_a_conflict_is_resolved_by_deciding_again(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier = ready(runtime)
    busy: Any = Busy(store, 1, lambda: runtime.back(dossier, "foyer"))
    late = made(busy, clock)
    assert late.file(dossier, "recap").is_accepted
    kinds = [type(one.event).__name__ for one in runtime.history(dossier)]
    assert kinds[-4:] == ["Went", "Filed", "Issued", "Notified"]


def test_what_is_no_longer_allowed_after_a_conflict_is_said_so(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier = filed(runtime)
    busy: Any = Busy(store, 1, lambda: runtime.act(dossier, "retirer", "applicant"))
    with pytest.raises(NotAllowed):
        made(busy, clock).act(dossier, "accorder", "caseworker")
    assert runtime.status(dossier).id == "retiree"


def test_a_conflict_that_never_ends_is_raised(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "sleep", lambda _pause: None)
    runtime = made(store, clock)
    dossier = filed(runtime)
    busy: Any = Busy(store, 10**9, lambda: runtime.act(dossier, "relire", "caseworker"))
    with pytest.raises(Conflict):
        made(busy, clock).act(dossier, "relire", "caseworker")


def test_the_same_sending_twice_is_one(runtime: Runtime) -> None:
    dossier = ready(runtime)
    first = runtime.file(dossier, "recap", once="envoi-1")
    before = everything(runtime, dossier)
    again = runtime.file(dossier, "recap", once="envoi-1")
    assert again.version == first.version
    assert again.effects == ()
    assert everything(runtime, dossier) == before
    with pytest.raises(NotAllowed):
        runtime.file(dossier, "recap", once="envoi-2")


def test_a_key_belongs_to_one_request(runtime: Runtime) -> None:
    dossier = filed(runtime)
    runtime.act(dossier, "relire", "caseworker", once="k")
    before = everything(runtime, dossier)
    with pytest.raises(KeyReused):
        runtime.act(dossier, "retirer", "applicant", once="k")
    assert everything(runtime, dossier) == before


def test_a_key_is_not_used_up_by_what_was_refused(runtime: Runtime) -> None:
    dossier = filed(runtime)
    assert runtime.act(dossier, "refuser", "caseworker", {"motifs": ""}, once="k").refused
    assert runtime.act(dossier, "refuser", "caseworker", {"motifs": "x"}, once="k").is_accepted


def test_what_was_partly_refused_is_refused_again_when_it_is_sent_again(runtime: Runtime) -> None:
    dossier = runtime.start("carte", owner="u1")
    runtime.press(dossier, "preambule")
    runtime.answer(dossier, "foyer", {"situation": "seul"})
    runtime.press(dossier, "foyer")
    command = do.Answer("argent", {"revenu": "rien", "logement": "heberge"})
    first = runtime.handle(dossier, command, once="k")
    assert set(first.refused) == {"revenu"}
    again = runtime.handle(dossier, command, once="k")
    assert (again.refused, again.version) == (first.refused, first.version)


def test_a_batch_partly_refused_is_refused_again_when_it_is_sent_again(runtime: Runtime) -> None:
    dossier = runtime.start("carte", owner="u1")
    runtime.press(dossier, "preambule")
    runtime.answer(dossier, "foyer", {"situation": "seul"})
    commands: list[do.Command] = [
        do.Press("foyer"),
        do.Answer("argent", {"revenu": "rien", "logement": "heberge"}),
    ]
    first = runtime.handle_all(dossier, commands, once="k")
    again = runtime.handle_all(dossier, commands, once="k")
    assert set(first.refused) == {"revenu"} == set(again.refused)


def test_sixteen_at_work_on_one_dossier_all_come_to_their_turn(store: Store, clock: Clock) -> None:
    """Each says something else, and takes long enough for the others to come first."""
    dossier = at_the_documents(made(store, clock))
    slow: Any = Busy(store, 10**9, lambda: sleep(0.001))
    runtime = made(slow, clock)
    with ThreadPoolExecutor(16) as pool:
        incomes = [{"revenu": str(1_500 + number)} for number in range(160)]
        told = list(pool.map(lambda raws: runtime.answer(dossier, "argent", raws), incomes))
    assert all(one.is_accepted for one in told)
    assert len({one.version for one in told}) == len(told)


def test_those_who_meet_wait_longer_each_time_and_never_in_step(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = made(store, clock)
    dossier = filed(runtime)
    pauses: list[float] = []
    monkeypatch.setattr(turns, "sleep", pauses.append)
    busy: Any = Busy(store, MOST_TRIES, lambda: runtime.act(dossier, "relire", "caseworker"))
    with pytest.raises(Conflict):
        made(busy, clock).act(dossier, "relire", "caseworker")
    assert len(set(pauses)) == len(pauses) == MOST_TRIES - 1
    assert all(0 <= pause <= FIRST_PAUSE * 2**n for n, pause in enumerate(pauses[:5]))
    assert 0.005 < max(pauses) <= LONGEST_PAUSE


def test_sixteen_identical_filings_are_one(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier = ready(runtime)
    together = Barrier(16)

    def send() -> int:
        together.wait()
        return runtime.file(dossier, "recap", once="envoi").version

    with ThreadPoolExecutor(16) as pool:
        versions = {one.result() for one in [pool.submit(send) for _ in range(16)]}
    assert len(versions) == 1
    assert [type(one.event) for one in runtime.history(dossier)].count(Filed) == 1
    assert sorted(kind for kind, _due in pending(runtime, dossier)) == ["issue", "send", "wake"]


def test_sixteen_different_filings_are_one_and_fifteen_refusals(store: Store, clock: Clock) -> None:
    runtime = made(store, clock)
    dossier = ready(runtime)
    together = Barrier(16)

    def send(number: int) -> bool:
        together.wait()
        try:
            return runtime.file(dossier, "recap", once=f"envoi-{number}").is_accepted
        except NotAllowed:
            return False

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(send, range(16))) == 1
    assert sorted(kind for kind, _due in pending(runtime, dossier)) == ["issue", "send", "wake"]


def test_a_number_already_borne_is_drawn_again(store: Store, clock: Clock) -> None:
    drawn = iter(["n1", "n1", "n1", "n2"])
    names = count(1)
    given = Sources(clock, lambda: f"d{next(names)}", lambda: next(drawn), lambda _name: "")
    runtime = made(store, clock, given)
    numbers = []
    for dossier in (filed(runtime), filed(runtime)):
        state = runtime.dossier(dossier)[1]
        assert state.filed is not None
        numbers.append(state.filed.number)
    assert numbers == ["n1", "n2"]


def test_a_number_that_never_changes_is_an_error(store: Store, clock: Clock) -> None:
    names = count(1)
    given = Sources(clock, lambda: f"d{next(names)}", lambda: "n1", lambda _name: "")
    runtime = made(store, clock, given)
    filed(runtime)
    with pytest.raises(ReferenceTaken):
        filed(runtime)


def test_an_id_already_borne_is_drawn_again(store: Store, clock: Clock) -> None:
    names = iter(["d1", "d1", "d2"])
    given = Sources(clock, lambda: next(names), lambda: "n1", lambda _name: "")
    runtime = made(store, clock, given)
    assert [runtime.start("carte"), runtime.start("carte")] == ["d1", "d2"]


def test_numbers_and_links_are_drawn_only_for_what_bears_one(store: Store, clock: Clock) -> None:
    drawn: list[str] = []
    names = count(1)

    def bearing(what: str, drawn_name: str) -> str:
        drawn.append(what)
        return drawn_name

    given = Sources(
        clock,
        lambda: f"d{next(names)}",
        lambda: bearing("number", "n1"),
        lambda name: bearing(f"link {name}", "https://exemple.fr"),
    )
    runtime = made(store, clock, given)
    dossier = at_the_documents(runtime)
    with pytest.raises(NotAllowed):
        runtime.file(dossier, "recap")
    filed(runtime)
    awaiting(runtime)
    assert drawn == ["number", "link d3"]


def awaiting(runtime: Runtime) -> str:
    """An account whose address is to be confirmed."""
    dossier = runtime.start("compte", account=ACCOUNT, known={"nom": "BA"})
    runtime.press(dossier, "identite")
    runtime.answer(dossier, "contact", {"courriel": "a@exemple.fr", "depart": "2027-06-01"})
    assert runtime.press(dossier, "contact").is_accepted
    return dossier


# Effects.


def test_effects_are_kept_with_the_events_that_brought_them(runtime: Runtime, clock: Clock) -> None:
    dossier = ready(runtime)
    assert pending(runtime, dossier) == []
    told = runtime.file(dossier, "recap")
    assert [type(effect) for effect in told.effects] == [Issue, Send, Wake]
    kept_now = runtime.store.due_effects(datetime(2100, 1, 1, tzinfo=UTC))
    assert sorted(map(repr, told.effects)) == sorted(repr(effect_of(p.data)) for p in kept_now)
    assert [p.data["type"] for p in runtime.due()] == ["issue", "send"]
    clock.wait(days=100)
    assert [p.data["type"] for p in runtime.due()] == ["issue", "send", "wake"]


def test_a_draft_is_not_told_to_be_filed(runtime: Runtime) -> None:
    dossier = runtime.start("carte", owner="u1")
    with pytest.raises(NotAllowed, match="pas déposée"):
        runtime.status(dossier)


def test_an_upload_sent_again_is_one_file(runtime: Runtime) -> None:
    dossier = at_the_documents(runtime)
    told = runtime.attach(dossier, "identite", "a.pdf", "application/pdf", PDF, 1000)
    again = runtime.attach(dossier, "identite", "b.pdf", "application/pdf", PDF, 1000)
    assert (again.is_accepted, again.version) == (True, told.version)


def test_a_later_wake_takes_the_place_of_the_former(runtime: Runtime, clock: Clock) -> None:
    def wakes() -> list[datetime]:
        return [due for kind, due in pending(runtime, dossier) if kind == "wake"]

    dossier = filed(runtime)
    silence = datetime(2027, 1, 2, 11, tzinfo=UTC)
    assert wakes() == [silence]
    clock.wait(days=1)
    runtime.act(dossier, "relire", "caseworker")
    assert wakes() == [silence]
    raws: Raws = {"pieces": [REQUEST], "echeance": "2026-12-20"}
    runtime.act(dossier, "demander", "caseworker", raws)
    reminder = datetime(2026, 12, 14, 23, tzinfo=UTC)
    assert wakes() == [datetime(2026, 12, 13, 11, tzinfo=UTC)]  # 40 days
    clock.now = reminder
    runtime.tick(dossier)
    assert wakes() == [datetime(2026, 12, 19, 23, tzinfo=UTC)]
    clock.wait(days=30)
    runtime.tick(dossier)
    assert wakes() == []
    assert runtime.status(dossier).id == "close"


def test_a_tick_twice_is_one(runtime: Runtime, clock: Clock) -> None:
    dossier = incomplete(runtime)
    clock.wait(days=365)
    first = runtime.tick(dossier)
    before = everything(runtime, dossier)
    again = runtime.tick(dossier)
    assert (again.version, again.effects) == (first.version, ())
    assert everything(runtime, dossier) == before


@pytest.mark.parametrize(
    "effect",
    [
        Send("depot", "applicant", "Titre", "Texte", "Courriel", ("recepisse",), "confirme"),
        Issue(
            "recepisse",
            "Récépissé",
            "receipt",
            "Texte",
            date(2026, 11, 2),
            None,
            {
                "60": "DIALLO",
                "69": date(1990, 1, 31),
                "n": 3,
                "d": Decimal("1.50"),
                "o": frozenset({"a", "b"}),
                "oui": True,
                "rows": ({"nom": "BA", "naissance": date(2020, 2, 29)},),
            },
        ),
        Issue("r", "R", "decision", "", date(2026, 11, 2), date(2027, 5, 2)),
        HandOver("cree", {"nom": "BA", "liste": [{"a": 1}], "vide": None}, {"mot": "secret"}),
        Wake(NOON),
    ],
)
def test_effects_are_kept_and_read_back(effect: Effect) -> None:
    data = json.loads(json.dumps(kept(effect, NOON).data))
    assert effect_of(data) == effect
    with pytest.raises(ValueError, match="version 2"):
        effect_of({**data, "v": 2})
    with pytest.raises(ValueError, match="'other'"):
        effect_of({**data, "type": "other"})


def test_a_secret_is_in_no_request_and_no_event(runtime: Runtime) -> None:
    one = request_of(do.Submit("secrets", {"secret_voulu": "un-bon-secret"}))
    assert one == request_of(do.Submit("secrets", {"secret_voulu": "un autre secret"}))
    dossier = awaiting(runtime)
    runtime.handle(dossier, do.Tell("confirme"))
    told = runtime.file(dossier, "secrets", {"secret_voulu": "un-bon-secret"}, once="k")
    assert [type(effect) for effect in told.effects] == [HandOver]
    assert "un-bon-secret" not in repr(told)
    assert "un-bon-secret" not in json.dumps([to_json(r.event) for r in runtime.history(dossier)])
    assert "un-bon-secret" not in json.dumps(runtime.page(dossier).as_json())


def test_mappings_of_any_kind_are_taken(runtime: Runtime) -> None:
    known: Any = MappingProxyType({"nom": "BA"})
    dossier = runtime.start("compte", account=MappingProxyType(ACCOUNT), known=known)
    raws: Any = MappingProxyType({"courriel": "a@exemple.fr", "depart": "2027-06-01"})
    runtime.handle(dossier, do.Press("identite"), once="k1")
    assert runtime.handle(dossier, do.Answer("contact", raws), once="k2").is_accepted
    again = runtime.handle(dossier, do.Answer("contact", dict(raws)), once="k2")
    assert again.version == 5


# History and time.


def test_history_is_in_order_and_each_event_bears_its_instant(
    runtime: Runtime, clock: Clock
) -> None:
    dossier = incomplete(runtime)
    clock.wait(days=200)
    runtime.tick(dossier)
    instants = [one.at for one in runtime.history(dossier)]
    assert instants == sorted(instants)
    assert all(at.utcoffset() is not None for at in instants)
    elapsed = [one.at for one in runtime.history(dossier) if isinstance(one.event, Elapsed)]
    assert elapsed == [
        datetime(2026, 12, 12, 11, tzinfo=UTC),
        datetime(2026, 12, 14, 23, tzinfo=UTC),
        datetime(2026, 12, 19, 23, tzinfo=UTC),
    ]


def test_what_came_due_comes_before_what_is_done_after_it(runtime: Runtime, clock: Clock) -> None:
    """A file joined after the deadline is too late, even where no worker ticked."""
    dossier = incomplete(runtime)
    slot = "pieces/1/identite"
    assert runtime.attach(dossier, slot, "a", "application/pdf", PDF, 1000).is_accepted
    clock.wait(days=43)  # past the reminders, before the deadline
    assert runtime.attach(dossier, slot, "a", "application/pdf", PDF + b"2", 1000).is_accepted
    instants = [one.at for one in runtime.history(dossier)]
    assert instants == sorted(instants)
    clock.wait(days=100)
    with pytest.raises(NotAllowed):
        runtime.attach(dossier, slot, "a", "application/pdf", PDF, 1000)


def test_a_page_shows_what_has_come_due_before_anybody_ticks(
    runtime: Runtime, clock: Clock
) -> None:
    dossier = incomplete(runtime)
    before = everything(runtime, dossier)
    clock.wait(days=365)
    assert (runtime.page(dossier).kind, runtime.page(dossier).id) == ("status", "close")
    assert runtime.status(dossier).id == "close"
    assert runtime.action_page(dossier, "envoyer") is None
    assert everything(runtime, dossier) == before


def test_what_is_attested_once_is_not_attested_for_ever(runtime: Runtime) -> None:
    """Each act needs its own attestation."""
    dossier = incomplete(runtime)
    for number in (1, 2):
        slot = f"pieces/{number}/identite"
        runtime.attach(dossier, slot, "a", "application/pdf", PDF, 1000)
        asked = runtime.action_page(dossier, "envoyer")
        assert asked is not None
        assert [tick.is_ticked for tick in asked.ticks] == [False]
        told = runtime.act(dossier, "envoyer", "applicant")
        assert told.refused == {"complet": "Cochez cette case pour continuer."}
        assert runtime.act(dossier, "envoyer", "applicant", ticks={"complet": True}).is_accepted
        raws: Raws = {"pieces": [REQUEST], "echeance": "2026-12-20"}
        assert runtime.act(dossier, "demander", "caseworker", raws).is_accepted


def test_another_address_gets_a_message_of_its_own(runtime: Runtime) -> None:
    dossier = awaiting(runtime)
    told = runtime.answer(dossier, "contact", {"courriel": "b@exemple.fr"})
    (sent,) = (effect for effect in told.effects if isinstance(effect, Send))
    assert (sent.to, sent.awaits) == ("b@exemple.fr", "confirme")


def test_a_dossier_keeps_the_procedure_it_began_with(store: Store, clock: Clock) -> None:
    old = made(store, clock)
    dossier = old.start("carte")
    text = forms.carte_text(is_edited=True)
    checked, _report = check(InMemory({**forms.TEXTS, "carte.yaml": text}), "carte.yaml")
    assert checked is not None
    given = Sources(clock, lambda: "new", lambda: "n9", lambda _name: "")
    present = Runtime([checked], store, given)
    assert (present.page(dossier).id, present.page(present.start("carte")).id) == (
        "preambule",
        "accueil",
    )
    assert present.dossier(dossier)[0].procedure.version == "1"
    gone = Runtime([], store, given)
    assert gone.page(dossier).id == "preambule"
    with pytest.raises(UnknownProcedure):
        gone.start("carte")


# Pages.


def test_every_page_met_is_json_and_names_what_it_shows(runtime: Runtime, clock: Clock) -> None:
    pages = [*of_a_story(runtime, clock)]
    assert {page["kind"] for page in pages} == {"screen", "end", "status", "action"}
    for page in pages:
        assert json.loads(json.dumps(page, allow_nan=False)) == plain(page)
        assert page["title"]
        assert page["procedure_title"]
        for question in page["questions"]:
            assert question["label"]
            assert question["control"] not in ("one_of", "some_of") or question["choices"]
            assert question["control"] not in ("parts", "rows", "request") or question["parts"]
        for item in (*page["ticks"], *page["documents"]):
            assert item["name"]
            assert item.get("text") or item.get("title")
        for button in page["buttons"]:
            assert button["label"]
        assert not [text for text in texts(page) if "{{" in text]


def of_a_story(runtime: Runtime, clock: Clock) -> Iterator[dict[str, Any]]:
    """Pages of a family, of somebody too rich, of an account, and of an examination."""
    dossier = runtime.start("carte")
    typed: tuple[tuple[str, Raws], ...] = (
        ("preambule", {}),
        ("foyer", {"situation": "famille", "conjoint": forms.BA, "enfants": [forms.LEA]}),
        ("argent", {"revenu": "8500", "logement": "locataire"}),
    )
    for screen, raws in typed:
        yield runtime.page(dossier).as_json()
        runtime.answer(dossier, screen, raws)
        yield runtime.page(dossier, screen).as_json()
        runtime.press(dossier, screen)
    yield runtime.page(dossier).as_json()
    account = awaiting(runtime)
    for screen in ("identite", "contact", "attente"):
        yield runtime.page(account, screen).as_json()
    asked = incomplete(runtime)
    for screen in ("pieces_jointes", "recap", "fin", ""):
        yield runtime.page(asked, screen).as_json()
    for by in ("applicant", "caseworker"):
        yield runtime.status(asked, by).as_json()
    for action in ("envoyer", "retirer"):
        page = runtime.action_page(asked, action)
        assert page is not None
        yield page.as_json()
    clock.wait(days=365)
    yield runtime.page(asked).as_json()


def plain(value: Any) -> Any:
    """Tuples as lists."""
    match value:
        case dict():
            return {key: plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
    return value


def texts(value: Any) -> Iterator[str]:
    """Every text of a page."""
    match value:
        case dict():
            for one in value.values():
                yield from texts(one)
        case list() | tuple():
            for one in value:
                yield from texts(one)
        case str():
            yield value


@pytest.mark.parametrize("name", ["bpi_case_2", "ue_permanent_renewal", "orientation"])
def test_the_first_pages_of_shipped_procedures_are_json(name: str, clock: Clock) -> None:
    files = Folder(ROOT / "procedures", "procedures")
    checked, _report = check(files, f"{name}.yaml")
    assert checked is not None
    runtime = Runtime([checked], MemoryStore(), sources(clock))
    dossier = runtime.start(name, account=ACCOUNT)
    page = runtime.page(dossier)
    assert json.dumps(page.as_json(), allow_nan=False)
    assert page.buttons
