"""What authors do wrong, the report they get, and that the cure names what they meant.

`golden/diagnostics` and `golden/silent` hold cases written by hand; below them, slips of one letter
are drawn over the shipped procedures, wherever a key or a name stands.
"""

import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from parcours.engine.analysis.diagnose import Report, diagnose
from parcours.engine.analysis.rule import rules
from parcours.engine.expr.functions import FUNCTIONS
from parcours.engine.fields.registry import field_types
from parcours.engine.model.schema_validator import keys_of_definitions
from parcours.engine.source.files import InMemory
from parcours.engine.source.inside import part
from parcours.engine.source.parse import parse
from parcours.engine.source.position import Span
from parcours.engine.source.suggest import edits
from parcours.engine.source.text import source
from parcours.engine.source.tree import Entry, Mapping, Node, Scalar, Sequence
from parcours.tests.campaign import count
from parcours.tests.golden_diagnostics import Case, silent, wrong
from parcours.tests.mutations import shipped

WRONG, SILENT = wrong(), silent()
HEAD = re.compile(r"(?:erreur|avertissement)\[([a-z-]+)\] ")

WITHOUT_EXCERPT = re.compile(r"\[(?:unreadable|overlooked)-file\]")


def judge(case: Case, kept: str) -> None:
    """The report is the one kept, and its faults are those the author of the case had in mind."""
    assert case.text == kept
    assert case.found == case.expected
    first = HEAD.match(kept)
    assert first, kept
    assert first[1] == case.report.diagnostics[0].rule
    assert case.group not in rules() or first[1] == case.group
    for fault in kept.split("\n\n")[:-1]:
        assert "= aide" in fault, fault
        assert re.search(r"^ *\| .*\^", fault, re.MULTILINE) or WITHOUT_EXCERPT.search(fault), fault


def name_of(case: Case) -> str:
    """How pytest shows a case."""
    return case.name


@pytest.mark.parametrize("case", WRONG, ids=name_of)
def test_a_wrong_file(case: Case) -> None:
    judge(case, case.out.read_bytes().decode())


@pytest.mark.parametrize("case", SILENT, ids=name_of)
def test_a_right_file(case: Case) -> None:
    assert case.report.diagnostics == (), case.text


def test_each_rule_has_a_few_cases() -> None:
    owned = Counter(case.report.diagnostics[0].rule for case in WRONG)
    assert set(owned) == set(rules())
    assert [rule for rule, cases in owned.items() if cases > 10] == []
    assert len(WRONG) >= 160
    assert len(SILENT) >= 40


def test_the_issue_is_covered() -> None:
    told = sorted(case.base.name for case in WRONG if case.group == "issue")
    assert [name[:2] for name in told] == [f"{number:02}" for number in range(1, 15)]


def test_nothing_is_left_over() -> None:
    """Every file of the corpus belongs to a case."""
    for case in (*WRONG, *SILENT):
        assert case.files, case.name
    for case in WRONG:
        assert case.out.exists(), case.name
        assert case.expected, case.name


def test_twice_the_same() -> None:
    for case in WRONG:
        assert replace(case).text == case.text, case.name


def printed(seed: str) -> bytes:
    """All the reports, by a Python whose sets and dictionaries are shuffled by that seed."""
    command = [sys.executable, "-m", "parcours.tests.golden_diagnostics"]
    told = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
    )
    return told.stdout


def test_whatever_the_hash_seed() -> None:
    kept = "".join(f"{case.name}\n{case.out.read_text(encoding='utf-8')}" for case in WRONG)
    assert printed("1").decode() == kept
    assert printed("2").decode() == kept


# The controls.


def test_control_an_altered_report_fails() -> None:
    case = WRONG[0]
    kept = case.out.read_bytes().decode()
    with pytest.raises(AssertionError):
        judge(case, kept.replace("^", " ^", 1))
    judge(case, kept)


def test_control_another_culprit_fails(tmp_path: Path) -> None:
    case = next(case for case in WRONG if not case.base.is_dir())
    other = Case(tmp_path / case.base.name)
    for suffix in ("yaml", "culprits"):
        text = case.base.with_name(f"{case.base.name}.{suffix}").read_text(encoding="utf-8")
        moved = re.sub(r":(\d+) ", r":9\1 ", text) if suffix == "culprits" else text
        (tmp_path / f"{case.base.name}.{suffix}").write_text(moved, encoding="utf-8")
    assert other.text == case.text
    assert other.found != other.expected


# Slips of one letter, wherever a key or a name stands in the shipped files.

IDS = {
    *("parameters", "registry", "fields", "attestations", "documents", "screens", "ends", "item"),
    *("deliverables", "notices", "states", "actions", "clocks", "options", "variants", "any_of"),
    *("all_of", "values", "glossary", "account", "refused"),
}
"""Below these keys, a block's own keys are names that the author gives."""

USES = {
    *("fields", "verify", "collect", "attest", "review", "deliver", "attach", "give", "in"),
    *("runs_in", "to", "notice", "opens", "known_from", "type", "use", "screens", "documents"),
    *("attestations", "delivered", "notices", "state", "do", "end", "procedure"),
}
"""What stands behind these keys, alone or in a list, is a name defined elsewhere."""

GIVEN = {"answers", "files", "registry", "gives"}
"""In a scenario, blocks whose keys are names defined elsewhere."""

CONDITIONS = {"when", "that", "at", "value"}
TEXTS = {"text", "mail", "title", "else"}
PLAIN = {"all", "and", "or", "not", "in", "item"}
WORD = re.compile(r"[a-z_][a-z0-9_]*")
HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Site:
    """A word of a shipped file: a key, or the use of a name; `whole` is what messages quote."""

    kind: str
    span: Span
    word: str
    whole: str


def sites(path: str, node: Node, above: str = "", is_named: bool = False) -> Iterator[Site]:
    """Every word of the file that a slip may touch."""
    is_told = path.startswith("scenarios/")
    match node:
        case Mapping():
            for entry in node.entries:
                if is_named and (is_told and above in GIVEN):
                    yield from words(entry.key, "name")
                elif not is_named:
                    yield Site("key", entry.key.span, entry.key.text, entry.key.text)
                yield from _below(path, entry, above, is_named, alone=len(node.entries) == 1)
        case Sequence():
            for item in node.items:
                if isinstance(item, Scalar):
                    yield from words(item, "name") if above in USES else ()
                else:
                    yield from sites(path, item, above)
        case Scalar():
            return


def _below(path: str, entry: Entry, above: str, is_named: bool, alone: bool) -> Iterator[Site]:
    key, value = entry.key.text, entry.value
    if not isinstance(value, Scalar):
        names = IDS | GIVEN if path.startswith("scenarios/") else IDS
        yield from sites(path, value, key, is_named=not is_named and key in names)
    elif is_named:
        return
    elif key in CONDITIONS and not (key == "at" and above == "notes"):
        yield from expressions(value, value.text, 0)
    elif key in TEXTS:
        for hole in HOLE.finditer(value.text):
            yield from expressions(value, hole[1], hole.start(1))
    elif key in USES or (key == "at" and above == "notes") or (key == "screen" and alone):
        yield from words(value, "type" if key == "type" else "name")


def words(scalar: Scalar, kind: str) -> Iterator[Site]:
    """The words of a name: `adresse.code_postal` has two, and is told as a whole."""
    for match in WORD.finditer(scalar.text):
        if len(match[0]) > 1 and match[0] not in PLAIN:
            place = part(scalar, match.start(), match.end())
            yield Site(kind, place, match[0], scalar.text)


def expressions(scalar: Scalar, text: str, start: int) -> Iterator[Site]:
    """Names, functions and options of a condition."""
    for match in re.finditer(r"'[^']*'|[a-z_][a-z0-9_.]*", text):
        for word in WORD.finditer(match[0].strip("'")):
            first = start + match.start() + match[0].startswith("'") + word.start()
            if len(word[0]) > 1 and word[0] not in PLAIN:
                place = part(scalar, first, first + len(word[0]))
                yield Site("expression", place, word[0], match[0].strip("'"))


@cache
def vocabulary() -> frozenset[str]:
    """Every word that means something somewhere: a slip that gives one is no slip."""
    keys = {
        key
        for kind in ("procedure", "scenario")
        for own in keys_of_definitions(kind).values()
        for key in own
    }
    used = {word for text in shipped().values() for word in WORD.findall(text)}
    return frozenset(keys | used | set(FUNCTIONS) | set(field_types()))


def slipped(draw: random.Random, word: str) -> str:
    """One letter less, more, another, or two neighbours swapped."""
    at, letter = draw.randrange(len(word)), draw.choice("abcdeilmnoprstu")
    after = min(at + 1, len(word) - 1)
    return draw.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[after:][:1] + word[at:][:1] + word[after + 1 :]
            if after > at
            else word + letter,
        )
    )


def proposed(report: Report, site: Site, slip: str) -> list[str]:
    """What each message at that place says was meant, or its cure where it names nothing."""
    end = site.span.column + len(slip)
    found = [
        told.help
        for told in report.diagnostics
        if (told.span.file, told.span.line) == (site.span.file, site.span.line)
        and told.span.column <= site.span.column
        and (told.span.end_line > told.span.line or end <= told.span.end_column)
    ]
    named = (
        re.match(r"(?:Vouliez-vous|Écrivez) (?:«\u00a0|')(.*?)(?:\u00a0»|')", help_)
        for help_ in found
    )
    return [
        match[1].removeprefix("procedure: ") if match else help_
        for match, help_ in zip(named, found, strict=True)
    ]


@cache
def all_sites() -> tuple[Site, ...]:
    """In order."""
    found = []
    for path, text in sorted(shipped().items()):
        tree, _faults = parse(source(path, text))
        assert tree is not None
        found += [site for site in sites(path, tree) if site.span.line == site.span.end_line]
    return tuple(found)


def test_slips_of_one_letter() -> None:
    """300 in `make test`, 5,000 in `make test-long`."""
    draw = random.Random(20_261_102)  # noqa: S311 - reproducible, nothing secret
    outcomes: Counter[str] = Counter()
    wrong_ones: list[str] = []
    for _number in range(count(300, 5_000)):
        site = draw.choice(all_sites())
        slip = slipped(draw, site.word)
        outcome = outcome_of(site, slip)
        outcomes[outcome] += 1
        if outcome not in ("right", "another word", "as near"):
            place = f"{site.span.file}:{site.span.line}:{site.span.column}"
            wrong_ones.append(f"{place} {site.kind} {site.word} → {slip}: {outcome}")
    assert wrong_ones == [], "\n".join((str(outcomes), *wrong_ones))
    assert outcomes["right"] > 0.8 * outcomes.total(), outcomes


def outcome_of(site: Site, slip: str) -> str:
    """« right », why the slip is no fair one, or what was said instead."""
    if slip in vocabulary() or not WORD.fullmatch(slip):
        return "another word"
    found = proposed(with_slip(site, slip), site, slip)
    if site.whole in found or site.word in found:
        return "right"
    misspelt = site.whole.replace(site.word, slip, 1)
    distance = min(3, edits(misspelt, site.whole, 3))
    if any(edits(misspelt, other, 3) <= distance for other in found):
        return "as near"
    return " | ".join(found) or "nothing is told there"


def with_slip(site: Site, slip: str) -> Report:
    """The shipped files with that word misspelt there."""
    texts = shipped()
    lines = texts[site.span.file].split("\n")
    line = lines[site.span.line - 1]
    changed = line[: site.span.column - 1] + slip + line[site.span.end_column - 1 :]
    lines[site.span.line - 1] = changed
    return diagnose(InMemory({**texts, site.span.file: "\n".join(lines)}), [site.span.file])


def test_control_a_slip_that_nobody_tells() -> None:
    site = next(site for site in all_sites() if site.word == "title")
    assert outcome_of(site, "titl") == "right"
    assert outcome_of(site, "text") == "another word"
    assert outcome_of(site, "zzzzz").startswith("Les clés possibles ici")
    assert proposed(Report((), {}, ()), site, "titl") == []
