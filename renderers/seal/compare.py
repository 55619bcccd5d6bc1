"""What a code says against what is printed beside it, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...engine.fields.reading import folded
from ...engine.seal import Code, Datum, Unsealable
from ...engine.seal.printed import readings
from ...engine.seal.write import TEXTS, UNWRITTEN
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

LOST = "\ufffd"
"""What a paper prints for a sign that its letters lack."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of the code that the paper prints otherwise, or (`printed` empty) not at all."""

    id: str
    name: str
    sealed: str
    printed: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, and the French names of values that cannot be compared wherever they stand.

    Of these, the code could write no letter, or the paper prints some that nobody reads.
    `unsigned` are last days of validity that are printed, and that the code does not hold.
    """

    differences: tuple[Difference, ...] = ()
    unsure: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()


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


def compare(code: Code, pages: Sequence[str]) -> Comparison:
    """Every value that is not found after its name, on any page.

    A name stands at the start of a line, or before a colon. Its value goes as far as the next name;
    the last one as far as the end of some line. Accents, case, hyphens, blanks and the two ways of
    writing a date or a country make no difference; a letter or a digit does. Where a name stands
    again, what follows must be right as well: one of both might be hidden under the other. There,
    signs that the paper could not print may stand for any letters, if what is between them agrees.
    """
    known = SEAL_TYPES[code.header.type].fields
    words = tuple(word for page in pages for word in _words(page))
    labels = _labels(words, [(id_, field.name) for id_, field in known.items()])
    differences: list[Difference] = []
    unsure: list[str] = []
    for datum in code.data:
        field = known.get(datum.id)
        if field is None or not datum.value:
            continue
        wrong, is_right, is_unsure = _judged(datum, field, words, labels)
        if wrong or not is_right:
            sealed = readings(datum, field)[0]
            differences.append(Difference(datum.id, field.name, sealed, wrong))
        elif is_unsure or (datum.value == UNWRITTEN and field.content in TEXTS):
            unsure.append(field.name)
    return Comparison(tuple(differences), tuple(unsure))


def _judged(
    datum: Datum, field: SealField, words: Sequence[_Word], labels: Sequence[_Label]
) -> tuple[str, bool, bool]:
    """What is printed instead, whether the value itself is, and whether some of it is lost."""
    wrong, is_right, is_unsure = "", False, False
    for place, label in enumerate(labels):
        if label.id == datum.id:
            is_last = place + 1 == len(labels)
            value = words[label.end : len(words) if is_last else labels[place + 1].start]
            whole, *beginnings = _readings(value)
            has_value = _says(datum, field, whole)
            begins = any(_says(datum, field, text) for text in beginnings)
            is_right = is_right or has_value or (is_last and begins)
            if not (has_value or begins):
                may_be = any(_may_say(datum, field, text) for text in (whole, *beginnings))
                is_unsure = is_unsure or may_be
                wrong = wrong or ("" if may_be else _first_line(value))
    return wrong, is_right, is_unsure


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
    # A line may end within a word that no line could hold: blanks make no difference, then.
    closed = "".join(text.split()) if field.content in TEXTS else text
    return any(_is_written(datum, field, one) for one in dict.fromkeys((text, closed)))


def _is_written(datum: Datum, field: SealField, text: str) -> bool:
    try:
        same = written(datum.id, field, text)
    except Unsealable:
        return False
    if same is None or not same.value:
        return False
    if datum.is_cut:
        return _joined(same).startswith(_joined(datum))
    return _joined(same) == _joined(datum) and not same.is_cut


def _may_say(datum: Datum, field: SealField, text: str) -> bool:
    """Whether it is the value but for signs that are lost. Of a value that was cut only the
    beginning is looked at: nobody knows where it ends."""
    if LOST not in text or field.content not in TEXTS:
        return False
    sealed, runs = _joined(datum), [_run(datum.id, field, run) for run in text.split(LOST)]
    if datum.is_cut:
        return sealed.startswith(runs[0][: len(sealed)])
    place = 0
    for run in runs:
        place = sealed.find(run, place)
        if place < 0:
            return False
        place += len(run)
    return sealed.startswith(runs[0]) and sealed.endswith(runs[-1])


def _run(id_: str, field: SealField, text: str) -> str:
    same = written(id_, field, "".join(text.split()))
    return "" if same is None or same.value == UNWRITTEN else _joined(same)


def _joined(datum: Datum) -> str:
    """Its letters alone: first names may be printed with blanks between them."""
    return datum.value.replace("/", "").replace(" ", "")
