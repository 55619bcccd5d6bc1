"""What a field type is: a value holding a few functions, written in one file of `types/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any

from ..expr.types import Type

Raw = str | Mapping[str, "Raw"] | Sequence["Raw"]
"""What a form, a prompt or a scenario gives, by control:

- TEXT, LONG_TEXT, NUMBER, YES_NO, ONE_OF, SECRET: a text;
- DATE: a text (`2026-01-31`, `31/01/2026`, `31 janvier 2026`) or a mapping of texts day, month and
  year;
- SOME_OF: a sequence of texts, each an option's id or label;
- PARTS: a mapping of part name to the Raw of that part; a missing part is empty, an unknown one is
  not read (it may belong to a part that does not apply now);
- ROWS: a sequence of such mappings; rows left wholly blank are not read;
- REQUEST: a sequence of mappings of the texts document, title, reason and message.
"""

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


OFF = "off"
"""`autocomplete` of what is not about the person who fills in (WHATWG, autofill; WCAG 1.3.5)."""


class Control(Enum):
    """The ways of asking: closed, so that every renderer draws every type."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    SOME_OF = "some_of"
    PARTS = "parts"
    ROWS = "rows"
    SECRET = "secret"  # noqa: S105 - the name of a control
    REQUEST = "request"


class Refused(Exception):
    """An applicant's value that cannot be kept; the sentence says, in French, what to do.

    `part` names the faulty part of a composite (`code_postal`, `2.naissance`: rows count from 1),
    or is empty. `others` are the further faults of the same answer, so that all are told at once.
    The sentence never repeats what was typed: it may end in a log.
    """

    def __init__(self, sentence: str, part: str = "", others: Iterable[Refused] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.part = part
        self.others = tuple(others)

    def under(self, name: str) -> tuple[Refused, ...]:
        """This fault and its others, as faults of the part of that name."""
        return tuple(
            Refused(fault.sentence, f"{name}.{fault.part}".rstrip("."))
            for fault in (self, *self.others)
        )


class Kind(Enum):
    """What an option key of a type holds in YAML."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXT = "text"
    DAY = "day"  # « today » or a date AAAA-MM-JJ
    OPTIONS = "options"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Key:
    """One option key: what it holds, and its help in French for editors."""

    kind: Kind
    help: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One answer offered: its id in conditions, its label and longer text for people."""

    id: str
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the procedure says of one question, for its type.

    `values` holds the option keys as Python values: int, Decimal, bool, str, and for a day bound
    either a date or the text "today". `options` are those offered now. `parts` are a group's
    fields or a list's columns, in order.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()

    def day(self, key: str, today: date) -> date | None:
        """The bound of that key on that day, or None."""
        bound = self.values.get(key)
        return today if bound == "today" else bound


Beside = Callable[[Mapping[str, Any]], Settings | None]
"""From the answers to the parts above, by the names under which conditions read them below the
whole, to what a part is asked with beside them; None where it does not apply."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a group, one column of a list, or one part that every value of a type has.

    `beside` stands for the conditions of the part and of its options; without it, they are none.
    """

    name: str
    label: str
    type: FieldType
    settings: Settings = field(default_factory=Settings)
    optional: bool = False
    beside: Beside | None = None
    autocomplete: str = ""
    """Of a part that every value has, where the whole is about the person who fills in."""

    def asked(self, above: Mapping[str, Any]) -> Part | None:
        """As it is asked beside those answers, if it is."""
        if self.beside is None:
            return self
        settings = self.beside(above)
        return None if settings is None else replace(self, settings=settings)


@dataclass(frozen=True, slots=True)
class Accepts:
    """An example executed by the tests: this raw input is read so, and shown so."""

    raw: Raw
    value: Any
    shown: str
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class Refuses:
    """An example executed by the tests: this raw input is refused with this whole sentence.

    The sentence is written plainly; the tests set its spaces and apostrophes (`typeset`).
    """

    raw: Raw
    sentence: str
    settings: Settings = field(default_factory=Settings)
    part: str = ""


def _same(value: Any, _settings: Settings) -> Any:
    return value


def _offered(settings: Settings) -> tuple[Option, ...]:
    return settings.options


def _any(_value: Any, _settings: Settings, _today: date) -> None:
    """Every value is as good on any other day."""


@dataclass(frozen=True, slots=True, repr=False)
class FieldType:
    """A type of question; the defaults suit a value that is a text kept and shown as it is.

    `parse(raw, settings, today)` gives the value or raises Refused, and nothing else whatever the
    raw; it tolerates the blanks, dots and case people use. An empty raw is refused: the caller asks
    `is_blank` first where the question is optional. `check(value, settings, today)` raises Refused
    for a value that was kept and no longer stands: its option is withdrawn, its day has passed.
    `relevant` is what counts of a value that was kept: not the parts that their conditions set
    aside, which are dormant.
    `show` is French for people. `read` is the value as conditions see it (of the Python type that
    `expression` stands for; an incomplete date is the last day it can be). `pack`/`unpack` are its
    JSON form in the journal. `raw` is what the control holds when the answer is edited again:
    parse(raw(value)) is the value. `options` are the answers the control offers.
    `keys` are its option keys in YAML. `bounds` gives the least and greatest number (or count of
    rows or choices) that parse lets through. `parts` are those that every value has, read in
    conditions as `adresse.code_postal`: the value is then a mapping of part name to value, where an
    empty optional part is absent. `purposes` are what `autocomplete:` may say of such a question,
    `autocomplete` the one it has where its author says nothing.
    """

    name: str
    title: str
    control: Control
    expression: Callable[[Settings], Type]
    parse: Callable[[Raw, Settings, date], Any]
    check: Callable[[Any, Settings, date], None] = _any
    relevant: Callable[[Any, Settings], Any] = _same
    show: Callable[[Any, Settings], str] = _same
    pack: Callable[[Any, Settings], Json] = _same
    unpack: Callable[[Json, Settings], Any] = _same
    raw: Callable[[Any, Settings], Raw] = _same
    read: Callable[[Any, Settings], Any] = _same
    options: Callable[[Settings], tuple[Option, ...]] = _offered
    keys: Mapping[str, Key] = field(default_factory=dict)
    bounds: Callable[[Settings], tuple[Any, Any]] | None = None
    parts: tuple[Part, ...] = ()
    autocomplete: str = ""
    purposes: tuple[str, ...] = ()
    accepts: tuple[Accepts, ...] = ()
    refuses: tuple[Refuses, ...] = ()

    def __repr__(self) -> str:
        """Without the examples, which would fill a screen of any traceback."""
        return f"<field type {self.name}>"
