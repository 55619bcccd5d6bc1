"""Slips of an author's hand, drawn at random over the shipped files, each told by its number."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from parcours.engine.source.files import InMemory

PROCEDURES = Path(__file__).resolve().parent.parent / "procedures"
NASTY = (
    *("\t", "'", '"', "{", "}", "[", "]", ": ", " #", "- ", ",", "&a ", "*a", "<<: ", "!!x "),
    *("%", "@", "`", "|", ">", "\\", "{{", "}}", "\u00a0", "\ufeff", "é", "🙂", "\u202e", "? "),
    *("and", "==", "=", "(", ")", "0", "1e999", "9" * 400, "null", "~", "oui", "true", "\x07"),
    *("---\n", "...\n"),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """The whole folder with one file changed."""

    number: int
    path: str
    what: str
    files: InMemory


def shipped() -> dict[str, str]:
    """Every shipped definition, by its path below the folder."""
    return {
        path.relative_to(PROCEDURES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(PROCEDURES.rglob("*.yaml"))
    }


def mutants(numbers: range) -> Iterator[Mutant]:
    """One mutant a number, always the same."""
    texts = shipped()
    for number in numbers:
        yield mutant(number, texts)


def mutant(number: int, texts: Mapping[str, str]) -> Mutant:
    """One to three slips in one file."""
    draw = random.Random(number)  # noqa: S311 - a reproducible draw, nothing secret
    path = draw.choice(sorted(texts))
    text, done = texts[path], []
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        slip = draw.choice(SLIPS)
        text = slip(draw, text)
        done.append(slip.__name__.strip("_"))
    return Mutant(number, path, ", ".join(done), InMemory({**texts, path: text}))


def _letter(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice(NASTY) + text[at:]


def _lost_letter(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + text[at + 1 :]


def _cut(draw: random.Random, text: str) -> str:
    return text[: draw.randrange(len(text) + 1)]


def _lines(change: Callable[[random.Random, list[str]], None]) -> Callable[..., str]:
    def slip(draw: random.Random, text: str) -> str:
        lines = text.split("\n")
        change(draw, lines)
        return "\n".join(lines)

    slip.__name__ = change.__name__
    return slip


def _lost_line(draw: random.Random, lines: list[str]) -> None:
    del lines[draw.randrange(len(lines))]


def _line_twice(draw: random.Random, lines: list[str]) -> None:
    at = draw.randrange(len(lines))
    lines.insert(at, lines[at])


def _lines_swapped(draw: random.Random, lines: list[str]) -> None:
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _indent(draw: random.Random, lines: list[str]) -> None:
    at = draw.randrange(len(lines))
    lines[at] = draw.choice(
        (lines[at].lstrip(), f"  {lines[at]}", f" {lines[at]}", f"\t{lines[at]}")
    )


def _block_lost(draw: random.Random, lines: list[str]) -> None:
    at = draw.randrange(len(lines))
    del lines[at : at + draw.randrange(1, 12)]


def _block_moved(draw: random.Random, lines: list[str]) -> None:
    at, length = draw.randrange(len(lines)), draw.randrange(1, 12)
    block = lines[at : at + length]
    del lines[at : at + length]
    to = draw.randrange(len(lines) + 1)
    lines[to:to] = block


def _words(draw: random.Random, text: str, change: Callable[[str], str]) -> str:
    found = list(re.finditer(r"[\w.]+", text))
    if not found:
        return text
    match = draw.choice(found)
    return text[: match.start()] + change(match[0]) + text[match.end() :]


def _word_replaced(draw: random.Random, text: str) -> str:
    other = draw.choice(re.findall(r"[\w.]+", text) or ["x"])
    return _words(draw, text, lambda _word: other)


def _word_misspelt(draw: random.Random, text: str) -> str:
    def misspell(word: str) -> str:
        at = draw.randrange(len(word))
        return word[:at] + draw.choice("abcdeimnorstu_") + word[at + draw.randrange(2) :]

    return _words(draw, text, misspell)


def _value_gone(draw: random.Random, text: str) -> str:
    found = list(re.finditer(r"(?m)^(\s*(?:- )?[\w]+:) \S.*$", text))
    if not found:
        return text
    match = draw.choice(found)
    return text[: match.end(1)] + text[match.end() :]


SLIPS: tuple[Callable[[random.Random, str], str], ...] = (
    _letter,
    _letter,
    _lost_letter,
    _cut,
    _word_replaced,
    _word_replaced,
    _word_misspelt,
    _word_misspelt,
    _value_gone,
    *map(
        _lines,
        (_lost_line, _line_twice, _lines_swapped, _indent, _block_lost, _block_moved),
    ),
)
