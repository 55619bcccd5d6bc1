"""Places inside a scalar: from the characters of its value back to the file.

A folded, escaped or indented text is decoded a second time, with the place of each character, as
YAML 1.2 §7.3 and §8.1 say; where that does not give the value back, the whole scalar is the place.
"""

from __future__ import annotations

from collections.abc import Iterator

from .position import Span
from .text import Source
from .tree import Scalar, Style

_Placed = tuple[str, int, int]  # character, line, column (from 0)
_LONG_ESCAPES = {"x": 2, "u": 4, "U": 8}
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
    "\t": "\t",
}


def part(scalar: Scalar, start: int, end: int) -> Span:
    """The place of scalar.text[start:end]; an empty stretch gets the character it stands before."""
    places = _places(scalar)
    if places is None or not places:
        return scalar.span
    first = places[min(start, len(places) - 1)]
    if start >= len(places):
        return _span(scalar, (first[0], first[1] + 1), (first[0], first[1] + 2))
    last = places[max(start, min(end, len(places)) - 1)]
    return _span(scalar, first, (last[0], last[1] + 1))


def _span(scalar: Scalar, start: tuple[int, int], end: tuple[int, int]) -> Span:
    file = scalar.span.file
    return Span(file, start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1)


def _places(scalar: Scalar) -> list[tuple[int, int]] | None:
    span, source = scalar.span, scalar.source
    if source is None:
        return None
    if span.line == span.end_line and scalar.style == Style.PLAIN:
        return [(span.line - 1, span.column - 1 + i) for i in range(len(scalar.text))]
    placed = list(_decoded(scalar, source))
    if "".join(character for character, _line, _column in placed) != scalar.text:
        return None
    return [(line, column) for _character, line, column in placed]


def _decoded(scalar: Scalar, source: Source) -> Iterator[_Placed]:
    if scalar.style in (Style.LITERAL, Style.FOLDED):
        return _block(scalar, source)
    return _unescaped(_folded(_flow_lines(scalar, source), scalar.style), scalar.style)


def _flow_lines(scalar: Scalar, source: Source) -> list[list[_Placed]]:
    """The lines of a plain or quoted scalar, without quotes and outer blanks."""
    span, quote = scalar.span, int(scalar.style != Style.PLAIN)
    lines = []
    for number in range(span.line - 1, span.end_line):
        text = source.lines[number]
        start = span.column - 1 + quote if number == span.line - 1 else 0
        end = span.end_column - 1 - quote if number == span.end_line - 1 else len(text)
        if number > span.line - 1:
            start += len(text[start:end]) - len(text[start:end].lstrip(" \t"))
        if number < span.end_line - 1:
            end = max(start, len(text[:end].rstrip(" \t")))
        lines.append([(text[i], number, i) for i in range(start, end)])
    return lines


def _folded(lines: list[list[_Placed]], style: str) -> list[_Placed]:
    """One line end is a space, n + 1 line ends are n line feeds."""
    result: list[_Placed] = list(lines[0])
    blank = 0
    for line in lines[1:]:
        if not line:
            blank += 1
            continue
        number = line[0][1]
        if style == Style.DOUBLE and _continued(result):
            result.pop()
        else:
            result += [("\n", number, 0)] * blank or [(" ", number, 0)]
        result += line
        blank = 0
    return result


def _continued(placed: list[_Placed]) -> bool:
    """Whether a double-quoted line ended in a backslash, which eats the line end."""
    slashes = 0
    while slashes < len(placed) and placed[-1 - slashes][0] == "\\":
        slashes += 1
    return slashes % 2 == 1 and placed[-1][0] == "\\"


def _unescaped(placed: list[_Placed], style: str) -> Iterator[_Placed]:
    index = 0
    while index < len(placed):
        character, line, column = placed[index]
        index += 1
        if style == Style.SINGLE and character == "'":
            index += 1
        elif style == Style.DOUBLE and character == "\\" and index < len(placed):
            code = placed[index][0]
            index += 1
            if length := _LONG_ESCAPES.get(code, 0):
                digits = "".join(item[0] for item in placed[index : index + length])
                index += length
                character = chr(int(digits, 16))
            else:
                character = _ESCAPES.get(code, code)
        yield character, line, column


def _block(scalar: Scalar, source: Source) -> Iterator[_Placed]:
    """A literal or folded block; only the common chomping is placed, the rest falls back."""
    last = scalar.span.end_line - (scalar.span.end_column == 1)
    first, last = scalar.span.line, min(last, len(source.lines))
    lines = [(number, source.lines[number]) for number in range(first, last)]
    indents = [len(text) - len(text.lstrip(" ")) for _number, text in lines if text.strip()]
    indent = min(indents, default=0)
    content = [[(text[i], number, i) for i in range(indent, len(text))] for number, text in lines]
    while content and not content[-1]:
        content.pop()
    if scalar.style == Style.FOLDED and content:
        placed = _folded(content, scalar.style)
    else:
        placed = [item for line in content for item in [*line, ("\n", *_end(line))]][:-1]
    if scalar.text.endswith("\n") and placed:
        placed = [*placed, ("\n", placed[-1][1], placed[-1][2] + 1)]
    return iter(placed)


def _end(line: list[_Placed]) -> tuple[int, int]:
    return (line[-1][1], line[-1][2] + 1) if line else (0, 0)
