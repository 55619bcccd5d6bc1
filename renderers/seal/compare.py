"""What a code says against what is printed beside it, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...engine.fields.reading import folded
from ...engine.seal import Code, Datum, Unsealable
from ...engine.seal.printed import readings
from ...engine.seal.write import datum as written
from ...engine.source.wording import _
from ...engine.two_d_doc import SEAL_TYPES, SealField

ALSO = (
    ("62", _("Nom de naissance")),
    ("60", _("Prénoms")),
    ("60", _("Prénom(s)")),
    ("68", _("Sexe")),
    ("6A", _("Commune ou ville de naissance")),
    ("6A", _("Ville de naissance")),
    ("6Q", _("Numéro étranger")),
)
"""Other names that papers give the same data, in the words of forms."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of the code that the paper prints otherwise, or (`printed` empty) not at all."""

    id: str
    name: str
    sealed: str
    printed: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A piece of text between blanks; its letters in plain form may be several words, or none."""

    text: str
    plain: tuple[str, ...]
    starts_line: bool


@dataclass(frozen=True, slots=True)
class _Label:
    """Where a name of a data field stands: its value begins at `end`."""

    id: str
    start: int
    end: int


def differences(code: Code, pages: Sequence[str]) -> tuple[Difference, ...]:
    """Every value that is not found after its name, on any page.

    A name stands at the start of a line, or before a colon. Its value goes as far as the next name;
    the last one as far as the end of some line. Accents, case, hyphens and the two ways of writing
    a date or a country make no difference; a letter or a digit does. Where a name stands again,
    what follows must be right as well: one of both might be hidden under the other.
    """
    known = SEAL_TYPES[code.header.type].fields
    words = tuple(word for page in pages for word in _words(page))
    labels = _labels(words, [(id_, field.name) for id_, field in known.items()])
    found = (_difference(datum, known.get(datum.id), words, labels) for datum in code.data)
    return tuple(one for one in found if one is not None)


def _difference(
    datum: Datum, field: SealField | None, words: Sequence[_Word], labels: Sequence[_Label]
) -> Difference | None:
    if field is None or not datum.value:
        return None
    wrong, is_right = "", False
    for place, label in enumerate(labels):
        if label.id == datum.id:
            is_last = place + 1 == len(labels)
            value = words[label.end : len(words) if is_last else labels[place + 1].start]
            whole, *beginnings = _readings(value)
            has_value = _says(datum, field, whole)
            begins = any(_says(datum, field, text) for text in beginnings)
            is_right = is_right or has_value or (is_last and begins)
            if not (has_value or begins):
                wrong = wrong or _first_line(value)
    if is_right and not wrong:
        return None
    return Difference(datum.id, field.name, readings(datum, field)[0], wrong)


def _words(page: str) -> Iterator[_Word]:
    for line in page.splitlines():
        for place, piece in enumerate(line.split()):
            yield _Word(piece, tuple(folded(piece).split()), place == 0)


def _labels(words: Sequence[_Word], names: Sequence[tuple[str, str]]) -> tuple[_Label, ...]:
    """In the order of the text; where one name begins as another, the longer counts."""
    plain = [(id_, folded(name).split()) for id_, name in (*names, *ALSO)]
    found = []
    place = 0
    while place < len(words):
        here = [
            label for id_, name in plain if (label := _label(words, place, id_, name)) is not None
        ]
        if here:
            found.append(max(here, key=lambda label: label.end))
        place = found[-1].end if here else place + 1
    return tuple(found)


def _label(words: Sequence[_Word], start: int, id_: str, name: list[str]) -> _Label | None:
    """That name, if it is what the words from there say."""
    end, said = start, list[str]()
    while end < len(words) and len(said) < len(name):
        said += words[end].plain
        end += 1
    if said != name:
        return None
    next_ = words[end].text if end < len(words) else ""
    has_colon = words[end - 1].text.endswith(":") or next_ == ":"
    is_longer = not has_colon and next_[:1].islower()  # « Commune ou ville de naissance »
    if is_longer or not (has_colon or words[start].starts_line):
        return None
    return _Label(id_, start, end + (next_ == ":"))


def _readings(value: Sequence[_Word]) -> Iterator[str]:
    """All of it, then as far as the end of each line."""
    texts = [word.text for word in value]
    yield " ".join(texts)
    for place in range(1, len(value)):
        if value[place].starts_line:
            yield " ".join(texts[:place])


def _first_line(value: Sequence[_Word]) -> str:
    """What is shown of a wrong value: the rest of its line, or the next line."""
    stop = next((i for i in range(1, len(value)) if value[i].starts_line), len(value))
    return " ".join(word.text for word in value[:stop])


def _says(datum: Datum, field: SealField, text: str) -> bool:
    if folded(text) in {folded(reading) for reading in readings(datum, field)}:
        return True
    try:
        same = written(datum.id, field, text)
    except Unsealable:
        return False
    return same is not None and _spaced(same) == _spaced(datum)


def _spaced(datum: Datum) -> tuple[str, bool]:
    """First names may be printed with blanks between them."""
    return datum.value.replace("/", " "), datum.is_cut
