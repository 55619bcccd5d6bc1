"""The runtime does what the model says, in memory and on disk alike, whatever people try."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count as counting
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from parcours.engine.analysis.diagnose import check
from parcours.engine.dossier import commands as do
from parcours.engine.dossier import documents
from parcours.engine.dossier.codec import to_json
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.dossier.situation import situation
from parcours.engine.machine.compiled import SKIP, Compiled
from parcours.engine.model.checked import Checked
from parcours.engine.runtime import Runtime, Sources
from parcours.engine.runtime.catalogue import Catalogue
from parcours.engine.source.files import InMemory
from parcours.engine.store.errors import KeyReused
from parcours.engine.store.memory import MemoryStore
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Change, Once, Store
from parcours.tests import runtime_forms as forms
from parcours.tests.campaign import count
from parcours.tests.runtime_commands import (
    DAYS,
    FILES,
    SLOTS,
    Said,
    acts,
    answers,
    any_command,
    chosen,
    dated,
    detached,
    digest,
    good_answers,
    registries,
    submission,
    submissions,
    whole_name,
)
from parcours.tests.runtime_model import REFUSED, Asked, Case, Form, Seen, day_of

BEGINNING = datetime(2026, 11, 2, 10, tzinfo=UTC)
ACCOUNT = {"email": "usager@exemple.fr", "number": "9999999999"}
LIMIT = 20_000_000
MOST_DOSSIERS = 2
PROCEDURES = st.sampled_from(["carte", "carte", "compte"])
AT_ONCE = st.sampled_from([0, 2, 3, 3, 4, 9, 9])
"""Pages gone through at once: three lead to the documents of a card, nine past its filing."""


Outcome = tuple[str, frozenset[str]]


@cache
def checked(name: str, is_edited: bool = False) -> Checked:
    """The procedure as a file, present or edited."""
    texts = dict(forms.TEXTS)
    if name == "carte":
        texts["carte.yaml"] = forms.carte_text(is_edited)
    found, report = check(InMemory(texts), f"{name}.yaml")
    assert found is not None, report.diagnostics
    return found


class Meddling:
    """A store to which something else happens just before an append: a stale version, at will."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.meddle: Callable[[], object] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def append(
        self, dossier: str, expected: int, change: Change, at: datetime, once: Once | None = None
    ) -> int:
        """As the store's."""
        if self.meddle:
            meddle, self.meddle = self.meddle, None
            meddle()
        return self.store.append(dossier, expected, change, at, once)


class World:
    """One store and its runtime; names are drawn in one order everywhere."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self.store = Meddling(store)
        numbers, dossiers = counting(1), counting(1)
        self.sources = Sources(
            now,
            lambda: f"d{next(dossiers)}",
            lambda: f"2026-{next(numbers)}",
            lambda name: f"https://exemple.fr/{name}",
        )
        self.publish(is_edited=False)

    def publish(self, is_edited: bool) -> None:
        """The procedures as they are now."""
        present = [checked("carte", is_edited), checked("compte")]
        self.runtime = Runtime(present, self.store, self.sources)

    def history(self, dossier: str) -> list[Any]:
        """As JSON, with the instants."""
        return [
            {"at": one.at.isoformat(), **to_json(one.event)}
            for one in self.runtime.history(dossier)
        ]


def plain(names: Mapping[str, str] | set[str], form: Form) -> frozenset[str]:
    """Parts are told of their question, slots without the round they answer."""
    found = set()
    for name in names:
        bare = name.rpartition("/")[2]
        head = bare.partition(".")[0]
        found.add(head if head in form.asked else bare)
    return frozenset(found)


class Agreement(RuleBasedStateMachine):
    """Two worlds and the model live the same story."""

    dossiers = Bundle("dossiers")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="parcours-"))
        self.now = BEGINNING
        self.worlds = [
            World(MemoryStore(), lambda: self.now),
            World(SqliteStore(self.folder), lambda: self.now),
        ]
        self.cases: dict[str, Case] = {}
        self.is_edited = False
        self.sent: dict[tuple[str, str], tuple[do.Command, int]] = {}

    def teardown(self) -> None:
        for world in self.worlds:
            world.store.close()
        shutil.rmtree(self.folder)

    def case(self, form: Form) -> Case:
        """A new request, for the model."""
        return Case(form)

    # Asking all three.

    def everywhere(self, ask: Callable[[World], Any]) -> Any:
        """The one answer of both worlds."""
        one, other = (ask(world) for world in self.worlds)
        assert one == other
        return one

    def outcome(self, dossier: str, work: Callable[[World], Any]) -> tuple[Outcome, int]:
        """What came of it, and the version now."""
        form = self.cases[dossier].form

        def ask(world: World) -> tuple[Outcome, int]:
            try:
                told = work(world)
            except NotAllowed:
                return ("forbidden", frozenset()), world.store.load(dossier).version
            assert all(told.refused.values())
            names = plain(told.refused, form)
            return ("refused" if names else "done", names), told.version

        found: tuple[Outcome, int] = self.everywhere(ask)
        return found

    def agree(
        self, dossier: str, said: Said, work: Callable[[World], Any] | None = None
    ) -> Outcome:
        """A command, everywhere; what is forbidden leaves the history alone."""
        verb, given, command = said
        before = self.everywhere(lambda world: world.history(dossier))
        came, version = self.outcome(
            dossier, work or (lambda world: world.runtime.handle(dossier, command))
        )
        self.expect(dossier, verb, given, came)
        after = self.everywhere(lambda world: world.history(dossier))
        assert version == len(after)
        assert after[: len(before)] == before
        if came[0] == "forbidden":
            assert after == before
        self.compare(dossier)
        return came

    def expect(self, dossier: str, verb: str, given: tuple[Any, ...], came: Outcome) -> None:
        """The model's own outcome."""
        case = self.cases[dossier]
        what, names = case.do(verb, *given, now=self.now)
        assert came == (what, plain(names, case.form)), (verb, given)

    def compare(self, dossier: str) -> None:
        """The same page, documents, attestations, state, and notices."""
        case = self.cases[dossier]
        compiled, state = self.worlds[0].runtime.dossier(dossier)
        here = situation(compiled, state, day_of(self.now))
        seen, current, end = case.way(day_of(self.now))
        assert (here.current, here.end) == (current, end)
        assert [visit.screen.id for visit in here.visits] == [one.page.id for one in seen]
        assert [w.document.id for w in here.documents] == [n for one in seen for n in one.papers]
        assert list(here.attestations) == [n for one in seen for n in one.ticks]
        assert [stay.state for stay in state.stays] == [stay.state for stay in case.stays]
        assert [stay.since for stay in state.stays] == [stay.since for stay in case.stays]
        assert [name for name, _at in state.notices] == case.told
        assert list(state.issued) == case.issued
        self.compare_page(dossier, case, seen, current, end)

    def compare_page(
        self, dossier: str, case: Case, seen: list[Seen], current: str, end: str
    ) -> None:
        """What a renderer is given, as JSON."""
        page = self.everywhere(lambda world: world.runtime.page(dossier).as_json())
        page = json.loads(json.dumps(page))
        if case.filed_at:
            later = deepcopy(case)
            later.tick(self.now)
            shown = later.stays[-1].state if later.stays else case.form.pages[-1].id
            assert (page["kind"], page["id"]) == ("status" if case.stays else "screen", shown)
            buttons = {b["target"] for b in page["buttons"] if b["kind"] == "act"}
            assert buttons == {a for a, by in later.may(self.now).items() if by == "applicant"}
            return
        ids = [one.page.id for one in seen]
        shown = case.viewing if case.viewing in ids else current or end
        assert page["id"] == shown
        for one in seen:
            if one.page.id == shown:
                asked = [q["name"] for q in page["questions"] if q["is_asked"]]
                assert asked == one.questions
                verified = {q["name"] for q in page["questions"] if q["is_verified"]}
                assert verified == set(one.verified)
                assert [t["name"] for t in page["ticks"]] == one.ticks
                assert {t["name"] for t in page["ticks"] if t["is_ticked"]} == (
                    set(one.ticks) & case.ticked
                )
                whole = {d["name"] for d in page["documents"] if d["is_complete"]}
                assert whole == {
                    n for n in one.papers if not case.lacking_of(n, case.form.papers[n], one.values)
                }

    # The story.

    @initialize(target=dossiers, which=PROCEDURES, data=st.data(), pages=AT_ONCE)
    def start(self, which: str, data: Any, pages: int) -> str:
        """The first one."""
        return self.begin(which, data, pages)

    def begin(self, which: str, data: Any, pages: int) -> str:
        """A draft, begun by somebody who goes some pages on at once."""
        form = forms.COMPTE if which == "compte" else forms.carte(self.is_edited)
        registry = data.draw(registries) if which == "compte" else {}
        dossier: str = self.everywhere(
            lambda world: world.runtime.start(which, owner="u1", account=ACCOUNT, known=registry)
        )
        self.cases[dossier] = self.case(form)
        self.cases[dossier].known = dict(registry)
        self.compare(dossier)
        self.go_some(dossier, data, pages)
        return dossier

    @precondition(lambda self: len(self.cases) < MOST_DOSSIERS)
    @rule(target=dossiers, which=PROCEDURES, data=st.data(), pages=AT_ONCE)
    def start_another(self, which: str, data: Any, pages: int) -> str:
        """Beside the first one, perhaps of an edited procedure."""
        return self.begin(which, data, pages)

    @rule(dossier=dossiers, data=st.data())
    def anything(self, dossier: str, data: Any) -> None:
        """Any command, at any moment."""
        self.agree(dossier, data.draw(any_command(self.cases[dossier], self.now)))

    def one_of(self, data: Any, when: Callable[[Case], object]) -> str:
        """A dossier in which that may be tried, or none."""
        found = [name for name, case in self.cases.items() if when(case)]
        return str(data.draw(st.sampled_from(found))) if found else ""

    def is_unfinished(self, case: Case) -> bool:
        """There is a page to complete."""
        return bool(case.way(day_of(self.now))[1])

    @rule(data=st.data(), is_pressed=st.booleans())
    def try_here(self, data: Any, is_pressed: bool) -> None:
        """On the page to complete, whatever comes to mind; or its button."""
        if not (dossier := self.one_of(data, self.is_unfinished)):
            return
        case = self.cases[dossier]
        page = case.way(day_of(self.now))[0][-1].page
        if not is_pressed:
            said = data.draw(answers(case, page.id))
        elif page.awaits:
            said = ("tell", (page.awaits,), do.Tell(page.awaits))
        elif page.submit:
            said = data.draw(submissions(case, page.id))
        else:
            said = ("press", (page.id,), do.Press(page.id))
        self.agree(dossier, said)

    @rule(data=st.data(), pages=st.sampled_from([1, 1, 3, 9]))
    def go_on(self, data: Any, pages: int) -> None:
        """A person who knows what to do."""
        if dossier := self.one_of(data, self.is_unfinished):
            self.go_some(dossier, data, pages)

    def go_some(self, dossier: str, data: Any, pages: int) -> None:
        """So many pages, or until nothing is to be completed."""
        for _ in range(pages):
            seen, current, _end = self.cases[dossier].way(day_of(self.now))
            if not current:
                break
            self.complete(dossier, data, seen[-1])

    def complete(self, dossier: str, data: Any, seen: Seen) -> None:
        """Everything the page lacks, then its button."""
        for _ in range(4):  # an answer calls up other questions
            case = self.cases[dossier]
            present = case.seen(seen.page.id, day_of(self.now))
            lacking = [n for n in present.questions if n in present.lacking]
            if "checks.0" in present.lacking:
                lacking = ["revenu"]
            if not (lacking or set(present.ticks) - case.ticked):
                break
            self.agree(dossier, data.draw(good_answers(case, present, lacking)))
        self.join(dossier, data)
        page = seen.page
        if page.awaits:
            self.agree(dossier, ("tell", (page.awaits,), do.Tell(page.awaits)))
        elif page.submit:
            self.agree(dossier, submission(self.cases[dossier], page.id, "good"))
        else:
            self.agree(dossier, ("press", (page.id,), do.Press(page.id)))

    def join(self, dossier: str, data: Any) -> None:
        """What is asked and not there yet."""
        case = self.cases[dossier]
        for prefix, name, paper, values in list(case.expected(self.now)):
            if not case.lacking_of(name, paper, values, prefix):
                continue
            if paper.is_code:
                self.agree(dossier, ("code", (name, True), do.Code(name, "A" * 22)))
                continue
            among = paper.among(values)
            slots = (data.draw(st.sampled_from(among)),) if among else None
            for slot in slots or case.slots(name, paper, values, prefix):
                if not case.files.get(prefix + slot):
                    self.attach(dossier, slot, "pdf")
                if paper.is_dated:
                    day = day_of(self.now).isoformat()
                    given = (slot, date.fromisoformat(day))
                    self.agree(dossier, ("date", given, do.Date(prefix + slot, day)))

    @rule(data=st.data())
    def change_mind(self, data: Any) -> None:
        """Back to a page already met, where something else is answered."""
        if not (dossier := self.one_of(data, lambda case: not case.filed_at)):
            return
        case = self.cases[dossier]
        met = [seen.page.id for seen in case.way(day_of(self.now))[0]]
        page = data.draw(st.sampled_from(met))
        self.agree(dossier, ("go", (page,), do.Go(page)))
        self.agree(dossier, data.draw(answers(case, page)))

    @rule(data=st.data())
    def rearrange(self, data: Any) -> None:
        """Among documents: another choice, a file taken away or added, another date."""
        dossier = self.one_of(data, lambda case: next(case.expected(self.now), None))
        if not dossier:
            return
        case = self.cases[dossier]
        said: list[Said] = []
        slots = []
        for prefix, name, paper, values in case.expected(self.now):
            among = paper.among(values)
            for slot in among or case.slots(name, paper, values, prefix):
                joined = case.files.get(prefix + slot, ())
                slots.append(slot)
                said += [detached(case, slot, f, self.now) for f in FILES if digest(f) in joined]
                said += [dated(case, slot, raw, self.now) for raw in DAYS if paper.is_dated]
                said += [chosen(case, slot, self.now)] * len(among)
        chance = data.draw(st.sampled_from([*said, *slots] or SLOTS))
        if isinstance(chance, str):
            self.attach(dossier, chance, data.draw(st.sampled_from(sorted(FILES))))
        else:
            self.agree(dossier, chance)

    @rule(dossier=dossiers, slot=st.sampled_from(SLOTS), file=st.sampled_from(sorted(FILES)))
    def attach_anywhere(self, dossier: str, slot: str, file: str) -> None:
        """Asked or not."""
        self.attach(dossier, slot, file)

    def attach(self, dossier: str, slot: str, file: str) -> None:
        """Through the store."""
        media, content = FILES[file]
        whole = whole_name(self.cases[dossier], slot, self.now)
        self.agree(
            dossier,
            ("attach", (slot, (media, len(content), digest(file))), do.Tick()),
            lambda world: world.runtime.attach(dossier, whole, file, media, content, LIMIT),
        )

    @rule(data=st.data(), times=st.integers(1, 3))
    def act_well(self, data: Any, times: int) -> None:
        """Actions that are possible, mostly by the right person."""
        if not (dossier := self.one_of(data, lambda case: case.may(self.now))):
            return
        for _ in range(times):
            later = deepcopy(self.cases[dossier])
            later.tick(self.now)
            if not (may := later.may(self.now)):
                break
            likely = [name for name in ("demander", "envoyer") if name in may]
            action = data.draw(st.sampled_from([*sorted(may), *likely * 4]))
            if action == "envoyer":
                self.agree(dossier, ("tick", (), do.Tick()))
                self.join(dossier, data)
            by = data.draw(st.sampled_from([may[action]] * 4 + ["applicant", "caseworker", ""]))
            case = self.cases[dossier]
            self.agree(dossier, data.draw(acts(case, action, by, good=True)))

    @rule(
        hours=st.sampled_from([0, 1, 25, 24 * 5, 24 * 20, 24 * 70]),
        is_worker_up=st.booleans(),
        is_edited=st.booleans(),
    )
    def wait(self, hours: int, is_worker_up: bool, is_edited: bool) -> None:
        """Time alone may change what is shown; another file changes nothing that runs."""
        self.now += timedelta(hours=hours)
        self.is_edited = is_edited
        for world in self.worlds:
            world.publish(is_edited)
        for dossier in self.cases:
            self.compare(dossier)
        if is_worker_up:
            self.wake()

    def wake(self) -> None:
        """A worker ticks every dossier that asked to be woken by now."""

        def due(world: World) -> set[str]:
            woken = set()
            for pending in world.runtime.due(1000):
                if lease := world.store.take(pending.id, self.now, self.now + timedelta(minutes=1)):
                    woken |= {lease.dossier} if lease.data["type"] == "wake" else set()
                    assert world.store.done(lease.id, lease.attempts)
            return woken

        woken = self.everywhere(due)
        late = {d for d, case in self.cases.items() if case.stays and late_in(case, self.now)}
        assert woken == late
        for dossier in sorted(woken):
            self.agree(dossier, ("tick", (), do.Tick()))

    @rule(dossier=dossiers, key=st.sampled_from(["k1", "k2"]), data=st.data())
    def send_with_a_key(self, dossier: str, key: str, data: Any) -> None:
        """Sent again with its key, a command is the same; with another command, a fault."""
        case = self.cases[dossier]
        former = self.sent.get((dossier, key))
        said = data.draw(any_command(case, self.now))
        command = said[2]
        if former and former[0] != command:
            self.refuses_the_key(dossier, key, command)
            command = former[0]
        if former:
            told = self.everywhere(
                lambda world: world.runtime.handle(dossier, command, key).version
            )
            assert told == former[1]
            self.compare(dossier)
            return
        before = self.everywhere(lambda world: world.store.load(dossier).version)
        self.agree(dossier, said, lambda world: world.runtime.handle(dossier, command, key))
        after = self.everywhere(lambda world: world.store.load(dossier).version)
        if after != before:
            self.sent[dossier, key] = (command, after)

    def refuses_the_key(self, dossier: str, key: str, command: do.Command) -> None:
        """Nothing is done."""
        for world in self.worlds:
            before = world.history(dossier)
            with pytest.raises(KeyReused):
                world.runtime.handle(dossier, command, key)
            assert world.history(dossier) == before

    @rule(dossier=dossiers, data=st.data())
    def two_at_once(self, dossier: str, data: Any) -> None:
        """The second is written while the first is being decided: the first is decided anew."""
        case = self.cases[dossier]
        verb, given, command = data.draw(any_command(case, self.now))
        other = data.draw(any_command(case, self.now))
        met: list[tuple[Outcome, int]] = []

        def together(world: World) -> Any:
            def meddle() -> None:
                met.append(quietly(world, dossier, other[2], case.form))

            world.store.meddle = meddle
            return world.runtime.handle(dossier, command)

        came, _version = self.outcome(dossier, together)
        for world in self.worlds:
            world.store.meddle = None
        if met:
            assert met[0] == met[1]
            self.expect(dossier, other[0], other[1], met[0][0])
        self.expect(dossier, verb, given, came)
        self.compare(dossier)

    @invariant()
    def same_lists(self) -> None:
        """Cards, and what is to be performed."""

        def everything(world: World) -> Any:
            lines = world.store.dossiers(limit=100).lines
            pending = [
                (p.dossier, json.dumps(p.data), p.due, p.key)
                for p in world.store.due_effects(datetime(2100, 1, 1, tzinfo=UTC), 1000)
            ]
            return sorted(map(repr, lines)), sorted(pending, key=repr)

        self.everywhere(everything)


def quietly(world: World, dossier: str, command: do.Command, form: Form) -> tuple[Outcome, int]:
    """What comes of a command, told as a value."""
    try:
        told = world.runtime.handle(dossier, command)
    except NotAllowed:
        return ("forbidden", frozenset()), 0
    names = plain(told.refused, form)
    return ("refused" if names else "done", names), 0


def late_in(case: Case, now: datetime) -> bool:
    """Whether something came due that nobody recorded."""
    due = case.due()
    return bool(due) and due[0][0] <= now


SIZE = settings(max_examples=count(30, 300), stateful_step_count=40)


def test_the_runtime_does_what_the_model_says() -> None:
    run_state_machine_as_test(Agreement, settings=SIZE)


# Controls: each takes one thing away from the engine, or from the model, and must be seen.


def absent_documents(patch: pytest.MonkeyPatch) -> None:
    """The engine is content with no file at all."""
    patch.setattr(documents, "_fault", lambda *_: "")


def any_variant(patch: pytest.MonkeyPatch) -> None:
    """The engine asks for nothing where several elements would do."""
    patch.setattr(documents._Asking, "choice", lambda _asking, _document: ((), ""))


def present_procedure(patch: pytest.MonkeyPatch) -> None:
    """The engine follows the file as it is now, not the bundle that the dossier began with."""
    patch.setattr(Catalogue, "bound", lambda self, procedure, _digest: self.present(procedure))


def first_rule_only(patch: pytest.MonkeyPatch) -> None:
    """The machine passes no screen."""
    trigger = Compiled.trigger
    patch.setattr(
        Compiled, "trigger", lambda self, name, cursor: name != SKIP and trigger(self, name, cursor)
    )


def careless_actions(patch: pytest.MonkeyPatch) -> None:
    """Anybody may do anything."""
    patch.setattr(
        Runtime,
        "handle",
        lambda self, dossier, command, once="": HANDLE(self, dossier, by_whoever(command), once),
    )


def by_whoever(command: do.Command) -> do.Command:
    """The action by the person it belongs to."""
    if not isinstance(command, do.Act):
        return command
    by = "applicant" if command.action in ("envoyer", "retirer") else "caseworker"
    return do.Act(command.action, by, command.raws, command.ticks)


HANDLE = Runtime.handle


def lost_effects(patch: pytest.MonkeyPatch) -> None:
    """The store on disk keeps no effect."""
    append = SqliteStore.append
    patch.setattr(
        SqliteStore,
        "append",
        lambda self, dossier, expected, change, at, once=None: append(
            self, dossier, expected, replace(change, effects=()), at, once
        ),
    )


def eager_model(patch: pytest.MonkeyPatch) -> None:
    """The model keeps what was refused, but for numbers, with which it would compare a word."""

    def counts(asked: Asked, value: object, _values: object) -> bool:
        is_told_in_words = all(isinstance(kept, str) for _typed, kept in asked.typed.values())
        return value != "" and (value != REFUSED or is_told_in_words)

    patch.setattr(Asked, "counts", counts)


@pytest.mark.parametrize(
    "fault",
    [
        absent_documents,
        any_variant,
        present_procedure,
        first_rule_only,
        careless_actions,
        lost_effects,
        eager_model,
    ],
)
def test_control_a_fault_is_seen(
    fault: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    quick = settings(SIZE, max_examples=100, phases=[Phase.generate], database=None)
    with pytest.raises((AssertionError, KeyError, NotAllowed)):
        run_state_machine_as_test(Agreement, settings=quick)
