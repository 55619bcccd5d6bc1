"""What every store promises: each check is given an empty store; third parties run them on theirs.

@pytest.mark.parametrize("check", CHECKS, ids=names)
def test_my_store(check): check(MyStore(...))
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from io import BytesIO
from threading import Event
from typing import Any

import pytest

from parcours.engine.store.errors import (
    Closed,
    Conflict,
    FileMissing,
    FileTooLarge,
    KeyReused,
    ReferenceTaken,
    StoreError,
    Unknown,
    UnknownBundle,
)
from parcours.engine.store.store import Card, Change, Effect, Once, Store

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CARD = Card("bpi_case_2", "compte-1", "brouillon")
BUNDLE = {"procedures/a.yaml": "titre: Première demande\n".encode(), "b.typ": b"\x00\xff"}

Check = Callable[[Store], None]


def change(*events: dict[str, Any], card: Card = CARD, **others: Any) -> Change:
    """A change of those events, or of one that says nothing much."""
    return Change(events or ({"type": "moved", "v": 1},), card, **others)


def opened(store: Store, dossier: str = "d1", **others: Any) -> int:
    """A new dossier; its version."""
    return store.create(dossier, store.keep_bundle(BUNDLE), change(**others), NOON)


def effect(name: str, due: datetime = NOON, key: str | None = None) -> Effect:
    """Something to do, told apart by its name."""
    return Effect({"do": name}, due, key)


def names(store: Store, now: datetime = NOON, limit: int = 100) -> list[object]:
    """What is due, by name."""
    return [pending.data["do"] for pending in store.due_effects(now, limit)]


def everything(store: Store) -> object:
    """All that can be seen of a store."""
    lines = store.dossiers(limit=1000).lines
    journals = [store.load(line.dossier) for line in lines]
    effects = [store.effects_of(line.dossier) for line in lines]
    return lines, journals, effects, store.due_effects(NOON + 1000 * DAY, 1000), store.given_up()


@contextmanager
def unchanged(
    store: Store, error: type[Exception] | tuple[type[Exception], ...]
) -> Iterator[pytest.ExceptionInfo[Exception]]:
    """What is tried inside is refused, and leaves no trace."""
    before = everything(store)
    with pytest.raises(error) as caught:
        yield caught
    assert everything(store) == before
    if isinstance(caught.value, StoreError):
        assert caught.value.sentence == str(caught.value)
        assert caught.value.sentence.endswith("."), caught.value.sentence


def check_what_is_created_is_found(store: Store) -> None:
    digest = store.keep_bundle(BUNDLE)
    first, second = {"type": "started", "v": 1}, {"type": "answered", "v": 1, "nom": "Zoé"}
    assert store.create("d1", digest, change(first, second), NOON) == 2
    found = store.load("d1")
    assert (found.version, found.bundle, found.card) == (2, digest, CARD)
    assert [(entry.seq, entry.at, entry.event) for entry in found.entries] == [
        (1, NOON, first),
        (2, NOON, second),
    ]


def check_what_is_appended_follows(store: Store) -> None:
    opened(store)
    later = replace(CARD, status="deposee")
    assert store.append("d1", 1, change({"n": 2}, {"n": 3}, card=later), NOON + DAY) == 3
    assert store.append("d1", 3, change({"n": 4}, card=later), NOON + DAY) == 4
    found = store.load("d1", after=2)
    assert (found.version, found.card, found.created) == (4, later, NOON)
    assert [(entry.seq, entry.event) for entry in found.entries] == [(3, {"n": 3}), (4, {"n": 4})]
    assert store.load("d1", after=4).entries == ()
    assert store.load("d1", after=10**30).version == 4
    assert len(store.load("d1", after=-5).entries) == 4


def check_an_unknown_dossier_is_refused(store: Store) -> None:
    with pytest.raises(Unknown) as caught:
        store.load("nulle part")
    assert str(caught.value) == "Il n’existe aucun dossier «\u00a0nulle part\u00a0»."
    with unchanged(store, Unknown):
        store.append("nulle part", 0, change(), NOON)
    assert store.former("nulle part", Once("k", {})) is None


def check_a_moved_version_is_refused(store: Store) -> None:
    opened(store)
    store.append("d1", 1, change(), NOON)
    for expected in (0, 1, 3, -1, 10**30):
        with unchanged(store, Conflict) as caught:
            store.append("d1", expected, change(effects=(effect("x"),)), NOON)
        error = caught.value
        assert isinstance(error, Conflict)
        assert (error.dossier, error.expected, error.found) == ("d1", expected, 2)
        assert error.sentence == (
            f"Le dossier «\u00a0d1\u00a0» a changé entre-temps\u00a0: il en est à la version 2, "
            f"et non {expected}. Relisez-le avant de recommencer."
        )


def check_a_dossier_is_created_once(store: Store) -> None:
    opened(store)
    with unchanged(store, Conflict) as caught:
        opened(store)
    assert isinstance(caught.value, Conflict)
    assert (caught.value.expected, caught.value.found) == (0, 1)


def check_a_bundle_must_be_kept_first(store: Store) -> None:
    for digest in ("0" * 64, "", "../x"):
        with unchanged(store, UnknownBundle):
            store.create("d1", digest, change(effects=(effect("x"),)), NOON)
        with pytest.raises(UnknownBundle):
            store.bundle(digest)


def check_a_bundle_is_its_content(store: Store) -> None:
    digest = store.keep_bundle(BUNDLE)
    parts = [f'"{path}":"{sha256(BUNDLE[path]).hexdigest()}"' for path in sorted(BUNDLE)]
    assert digest == sha256(f"{{{','.join(parts)}}}".encode()).hexdigest()
    assert digest == store.keep_bundle(dict(reversed(BUNDLE.items())))
    assert dict(store.bundle(digest)) == BUNDLE
    others = [{}, {"a": b""}, {"a": b"", "b": b""}, {"b": b""}, {"a": b"b"}, {"ab": b""}]
    assert len({store.keep_bundle(other) for other in (BUNDLE, *others)}) == 7
    assert dict(store.bundle(store.keep_bundle({}))) == {}


def check_json_comes_back(store: Store) -> None:
    inner: list[object] = [1, -(2**70), 0.1, True, None, "é\u0000\U0001f600\n'\"", {"": {}}]
    event = {"z": inner, "a": ({"tuple": ()},)}
    opened(store)
    store.append("d1", 1, change(event, effects=(Effect(event, NOON),)), NOON)
    expected = {"z": list(inner), "a": [{"tuple": []}]}
    inner.clear()  # what was given is no longer the caller's to change
    found = store.load("d1").entries[1].event
    assert found == expected
    assert list(found) == ["z", "a"]
    assert store.due_effects(NOON)[0].data == expected
    found["z"].append(1)  # type: ignore[attr-defined]
    assert store.load("d1").entries[1].event == expected


def check_what_is_not_json_is_refused(store: Store) -> None:
    opened(store)
    bad: list[Any] = [{"a": float("nan")}, {"a": b""}, {"a": "\ud800"}, {(1,): 2}, ["a"], "a", None]
    for value in bad:
        for wrong in (change({"n": 1}, value), change(effects=(Effect(value, NOON),))):
            with unchanged(store, (ValueError, TypeError)):
                store.append("d1", 1, wrong, NOON)
    with unchanged(store, ValueError):
        store.append("d1", 1, Change((), CARD), NOON)
    for text in ("\ud800", "a\udfffb"):
        with unchanged(store, ValueError):
            opened(store, text)
        with unchanged(store, ValueError):
            store.append("d1", 1, change(card=replace(CARD, owner=text)), NOON)
        with unchanged(store, ValueError):
            store.append("d1", 1, change(effects=(effect("x", key=text),)), NOON)
        with unchanged(store, ValueError):
            store.load(text)


def check_instants_have_a_zone(store: Store) -> None:
    opened(store)
    naive = NOON.replace(tzinfo=None)
    with unchanged(store, ValueError):
        store.append("d1", 1, change(), naive)
    with unchanged(store, ValueError):
        store.append("d1", 1, change(effects=(effect("x", naive),)), NOON)
    with unchanged(store, ValueError):
        store.due_effects(naive)
    with unchanged(store, ValueError):
        store.take("d1/1/1", NOON, naive)
    paris = datetime(2026, 7, 1, 1, 2, 3, 45, tzinfo=timezone(timedelta(hours=2)))
    store.append("d1", 1, change(effects=(effect("x", paris),)), paris)
    for found in (store.load("d1").entries[1].at, store.due_effects(NOON)[0].due):
        assert (found, found.utcoffset()) == (paris, timedelta(0))


def check_the_same_request_is_written_once(store: Store) -> None:
    once = Once("k1", {"answer": "oui", "screen": "a"})
    digest = store.keep_bundle(BUNDLE)
    assert store.former("d1", once) is None
    assert store.create("d1", digest, change(effects=(effect("x"),)), NOON, once) == 1
    assert store.append("d1", 1, change({"n": 1}, {"n": 2}), NOON, Once("k2", {})) == 3
    before = everything(store)
    again = Once("k1", {"screen": "a", "answer": "oui"})
    assert store.former("d1", again) == 1
    assert store.create("d1", digest, change({"other": 1}), NOON + DAY, again) == 1
    # The same request, decided anew: other events, another version expected.
    assert store.append("d1", 3, change({"other": 1}), NOON + DAY, again) == 1
    assert store.append("d1", 7, change(), NOON, Once("k2", {})) == 3
    assert everything(store) == before


def check_a_key_serves_one_request(store: Store) -> None:
    opened(store)
    store.append("d1", 1, change(), NOON, Once("k", {"answer": "oui"}))
    other = Once("k", {"answer": "non"})
    with unchanged(store, KeyReused):
        store.append("d1", 2, change(), NOON, other)
    with unchanged(store, KeyReused):
        store.create("d1", store.keep_bundle(BUNDLE), change(), NOON, other)
    with unchanged(store, KeyReused):
        store.former("d1", other)
    opened(store, "d2")  # a key is known in its dossier only
    assert store.append("d2", 1, change(), NOON, other) == 2


def check_a_refused_request_may_be_sent_again(store: Store) -> None:
    opened(store)
    once = Once("k", {"answer": "oui"})
    with unchanged(store, Conflict):
        store.append("d1", 0, change(), NOON, once)
    assert store.former("d1", once) is None
    assert store.append("d1", 1, change(), NOON, once) == 2


def check_a_reference_is_unique(store: Store) -> None:
    filed = replace(CARD, reference="2026-0001")
    opened(store, card=filed)
    opened(store, "d2")
    with unchanged(store, ReferenceTaken):
        store.append("d2", 1, change(card=filed, effects=(effect("x"),)), NOON)
    with unchanged(store, ReferenceTaken):
        opened(store, "d3", card=filed)
    store.append("d1", 1, change(card=filed), NOON)
    assert [line.dossier for line in store.dossiers(reference="2026-0001").lines] == ["d1"]
    store.append("d1", 2, change(), NOON)
    assert store.append("d2", 1, change(card=filed), NOON) == 2


def check_lists_are_filtered(store: Store) -> None:
    cards = [Card(p, o, s) for p in ("p", "q") for o in ("a", "b") for s in ("x", "y")]
    for number, card in enumerate(cards):
        opened(store, f"d{number}", card=card)
    for wanted, expected in (
        ({}, [7, 6, 5, 4, 3, 2, 1, 0]),
        ({"owner": "a"}, [5, 4, 1, 0]),
        ({"procedure": "p"}, [3, 2, 1, 0]),
        ({"status": "x"}, [6, 4, 2, 0]),
        ({"procedure": "q", "status": "y"}, [7, 5]),
        ({"procedure": "q", "status": "y", "owner": "a"}, [5]),
        ({"owner": "c"}, []),
        ({"reference": "r"}, []),
    ):
        found = store.dossiers(**wanted)  # type: ignore[arg-type]
        assert [line.dossier for line in found.lines] == [f"d{number}" for number in expected]
        assert found.following is None


def check_lists_come_by_pages(store: Store) -> None:
    for number in range(10):
        opened(store, f"d{number}")
    for number in (3, 1, 4):
        store.append(f"d{number}", 1, change(), NOON + number * DAY)
    order = ["d4", "d3", "d1", "d9", "d8", "d7", "d6", "d5", "d2", "d0"]
    for limit in range(1, 12):
        found, after = [], None
        while True:
            page = store.dossiers(after=after, limit=limit)
            assert len(page.lines) <= limit
            found += [line.dossier for line in page.lines]
            after = page.following
            if after is None:
                break
        assert found == order
    line = store.dossiers(limit=1).lines[0]
    assert (line.version, line.card) == (2, CARD)
    assert (line.created, line.updated) == (NOON, NOON + 4 * DAY)
    assert store.dossiers(after="n'importe quoi", limit=10**30).lines is not None
    for limit in (0, -1):
        with unchanged(store, ValueError):
            store.dossiers(limit=limit)
        with unchanged(store, ValueError):
            store.due_effects(NOON, limit)


def check_files_come_back(store: Store) -> None:
    for content in (b"", b"%PDF-1.7", bytes(range(256)) * 1000):
        stream = BytesIO(b"passed over" + content)
        stream.seek(len(b"passed over"))
        for given in (content, stream):
            ref = store.put_file(given, len(content))
            assert (ref.digest, ref.size) == (sha256(content).hexdigest(), len(content))
            with store.open_file(ref.digest) as file:
                assert file.read() == content


def check_a_file_too_large_is_refused(store: Store) -> None:
    content = b"x" * 200_001
    for given in (content, BytesIO(content)):
        with unchanged(store, FileTooLarge) as caught:
            store.put_file(given, 200_000)
        sentence = "Ce fichier dépasse la taille acceptée, qui est de 200 ko."
        assert str(caught.value) == sentence
    with unchanged(store, FileMissing):
        store.open_file(sha256(content).hexdigest())
    endless = Endless()
    with pytest.raises(FileTooLarge):
        store.put_file(endless, 1_000_000)  # type: ignore[arg-type]
    assert endless.given <= 1_000_001


class Endless:
    """A stream that somebody means to fill the disk with."""

    given = 0

    def read(self, size: int) -> bytes:
        """As many zeros as asked."""
        self.given += size
        return bytes(size)


def check_a_file_that_was_never_put_is_refused(store: Store) -> None:
    opened(store)
    digest = store.put_file(b"x", 10).digest
    for wrong in ("0" * 64, "", "..", "../dossiers.db", digest.upper(), digest[:63], digest + "0"):
        with unchanged(store, FileMissing):
            store.open_file(wrong)
        with unchanged(store, FileMissing):
            store.append("d1", 1, change(files=(digest, wrong), effects=(effect("x"),)), NOON)
    assert store.append("d1", 1, change(files=(digest, digest)), NOON) == 2
    assert store.append("d1", 2, change(files=(digest,)), NOON) == 3


def check_effects_are_due_in_order(store: Store) -> None:
    opened(store, effects=(effect("late", NOON + 2 * DAY), effect("b"), effect("a")))
    opened(store, "d2", effects=(effect("early", NOON - DAY), effect("next", NOON + DAY)))
    assert names(store, NOON - 2 * DAY) == []
    assert names(store) == ["early", "b", "a"]
    assert names(store, NOON + DAY) == ["early", "b", "a", "next"]
    assert names(store, NOON + 9 * DAY) == ["early", "b", "a", "next", "late"]
    assert names(store, NOON + 9 * DAY, 2) == ["early", "b"]
    assert names(store, NOON, 10**30) == ["early", "b", "a"]
    found = store.due_effects(NOON + 9 * DAY)
    assert len({pending.id for pending in found}) == 5
    assert {pending.dossier for pending in found} == {"d1", "d2"}
    assert found[0].due == NOON - DAY


def check_an_effect_is_leased_to_one(store: Store) -> None:
    opened(store, effects=(effect("a"),))
    (pending,) = store.due_effects(NOON)
    assert pending.attempts == 0
    assert store.take(pending.id, NOON - DAY, NOON) is None
    assert store.take(pending.id, NOON, NOON + DAY) == replace(pending, attempts=1, tries=1)
    assert store.take(pending.id, NOON, NOON + DAY) is None
    assert names(store) == []
    assert store.done(pending.id, 1)
    assert not store.done(pending.id, 1)
    assert names(store, NOON + 9 * DAY) == []
    for unknown in (pending.id, "d9/1/1", ""):
        assert store.take(unknown, NOON, NOON + DAY) is None
        assert not store.done(unknown, 1)
        assert not store.failed(unknown, 1, "raison", NOON)


def check_a_lost_lease_gives_no_right(store: Store) -> None:
    opened(store, effects=(effect("a"),))
    (pending,) = store.due_effects(NOON)
    assert not store.done(pending.id, 0)
    assert not store.failed(pending.id, 0, "raison", NOON)
    store.take(pending.id, NOON, NOON + DAY)
    assert names(store, NOON + DAY) == ["a"]  # the first worker died
    second = store.take(pending.id, NOON + DAY, NOON + 2 * DAY)
    assert second == replace(pending, attempts=2, tries=2)
    assert not store.done(pending.id, 1)
    assert not store.failed(pending.id, 1, "raison", NOON)
    assert store.done(pending.id, 2)


def check_a_failed_effect_is_tried_again(store: Store) -> None:
    opened(store, effects=(effect("a"), effect("b")))
    first, second = store.due_effects(NOON)
    store.take(first.id, NOON, NOON + DAY)
    assert store.failed(first.id, 1, "serveur absent", NOON + DAY)
    assert names(store, NOON + DAY) == ["b", "a"]
    told = replace(first, attempts=1, tries=1, why="serveur absent")
    assert store.due_effects(NOON + DAY)[1] == told
    store.take(second.id, NOON, NOON + DAY)
    assert store.failed(second.id, 1, "adresse refusée")
    assert names(store, NOON + 999 * DAY) == ["a"]
    assert store.take(second.id, NOON + 999 * DAY, NOON + 1000 * DAY) is None


def check_effects_are_cancelled_by_key(store: Store) -> None:
    both = (effect("timer", NOON + DAY, "t"), effect("twin", NOON, "t"), effect("mail", NOON))
    opened(store, effects=both)
    opened(store, "d2", effects=(effect("other", NOON, "t"),))
    leased = store.due_effects(NOON)[0].id
    store.take(leased, NOON, NOON + DAY)
    store.append("d1", 1, change(cancels=("t", "u"), effects=(effect("moved", NOON, "t"),)), NOON)
    assert names(store, NOON + 9 * DAY) == ["mail", "other", "moved"]
    assert not store.done(leased, 1)
    with unchanged(store, Conflict):
        store.append("d1", 1, change(cancels=("t",)), NOON)
    store.append("d1", 2, change(cancels=("t",)), NOON)
    assert names(store, NOON + 9 * DAY) == ["mail", "other"]


def check_a_list_of_what_nothing_has_changed(store: Store) -> None:
    for number in range(6):
        card = replace(CARD, owner="ab"[number % 2])
        opened(store, f"d{number}", card=card)
        store.append(f"d{number}", 1, change(card=card), later(number))
    assert listed(store, before=later(3)) == ["d2", "d1", "d0"]
    assert listed(store, before=later(4), owner="b") == ["d3", "d1"]
    assert listed(store, before=NOON - DAY) == []
    page = store.dossiers(before=later(3), limit=2)
    assert listed(store, before=later(3), after=page.following) == ["d0"]
    with unchanged(store, ValueError):
        store.dossiers(before=NOON.replace(tzinfo=None))


def later(days: int) -> datetime:
    """So many days after noon."""
    return NOON + days * DAY


def listed(store: Store, **wanted: Any) -> list[str]:
    """The dossiers of a list."""
    return [line.dossier for line in store.dossiers(**wanted).lines]


def check_a_card_says_when_it_was_filed(store: Store) -> None:
    paris = datetime(2026, 7, 1, 1, 2, 3, 45, tzinfo=timezone(timedelta(hours=2)))
    opened(store)
    store.append("d1", 1, change(card=replace(CARD, filed=paris)), NOON)
    for card in (store.load("d1").card, store.dossiers().lines[0].card):
        assert card == replace(CARD, filed=paris)
        assert card.filed is not None
        assert card.filed.utcoffset() == timedelta(0)
    assert store.dossiers().lines[0].bundle == store.keep_bundle(BUNDLE)
    with unchanged(store, ValueError):
        store.append("d1", 2, change(card=replace(CARD, filed=paris.replace(tzinfo=None))), NOON)


def check_an_erased_dossier_is_unknown(store: Store) -> None:
    card, once = replace(CARD, reference="2026-0001"), Once("k", {"a": 1})
    both = (effect("a"), effect("timer", later(9), "t"))
    digest = store.keep_bundle(BUNDLE)
    store.create("d1", digest, change({"n": 1}, {"n": 2}, card=card, effects=both), NOON, once)
    opened(store, "d2", effects=(effect("other"),))
    leased = store.take("d1/2/1", NOON, later(1))
    assert leased
    kept = store.load("d2")
    store.erase("d1", 2)
    for ask in (
        lambda: store.load("d1"),
        lambda: store.erase("d1", 2),
        lambda: store.append("d1", 2, change(), NOON),
    ):
        with pytest.raises(Unknown):
            ask()
    assert store.former("d1", once) is None
    assert not store.done(leased.id, leased.attempts)
    assert not store.failed(leased.id, leased.attempts, "raison", NOON)
    assert (names(store, later(99)), store.effects_of("d1")) == (["other"], ())
    assert listed(store, reference="2026-0001") == []
    assert (listed(store), store.load("d2")) == (["d2"], kept)
    assert opened(store, "d1", card=card) == 1  # the id and the reference are free again
    assert [entry.event for entry in store.load("d1").entries] == [{"type": "moved", "v": 1}]


def check_what_moved_or_is_unknown_is_not_erased(store: Store) -> None:
    opened(store, effects=(effect("a"),))
    store.append("d1", 1, change(), NOON)
    for expected in (0, 1, 3):
        with unchanged(store, Conflict):
            store.erase("d1", expected)
    with unchanged(store, Unknown):
        store.erase("nulle part", 0)
    with unchanged(store, ValueError):
        store.erase("\ud800", 0)


def check_files_go_with_the_last_who_refers_to_them(store: Store) -> None:
    own, shared, loose = (store.put_file(content, 9).digest for content in (b"1", b"2", b"3"))
    opened(store, files=(own, shared))
    opened(store, "d2")
    store.append("d2", 1, change(files=(shared,)), NOON)
    assert store.collect(DAY) == 0  # just put: somebody may be about to refer to it
    assert kept(store, own, shared, loose) == [True] * 3
    assert store.collect(timedelta(0)) == 1
    assert kept(store, own, shared, loose) == [True, True, False]
    store.erase("d1", 1)
    assert kept(store, own, shared) == [True, True]
    assert store.collect(DAY) == 0
    assert store.collect(timedelta(0)) == 1
    assert kept(store, own, shared) == [False, True]
    with unchanged(store, FileMissing):
        store.append("d2", 2, change(files=(own,)), NOON)
    store.erase("d2", 2)
    assert (store.collect(timedelta(0)), store.collect(timedelta(0))) == (1, 0)
    assert kept(store, shared) == [False]
    assert store.put_file(b"1", 9).digest == own
    opened(store, files=(own,))
    assert (store.collect(timedelta(0)), kept(store, own)) == (0, [True])


def kept(store: Store, *digests: str) -> list[bool]:
    """Which of these files are there, whole."""
    found = []
    for digest in digests:
        try:
            with store.open_file(digest) as file:
                found.append(sha256(file.read()).hexdigest() == digest)
        except FileMissing:
            found.append(False)
    return found


def check_collecting_never_takes_what_is_referred_to(store: Store) -> None:
    """Whatever happens at the same moment: a file is refused, or it is there."""
    over, bundle = Event(), store.keep_bundle(BUNDLE)

    def attach(number: int) -> set[str]:
        left = set()
        for turn in range(25):
            digest = store.put_file(b"shared %d" % (turn % 3), 99).digest
            dossier = f"d{number}-{turn}"
            try:
                store.create(dossier, bundle, change({"file": digest}, files=(digest,)), NOON)
            except FileMissing:
                continue
            assert kept(store, digest) == [True]
            if turn % 5:
                store.erase(dossier, 1)
            else:
                left.add(dossier)
        return left

    def sweep() -> None:
        while not over.is_set():
            store.collect(timedelta(0))

    with ThreadPoolExecutor(6) as pool:
        sweeping = [pool.submit(sweep) for _ in range(2)]
        try:
            left = set().union(*pool.map(attach, range(4)))
        finally:
            over.set()
        assert [one.result() for one in sweeping] == [None, None]
    assert set(listed(store, limit=1000)) == left
    digests = [str(store.load(dossier).entries[0].event["file"]) for dossier in left]
    assert all(kept(store, *digests))


def check_what_was_given_up_can_be_requeued(store: Store) -> None:
    opened(store, effects=(effect("b", later(1)), effect("a"), effect("c")))
    opened(store, "d2", effects=(effect("d", later(2)),))
    for pending in store.due_effects(later(2)):
        if pending.data["do"] != "c":
            store.take(pending.id, later(2), later(3))
            assert store.failed(pending.id, 1, f"raison {pending.data['do']}")
    assert [(one.data["do"], one.why) for one in store.given_up()] == [
        ("a", "raison a"),
        ("b", "raison b"),
        ("d", "raison d"),
    ]
    assert [one.data["do"] for one in store.given_up(2)] == ["a", "b"]
    assert [one.data["do"] for one in store.effects_of("d1")] == ["b", "a", "c"]
    first = store.given_up()[0]
    assert store.requeue(first.id, later(4))
    assert not store.requeue(first.id, later(4))  # it is no longer given up
    assert not store.requeue("d1/1/3", later(4))  # it never was
    assert not store.requeue("d9/1/1", later(4))
    assert names(store, later(3)) == ["c"]
    assert names(store, later(4)) == ["c", "a"]
    again = store.take(first.id, later(4), later(5))
    assert again == replace(first, attempts=2, tries=1)
    assert not store.done(first.id, 1)  # a lease of before gives no right
    assert store.done(first.id, 2)
    assert [one.data["do"] for one in store.given_up()] == ["b", "d"]
    store.erase("d2", 1)
    assert [one.data["do"] for one in store.given_up()] == ["b"]
    with unchanged(store, ValueError):
        store.requeue("d1/1/1", NOON.replace(tzinfo=None))
    with unchanged(store, ValueError):
        store.given_up(0)


def check_a_secret_effect_comes_back_like_any_other(store: Store) -> None:
    secret = Effect({"do": "a", "mot": "é" * 5000}, NOON, is_secret=True)
    opened(store, effects=(secret, effect("b")))
    first, second = store.due_effects(NOON)
    assert (first.data, second.data) == (secret.data, {"do": "b"})
    assert "mot" not in repr((first, secret))
    taken = store.take(first.id, NOON, later(1))
    assert taken == replace(first, attempts=1, tries=1)
    assert store.done(first.id, 1)


def check_a_store_at_work_answers(store: Store) -> None:
    before = everything(store)
    store.ping()
    assert everything(store) == before


def check_threads_share_it(store: Store) -> None:
    def work(number: int) -> int:
        dossier = f"d{number % 4}"
        while True:
            version = store.load(dossier).version
            try:
                new = change({"by": number}, effects=(effect(str(number)),))
                return store.append(dossier, version, new, NOON)
            except Conflict:
                continue

    for number in range(4):
        opened(store, f"d{number}")
    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(work, range(80)))
    assert sorted(versions) == sorted([*range(2, 22)] * 4)
    found = [entry.event["by"] for d in range(4) for entry in store.load(f"d{d}", 1).entries]
    assert sorted(map(str, found)) == sorted(map(str, range(80)))
    assert sorted(map(str, names(store))) == sorted(map(str, range(80)))


def check_a_closed_store_says_so(store: Store) -> None:
    opened(store)
    digest, file = store.keep_bundle(BUNDLE), store.put_file(b"x", 1).digest
    with store as same:
        assert same is store
    store.close()
    calls: list[Callable[[], object]] = [
        lambda: opened(store, "d2"),
        lambda: store.create("d2", digest, change(), NOON),
        lambda: store.append("d1", 1, change(), NOON),
        lambda: store.former("d1", Once("k", {})),
        lambda: store.load("d1"),
        store.dossiers,
        lambda: store.keep_bundle(BUNDLE),
        lambda: store.bundle(digest),
        lambda: store.put_file(b"x", 1),
        lambda: store.open_file(file),
        lambda: store.due_effects(NOON),
        lambda: store.take("d1/1/1", NOON, NOON),
        lambda: store.done("d1/1/1", 1),
        lambda: store.failed("d1/1/1", 1, "raison", NOON),
        lambda: store.erase("d1", 1),
        lambda: store.collect(DAY),
        store.given_up,
        lambda: store.requeue("d1/1/1", NOON),
        lambda: store.effects_of("d1"),
        store.ping,
    ]
    for call in calls:
        with pytest.raises(Closed):
            call()


CHECKS: tuple[Check, ...] = tuple(
    value for name, value in sorted(globals().items()) if name.startswith("check_")
)
