"""The checker's manual: the list of its rules, and the page of each."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.analysis.rule import Rule
from ...engine.source.wording import NBSP, _
from .severity import NAMES


def contents(rules: Mapping[str, Rule]) -> str:
    """A line for each rule: its name, its severity, what it finds."""
    rows = [(rule.id, NAMES[rule.severity], rule.title) for rule in rules.values()]
    name, severity = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    return "".join(
        f"{row[0]:<{name}}  {row[1]:<{severity}}  {row[2]}".rstrip() + "\n" for row in rows
    )


def page(rule: Rule) -> str:
    """Its name and severity, then its page; `::`, which announces an example, is one colon here."""
    head = _("{rule} ({severity})").format(rule=rule.id, severity=NAMES[rule.severity])
    lines = (
        f"{line.removesuffix(' ::')}{NBSP}:" if line.endswith(" ::") else line
        for line in rule.page.strip().split("\n")
    )
    return f"{head}\n\n" + "\n".join(lines) + "\n"
