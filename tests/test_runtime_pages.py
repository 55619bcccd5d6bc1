"""Every page that the runtime gives is plain JSON, and names what it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.runtime import Runtime
from parcours.engine.source.files import Folder
from parcours.engine.store.memory import MemoryStore
from parcours.tests import runtime_forms as forms
from parcours.tests.runtimes import (
    ACCOUNT,
    Clock,
    Raws,
    awaiting,
    clock,
    incomplete,
    runtime,
    sources,
    store,
)

__all__ = ["clock", "runtime", "store"]


ROOT = Path(__file__).resolve().parent.parent


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
