"""Whatever decides something in a shipped procedure, deleting it makes some scenario fail.

769 deletions in `make test-long`, one of every 27 in `make test`.
"""

from collections.abc import Mapping
from functools import cache

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.analysis.scenario import Scenario, read_scenario
from parcours.engine.machine.compiled import compile_procedure
from parcours.engine.model.use import Library, assemble
from parcours.engine.scenario.differences import differences
from parcours.engine.scenario.run import run
from parcours.engine.source.files import InMemory
from parcours.engine.source.parse import parse
from parcours.engine.source.text import source
from parcours.tests.campaign import LONG, count
from parcours.tests.deletions import Deletion, deletions, texts, written
from parcours.tests.mutations import shipped

_RECIPIENT = "a scenario tells which messages leave, and not who reads them"
EQUIVALENT: dict[tuple[str, str], str] = {
    ("common/notices.yaml", "notices/complement_echu_agent/to"): _RECIPIENT,
    ("common/notices.yaml", "notices/complement_recu_agent/to"): _RECIPIENT,
    (
        "orientation.yaml",
        "flow[lien_familial]/requires",
    ): "nobody comes there without passing choix_profil, which requires an account too",
}
"""Deletions that change nothing of what happens, each with its reason."""

STEP = count(27, 1)
EVERY = tuple(deletions(texts()))


@cache
def told() -> Mapping[str, tuple[Scenario, ...]]:
    """The shipped scenarios by procedure, those that go farthest first."""
    library, found = Library(InMemory(shipped())), dict[str, list[Scenario]]()
    for path in library.files.paths():
        tree = library.parsed(path).tree
        if path.startswith("scenarios/") and tree:
            scenario = read_scenario(path, tree)
            assert scenario.procedure is not None
            found.setdefault(scenario.procedure.name, []).append(scenario)
    return {
        name: tuple(sorted(scenarios, key=lambda one: -len(one.then)))
        for name, scenarios in found.items()
    }


@cache
def users() -> Mapping[str, tuple[str, ...]]:
    """The procedures that each file is a part of, the shortest first."""
    library, found = Library(InMemory(texts())), dict[str, list[str]]()
    for name in sorted(told(), key=lambda name: len(told()[name])):
        for part in assemble(library, f"{name}.yaml").parts:
            found.setdefault(part.path, []).append(name)
    return {path: tuple(names) for path, names in found.items()}


def is_seen(files: Mapping[str, str], changed: str) -> bool:
    """Whether the checker reports an error, or some scenario fails."""
    return any(_is_seen_by(files, name) for name in users()[changed])


def _is_seen_by(files: Mapping[str, str], name: str) -> bool:
    checked, _report = check(InMemory(files), f"{name}.yaml")
    if checked is None:
        return True
    compiled = compile_procedure(checked)
    return any(
        differences(compiled.procedure, run(compiled, scenario)) for scenario in told()[name]
    )


def seen(deletion: Deletion) -> bool:
    return is_seen({**texts(), deletion.file: deletion.text}, deletion.file)


@pytest.mark.parametrize("deletion", EVERY[::STEP], ids=lambda d: f"{d.file}:{d.what}")
def test_a_deletion_is_seen(deletion: Deletion) -> None:
    assert seen(deletion) is ((deletion.file, deletion.what) not in EQUIVALENT)


def test_the_exceptions_exist_and_have_reasons() -> None:
    assert EQUIVALENT.keys() <= {(one.file, one.what) for one in EVERY}
    assert all(len(reason) > 20 for reason in EQUIVALENT.values())
    assert not LONG or len(EVERY) > 500


def test_files_written_again_are_the_same_to_every_scenario() -> None:
    """The control: it is the deletion that is seen, not the writing."""
    files = {}
    for path, text in texts().items():
        tree, _found = parse(source(path, text))
        assert tree is not None
        files[path] = written(tree)
    assert not any(_is_seen_by(files, name) for name in told())


def test_a_deletion_of_words_is_not_seen() -> None:
    """The control: nothing is seen where nothing that happens changes."""
    path = "common/contact.yaml"
    lines = [line for line in texts()[path].splitlines() if "help:" not in line]
    assert not is_seen({**texts(), path: "\n".join(lines)}, path)
