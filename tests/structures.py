"""A file’s keys and values checked, and what is told of them, on one line each."""

from textwrap import dedent
from typing import Any

from parcours.engine.model.structure import Structure, check_structure, kind_of
from parcours.engine.source.parse import parse
from parcours.engine.source.text import source
from parcours.engine.source.tree import Node, plain
from parcours.engine.source.wording import NBSP, THIN


def read(text: str) -> Node:
    tree, faults = parse(source("f.yaml", dedent(text)))
    assert tree is not None
    assert faults == ()
    return tree


def check(text: str) -> Structure:
    tree = read(text)
    return check_structure(tree, kind_of(tree) or "")


def told(text: str) -> list[str]:
    """Each diagnostic as « line:column-end rule: message → help », typography made plain."""
    found = []
    for it in check(text).diagnostics:
        end = it.span.end_column if it.span.end_line == it.span.line else "…"
        place = f"{it.span.line}:{it.span.column}-{end}"
        line = f"{place} {it.rule}: {it.message} → {it.help}"
        line += "".join(f" ({other.message} {other.span.line})" for other in it.related)
        found.append(line.replace(NBSP, " ").replace(THIN, " ").replace("’", "'"))
    return found


def left(text: str) -> Any:
    """The data that reading goes on with."""
    return plain(check(text).tree)
