"""The procedures of tests/data/runtime at work on each store, up to where tests begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.dossier import commands as do
from parcours.engine.runtime import Runtime, Sources
from parcours.engine.source.files import InMemory
from parcours.engine.store.memory import MemoryStore
from parcours.engine.store.sqlite import SqliteStore
from parcours.engine.store.store import Store
from parcours.tests import runtime_forms as forms

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)
PDF = b"%PDF-1.7"
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


def awaiting(runtime: Runtime) -> str:
    """An account whose address is to be confirmed."""
    dossier = runtime.start("compte", account=ACCOUNT, known={"nom": "BA"})
    runtime.press(dossier, "identite")
    runtime.answer(dossier, "contact", {"courriel": "a@exemple.fr", "depart": "2027-06-01"})
    assert runtime.press(dossier, "contact").is_accepted
    return dossier
