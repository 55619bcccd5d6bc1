"""What a paper says of itself, beside the rows of its code: its day, number, title and validity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...engine.fields.day import french_date
from ...engine.fields.reading import folded
from ...engine.seal import Code
from ...engine.seal.printed import DOCUMENTS, readings
from ...engine.source.wording import _
from ...engine.two_d_doc import SEAL_TYPES
from .compare import Difference

ISSUED, VALID = _("Date du document"), _("Valable jusqu'au")

_NUMBERS = re.compile(r"(?i)\bdemande(?:\s+d[eu’'][^.,:;]{0,40}?)?\s*:?\s*n°\s*([\w-]+)")

_FOOTING = re.compile(r"(?m)^\s*(\S.*?)\s+–\s+n°\s*([\w-]+)(?=\s+page\b|\s*$)")
"""Of every sheet: its title, and the number of the request."""

_TELLING = {"1": "depot", "2": "prolongation", "3": "favorable", "4": "depot", "5": "circulation"}
"""The word of a title that no document of another kind has, by the field 6J."""


def beside(code: Code, pages: Sequence[str]) -> Iterator[Difference]:
    """Every such line that the code contradicts. What a paper does not say is not asked for."""
    text = "\n".join(pages)
    values = code.values
    if code.header.issued:
        day = code.header.issued
        dated = (french_date(day), f"{day:%d/%m/%Y}")
        yield from _wrong("issued", ISSUED, dated, _after(ISSUED, text))
    known = SEAL_TYPES[code.header.type]
    for datum in code.data:
        if datum.id == known.validity[1]:
            ways = readings(datum, known.fields[datum.id])
            yield from _wrong(datum.id, VALID, (ways[1], *ways), _after(VALID, text))
    numbers = [*_NUMBERS.findall(text), *(number for _title, number in _FOOTING.findall(text))]
    number = values.get("6K", "").lstrip("0")
    said = (one.lstrip("0") for one in numbers)
    yield from _wrong("6K", known.fields["6K"].name, (number,), said)
    yield from _titled(values.get("6J", ""), text)


def unsigned(code: Code, pages: Sequence[str]) -> tuple[str, ...]:
    """Last days of validity that are printed, of which the code says nothing."""
    last = SEAL_TYPES[code.header.type].validity[1]
    return () if code.values.get(last) else tuple(_after(VALID, "\n".join(pages)))


def _titled(kind: str, text: str) -> Iterator[Difference]:
    """The title of the footing is that of the document, and stands above the text as well."""
    row = folded(f"{SEAL_TYPES['13'].fields['6J'].name} {DOCUMENTS.get(kind, '')}")
    plain = folded(text).replace(row, "")
    titles = [title for title, _number in _FOOTING.findall(text)]
    for title in titles:
        is_heading = plain.count(folded(title)) > len(titles)
        if _TELLING.get(kind, "") not in folded(title).split() or not is_heading:
            yield Difference("6J", _("Titre"), DOCUMENTS.get(kind, kind), title)
            return


def _after(label: str, text: str) -> Iterator[str]:
    """What stands after that label at the start of a line: the rest of it, or the next line."""
    words = r"\s+".join(re.escape(word).replace("'", "['’]") for word in label.split())
    for found in re.finditer(rf"(?im)^\s*{words}\s*:?\s*(\S.*)", text):
        yield found[1].strip()


def _wrong(id_: str, name: str, ways: Sequence[str], said: Iterable[str]) -> Iterator[Difference]:
    """The first that is none of those ways to say it."""
    right = {folded(way) for way in ways}
    for one in said:
        if folded(one) not in right:
            yield Difference(id_, name, ways[0], one)
            return
