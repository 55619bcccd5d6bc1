"""Every rule's manual page is executed: its wrong examples are refused, its right ones are not.

An example is a procedure, whose header is added where it lacks one. It may be made of several
files, each after a line « # fichier: common/foyer.yaml »; « (latin-1) » behind the name writes that
file in this encoding.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pkgutil import iter_modules

import pytest

from parcours.engine.analysis import rules as folder
from parcours.engine.analysis.diagnose import Report, diagnose
from parcours.engine.analysis.rule import Rule, rules
from parcours.engine.source.diagnostic import Diagnostic
from parcours.engine.source.files import InMemory
from parcours.engine.source.text import decode

HEADER = 'procedure: exemple\nversion: "1"\ntitle: Exemple\n'

ACCOUNT = """procedure: account
version: "1"
title: Compte
flow:
  - screen: compte
    title: Créez votre compte
    submit: {title: Créer, outcome: account_created}
"""
"""What « requires: account » asks for, where the example does not bring its own."""

WRONG, RIGHT = "Faux ::", "Juste ::"

_FILE = re.compile(r"^# fichier: (\S+)(?: \((\S+)\))?\n", re.MULTILINE)
_PROCEDURE = re.compile(r"^procedure: (\S+)$", re.MULTILINE)


def examples(page: str, heading: str) -> list[str]:
    """The indented blocks under that heading, which may come several times."""
    blocks = [
        re.split(r"\n(?=\S)", part, maxsplit=1)[0] for part in page.split(f"\n{heading}\n")[1:]
    ]
    return [re.sub(r"^    ", "", block.strip("\n"), flags=re.MULTILINE) + "\n" for block in blocks]


def files(example: str) -> dict[str, str | bytes]:
    """Path to text (or bytes, when an encoding is asked for)."""
    start, *others = _FILE.split(example)
    found: dict[str, str | bytes] = {}
    if start.strip():
        named = _PROCEDURE.search(start)
        found[f"{named[1]}.yaml" if named else "exemple.yaml"] = start if named else HEADER + start
    for path, encoding, text in zip(others[::3], others[1::3], others[2::3], strict=True):
        found[path] = text.encode(encoding) if encoding else text
    if "requires: account" in example and "account.yaml" not in found:
        found["account.yaml"] = ACCOUNT
    return found


def is_inside(diagnostic: Diagnostic, texts: Mapping[str, str | bytes]) -> bool:
    """Whether it points at characters that exist (the one behind a line's last included)."""
    span, text = diagnostic.span, texts.get(diagnostic.span.file)
    if text is None:
        return False
    lines = (text if isinstance(text, str) else text.decode(errors="replace")).split("\n")
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return (1, 1) <= start <= end and all(
        line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 2
        for line, column in (start, end)
    )


def shown(report: Report) -> str:
    """What a failing test shows."""
    return "\n".join(
        f"{d.rule} ({d.severity.value}) {d.span.file}:{d.span.line}:{d.span.column} {d.message}"
        for d in report.diagnostics
    )


def judge_wrong(rule: Rule, example: str) -> None:
    """Refused by this rule and by no other, each time with a place and a cure."""
    texts = files(example)
    report = diagnose(InMemory(texts))
    assert report.diagnostics, f"{rule.id} finds nothing in\n{example}"
    for found in report.diagnostics:
        assert (found.rule, found.severity) == (rule.id, rule.severity), shown(report)
        assert is_inside(found, texts), shown(report)
        assert found.help, shown(report)
        for related in found.related:
            assert is_inside(replace(found, span=related.span), texts), shown(report)


def judge_right(example: str) -> None:
    """Nothing to say at all."""
    report = diagnose(InMemory(files(example)))
    assert not report.diagnostics, f"{shown(report)}\n{example}"


def judge(rule: Rule) -> None:
    """The whole page."""
    wrong, right = examples(rule.page, WRONG), examples(rule.page, RIGHT)
    assert wrong, f"{rule.id}: no « {WRONG} »"
    assert right, f"{rule.id}: no « {RIGHT} »"
    for example in wrong:
        judge_wrong(rule, example)
    for example in right:
        judge_right(example)


@pytest.mark.parametrize("id_", rules())
def test_page(id_: str) -> None:
    rule = rules()[id_]
    title, blank, explanation = rule.page.split("\n", 2)
    assert title.endswith("."), title
    assert not blank
    assert explanation.split(WRONG)[0].strip(), "an explanation comes before the examples"
    judge(rule)


def test_files_bear_the_ids_of_their_rules() -> None:
    names = {module.name.replace("_", "-") for module in iter_modules(folder.__path__)}
    assert names == set(rules())


# The controls.


def test_control_a_swapped_page_fails() -> None:
    rule = rules()["unknown-option"]
    page = rule.page.replace(WRONG, "?").replace(RIGHT, WRONG).replace("?", RIGHT)
    with pytest.raises(AssertionError, match="unknown-option finds nothing"):
        judge(replace(rule, page=page))


def test_control_another_rule_fails() -> None:
    rule = rules()["unknown-option"]
    with pytest.raises(AssertionError, match=r"unknown-option \(error\) exemple\.yaml:6:73"):
        judge(replace(rule, id="unknown-name"))


def test_control_a_right_example_with_a_fault_fails() -> None:
    with pytest.raises(AssertionError, match="unknown-option"):
        judge_right(examples(rules()["unknown-option"].page, WRONG)[0])


def test_control_a_page_without_examples_fails() -> None:
    with pytest.raises(AssertionError, match="no « Faux :: »"):
        judge(replace(rules()["unknown-option"], page="Rien.\n\nRien."))


def test_control_files_of_an_example() -> None:
    found = files(
        "flow: []\n# fichier: common/a.yaml\nfields: {}\n# fichier: b.yaml (latin-1)\né\n"
    )
    assert found == {
        "exemple.yaml": f"{HEADER}flow: []\n",
        "common/a.yaml": "fields: {}\n",
        "b.yaml": b"\xe9\n",
    }
    assert list(files("procedure: autre\nrequires: account\n")) == ["autre.yaml", "account.yaml"]


def test_control_a_place_outside_the_file() -> None:
    found = decode("a.yaml", b"\xff")
    assert isinstance(found, Diagnostic)
    assert not is_inside(found, {})
    assert is_inside(found, {"a.yaml": b"\xff"})
    assert not is_inside(found, {"a.yaml": ""}) or found.span.column <= 2
