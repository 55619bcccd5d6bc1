"""What `pybabel extract` calls: the texts of one file of procedures, for translators."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

from ..model.structure import PART, PROCEDURE, check_structure, kind_of
from ..source.diagnostic import Diagnostic
from ..source.parse import parse
from ..source.text import decode
from ..source.tree import Mapping as Tree
from .translation import key_of, translatable

Extracted = tuple[int, str, tuple[str, str], list[str]]


def extract(
    file: BinaryIO, _keywords: Collection[str], _tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Extracted]:
    """Line, « pgettext », place and text, comments. Nothing of what cannot be read, nor of a
    scenario: `parcours validate` says what is wrong."""
    source = decode(options.get("name", ""), file.read())
    tree = None if isinstance(source, Diagnostic) else parse(source)[0]
    kind = kind_of(tree) if tree else None
    if tree is None or kind not in (PROCEDURE, PART):
        return
    sound = check_structure(tree, kind).tree
    for wording in translatable(sound) if isinstance(sound, Tree) else ():
        yield wording.scalar.span.line, "pgettext", key_of(wording), []
