"""Whatever decides something in a shipped procedure, deleting it makes some scenario fail.

All of them (870 and some) in `make test-long`, one of every 27 in `make test`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.analysis.scenario import Expectation, Scenario, read_scenario
from parcours.engine.machine.compiled import compile_procedure
from parcours.engine.model.use import Library, assemble
from parcours.engine.scenario.differences import differences
from parcours.engine.scenario.run import run
from parcours.engine.source.files import InMemory
from parcours.engine.source.parse import parse
from parcours.engine.source.text import source
from parcours.tests.campaign import count
from parcours.tests.deletions import Deletion, deletions, texts, written
from parcours.tests.equivalences import is_all_that_remains, is_signed_in_before
from parcours.tests.mutations import shipped

Proof = Callable[[Mapping[str, str]], bool]

LAST = "68[sexe == 'feminin']/when"
EXAMINED = ("bpi_case_2", "bpi_family_case_3", "ue_permanent_renewal")
EQUIVALENT: Mapping[tuple[str, str], Proof] = {
    ("bpi_case_2.yaml", f"deliverables/prolongation/seal/values/{LAST}"): (
        lambda files: is_all_that_remains(files, "bpi_case_2", "prolongation", "68")
    ),
    ("common/favourable.yaml", f"deliverables/decision_favorable/seal/values/{LAST}"): (
        lambda files: all(
            is_all_that_remains(files, name, "decision_favorable", "68") for name in EXAMINED
        )
    ),
    ("orientation.yaml", "flow[lien_familial]/requires"): (
        lambda files: is_signed_in_before(files, "orientation", "lien_familial")
    ),
}
"""Deletions that change nothing of what happens, each with what proves it."""

UNPROVED = {
    "flow[lien_familial]/requires": (
        "orientation.yaml",
        "title: Choisir selon votre profil\n    requires: account\n",
        "title: Choisir selon votre profil\n",
    ),
    LAST: (
        "common/registry.yaml",
        "options: {feminin: Féminin, masculin: Masculin}",
        "options: {feminin: Féminin, masculin: Masculin, autre: Autre}",
    ),
}
"""Edits that make each of them a deletion that changes something."""

AMONG = {
    ("account.yaml", "flow[compte_cree]/text[type_identifiant == 'visa']/when"),
    ("bpi_case_2.yaml", "notices/decision_accord/text[protection == 'refugie']"),
    ("bpi_case_2.yaml", "deliverables/prolongation/seal/values/68[sexe == 'masculin']/when"),
    ("common/home.yaml", "documents/justificatif_domicile/variants/hotel"),
    ("common/examination.yaml", "examination/states/complement_echu"),
}

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


@pytest.mark.parametrize("exception", EQUIVALENT, ids=":".join)
def test_an_exception_is_proved(exception: tuple[str, str]) -> None:
    assert exception in {(one.file, one.what) for one in EVERY}
    assert set(users()["common/favourable.yaml"]) == set(EXAMINED)
    assert EQUIVALENT[exception](texts())


@pytest.mark.parametrize("exception", EQUIVALENT, ids=":".join)
def test_a_proof_can_fail(exception: tuple[str, str]) -> None:
    """The control: where the deletion would change something, nothing is proved."""
    (edit,) = (edit for end, edit in UNPROVED.items() if exception[1].endswith(end))
    file, old, new = edit
    assert old in texts()[file]
    assert not EQUIVALENT[exception]({**texts(), file: texts()[file].replace(old, new)})


def test_everything_that_decides_is_deleted() -> None:
    """The control: what must be among them is."""
    deleted = {(one.file, one.what) for one in EVERY}
    assert len(deleted) == len(EVERY) > 850
    assert {file for file, _what in deleted} == texts().keys()
    assert deleted >= AMONG


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


BLIND = {
    "said": ("account.yaml", "flow[compte_cree]/text[type_identifiant == 'titre']"),
    "unsaid": ("account.yaml", "flow[compte_cree]/text[type_identifiant == 'titre']/when"),
    "sent_to": ("common/notices.yaml", "notices/complement_echu_agent/to"),
    "sealed": (
        "common/favourable.yaml",
        "deliverables/decision_favorable/seal/values/68[sexe == 'masculin']/when",
    ),
}
"""By expectation, a deletion that nothing else sees."""


def deaf(expect: Expectation, key: str) -> Expectation:
    """The same, with nothing under that key."""
    match key:
        case "said":
            return replace(expect, said=())
        case "unsaid":
            return replace(expect, unsaid=())
        case "sent_to":
            return replace(expect, sent_to=())
        case _:
            return replace(expect, sealed=())


@pytest.mark.parametrize("key", BLIND)
def test_each_expectation_is_needed(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without it the deletion is not seen, and with it it is."""
    (deletion,) = (one for one in EVERY if (one.file, one.what) == BLIND[key])
    assert seen(deletion)
    without = {
        name: tuple(replace(one, expect=deaf(one.expect, key)) for one in scenarios)
        for name, scenarios in told().items()
    }
    monkeypatch.setattr(f"{__name__}.told", lambda: without)
    assert not seen(deletion)
