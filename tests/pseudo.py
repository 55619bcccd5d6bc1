"""A language made up for the tests: every text between ⟦ and ⟧, line by line, its markup kept."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from parcours.engine.analysis.extraction import extract
from parcours.engine.analysis.translation import Translations, read_catalogue
from parcours.engine.source.text import source
from parcours.engine.source.wording import typeset
from parcours.tests.terminal_lines import PROCEDURES

HOLE = re.compile(r"(\{\{.*?\}\})")
HELD = re.compile("[⟦⟧\u2068\u2069]")
"""What is shown in a hole is held where it is not plain: brackets are not."""
LINE = re.compile(r"^(- )?(.*\S)", re.MULTILINE)
SAID = re.compile(r"⟦[^⟦⟧]*(?:⟧|$)|^[^⟦⟧]*⟧|[\u2068\u2069]")
"""Between brackets, or beyond one: a help is shown in two parts."""

Entry = tuple[str, int, str, str]


def said(text: str) -> str:
    """That text in the made-up language, with its French spaces, which are its own too."""
    pieces = HOLE.split(typeset(text))
    pieces[1::2] = HOLE.findall(text)
    set_ = "".join(pieces)
    return LINE.sub(r"\1⟦\2⟧", set_)


def back(value: Any) -> Any:
    """The same data, or text, in French again."""
    if isinstance(value, str):
        return HELD.sub("", value)
    if isinstance(value, dict):
        return {key: back(one) for key, one in value.items()}
    return [back(one) for one in value] if isinstance(value, list | tuple) else value


def strings(value: Any) -> Iterator[str]:
    """Every text of some data, at any depth; not its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def extracted(folder: Path = PROCEDURES) -> Iterator[Entry]:
    """File, line, place and text, of every file of procedures."""
    for path in sorted(folder.rglob("*.yaml")):
        with path.open("rb") as file:
            for line, _name, (place, text), _comments in extract(file, (), (), {}):
                yield path.relative_to(folder).as_posix(), line, place, text


def catalogue(entries: Iterator[Entry]) -> str:
    """A catalogue whole, as Babel writes it."""
    made, written = Catalog(locale="en"), BytesIO()
    for file, line, place, text in entries:
        made.add(text, said(text), context=place, locations=[(file, line)])
    write_po(written, made)
    return written.getvalue().decode()


@cache
def pseudo() -> Translations:
    """Of all the shipped procedures."""
    words, faults = read_catalogue(source("locales/en.po", catalogue(extracted())))
    assert not faults
    return words
