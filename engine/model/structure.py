"""Whether a file is made of the keys the language knows, each holding what it should."""

from __future__ import annotations

from dataclasses import dataclass

from ..source.diagnostic import Diagnostic
from ..source.tree import Mapping, Node

PROCEDURE, PART, SCENARIO = "procedure", "part", "scenario"


@dataclass(frozen=True, slots=True)
class Structure:
    """What is wrong, and the tree with what is wrong repaired or left out."""

    diagnostics: tuple[Diagnostic, ...]
    tree: Node


def check_structure(tree: Node, kind: str) -> Structure:
    """(Being written.)"""
    return Structure((), tree)


def kind_of(tree: Node) -> str | None:
    """(Being written.)"""
    if not isinstance(tree, Mapping):
        return None
    if tree.entry("scenario"):
        return SCENARIO
    return PROCEDURE if tree.entry("procedure") else PART
