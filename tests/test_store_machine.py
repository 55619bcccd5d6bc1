"""Memory and SQLite give the same history, whatever is asked of both."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from parcours.engine.store.errors import StoreError
from parcours.engine.store.memory import MemoryStore
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Card, Change, Effect, Listing, Once, Store
from parcours.tests.campaign import count
from parcours.tests.store_conformance import BUNDLE, NOON, everything

dossiers = st.sampled_from(["a", "b", "a/1", "é"])
texts = st.text(max_size=5)
keys = st.sampled_from(["k1", "k2", ""])
instants = st.integers(-3, 9).map(lambda hours: NOON + timedelta(hours=hours))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
objects = st.dictionaries(texts, values, max_size=3)
cards = st.builds(
    Card,
    st.sampled_from(["p", "q"]),
    st.sampled_from(["compte-1", "compte-2", ""]),
    st.sampled_from(["brouillon", "deposee"]),
    st.none() | st.sampled_from(["n1", "n2", ""]),
    st.none() | instants,
)
contents = st.sampled_from([b"", b"un", b"deux"])
changes = st.builds(
    Change,
    st.lists(objects, min_size=1, max_size=3).map(tuple),
    cards,
    st.lists(st.builds(Effect, objects, instants, st.none() | keys, st.booleans()), max_size=2).map(
        tuple
    ),
    st.lists(keys, max_size=2).map(tuple),
    st.just(()),
)
onces = st.none() | st.builds(Once, keys, st.sampled_from([{}, {"a": 1}]))


class SameHistory(RuleBasedStateMachine):
    """Each step is taken in both stores, and must give one answer."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="parcours-"))
        self.memory = MemoryStore()
        self.sqlite = SqliteStore(self.folder)
        self.digest = self.both(lambda store: store.keep_bundle(BUNDLE))
        self.put: list[str] = ["0" * 64]

    def both(self, ask: Callable[[Store], Any]) -> Any:
        """The one answer of both."""
        one, other = answer(ask, self.memory), answer(ask, self.sqlite)
        assert one == other
        return one

    @rule(dossier=dossiers, change=changes, at=instants, once=onces, known=st.integers(0, 9))
    def create(self, dossier: str, change: Change, at: Any, once: Once | None, known: int) -> None:
        bundle = self.digest if known else "0" * 64
        self.both(lambda store: store.create(dossier, bundle, change, at, once))

    @rule(
        dossier=dossiers,
        change=changes,
        at=instants,
        once=onces,
        lag=st.sampled_from([0, 0, 0, 0, 1, -1]),
        file=st.none() | st.integers(0, 3),
    )
    def append(
        self, dossier: str, change: Change, at: Any, once: Once | None, lag: int, file: int | None
    ) -> None:
        if file is not None:
            files = (self.put[file % len(self.put)],)
            change = Change(change.events, change.card, change.effects, change.cancels, files)
        lines = self.memory.dossiers().lines
        version = next((line.version for line in lines if line.dossier == dossier), 0) - lag
        self.both(lambda store: store.append(dossier, version, change, at, once))

    @rule(dossier=dossiers, lag=st.sampled_from([0, 0, 0, 1]))
    def erase(self, dossier: str, lag: int) -> None:
        lines = self.memory.dossiers().lines
        version = next((line.version for line in lines if line.dossier == dossier), 0) - lag
        self.both(lambda store: store.erase(dossier, version))

    @rule(grace=st.sampled_from([timedelta(0), timedelta(days=1)]))
    def collect(self, grace: timedelta) -> None:
        self.both(lambda store: store.collect(grace))
        self.both(lambda store: [answer(partial(read, digest=one), store) for one in self.put])

    @rule(data=st.data(), at=instants)
    def requeue(self, data: st.DataObject, at: Any) -> None:
        if found := self.both(lambda store: store.given_up()):
            one = data.draw(st.sampled_from(found)).id
            assert self.both(lambda store: store.requeue(one, at))

    @rule(dossier=dossiers, once=onces.filter(bool))
    def former(self, dossier: str, once: Once) -> None:
        self.both(lambda store: store.former(dossier, once))

    @rule(dossier=dossiers, after=st.integers(-1, 9))
    def load(self, dossier: str, after: int) -> None:
        self.both(lambda store: store.load(dossier, after))

    @rule(data=st.data(), now=instants, lease=st.integers(0, 3))
    def take(self, data: st.DataObject, now: Any, lease: int) -> None:
        due = self.both(lambda store: store.due_effects(NOON + timedelta(days=9)))
        if due:
            one = data.draw(st.sampled_from(due)).id
            self.both(lambda store: store.take(one, now, now + timedelta(hours=lease)))

    @rule(data=st.data(), lag=st.sampled_from([0, 0, 0, 1]), retry=st.none() | instants)
    def finish(self, data: st.DataObject, lag: int, retry: Any) -> None:
        due = self.both(lambda store: store.due_effects(NOON + timedelta(days=9)))
        if due:
            one = data.draw(st.sampled_from(due))
            attempt = one.attempts - lag
            if data.draw(st.booleans()):
                self.both(lambda store: store.done(one.id, attempt))
            else:
                self.both(lambda store: store.failed(one.id, attempt, "raison", retry))

    @rule(content=contents, limit=st.integers(0, 4))
    def put_file(self, content: bytes, limit: int) -> None:
        found = self.both(lambda store: store.put_file(content, limit))
        if not isinstance(found, tuple):
            self.put.append(found.digest)
            assert self.both(lambda store: read(store, found.digest)) == content

    @rule(
        owner=st.none() | st.sampled_from(["compte-1", "compte-3"]),
        status=st.none() | st.just("deposee"),
        before=st.none() | instants,
        limit=st.integers(1, 3),
    )
    def turn_pages(self, owner: str | None, status: str | None, before: Any, limit: int) -> None:
        after: str | None = None

        def turn(store: Store) -> Listing:
            return store.dossiers(
                owner=owner, status=status, before=before, after=after, limit=limit
            )

        while (after := self.both(turn).following) is not None:
            pass

    @rule()
    def reopen(self) -> None:
        self.sqlite.close()
        self.sqlite = SqliteStore(self.folder)

    @invariant()
    def same(self) -> None:
        assert everything(self.memory) == everything(self.sqlite)

    def teardown(self) -> None:
        self.sqlite.close()
        shutil.rmtree(self.folder)


def read(store: Store, digest: str) -> bytes:
    """A file's bytes."""
    with store.open_file(digest) as file:
        return file.read()


def answer(ask: Callable[[Store], Any], store: Store) -> Any:
    """What a store answers or says: an error is its type and its sentence."""
    try:
        return ask(store)
    except StoreError as error:
        return type(error), error.sentence


TestSameHistory = SameHistory.TestCase
TestSameHistory.settings = settings(
    max_examples=count(30, 1000), stateful_step_count=40, deadline=None
)
