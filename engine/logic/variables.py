"""What varies from one applicant to another, and how a chosen value becomes an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import count, islice
from typing import Any

from ..expr.types import BOOLEAN, DATE, DECIMAL, INTEGER, TEXT, Choice, Choices, Declared, Type
from .linear import Linear, constant, lines, variable
from .moments import TODAY
from .months import REFERENCE, months_before, within_calendar

Sample = Mapping[str, Any]
"""Variable → whole number (a day is its ordinal), fraction, text or truth."""

Values = Mapping[str, Any]
"""Full name → Python value, as engine/expr/compile reads them."""


class Kind(Enum):
    """What the values of a variable are."""

    TRUTH = "a yes or no"
    OPTION = "one option"
    WORD = "a text"
    MEMBER = "whether a set of options holds this one"
    FILLED = "whether this part of the row is answered"
    WHOLE = "a whole number"
    DENSE = "a decimal"
    DAY = "a day"
    YEARS = "a date of which conditions read only the completed years since"
    MONTHS = "a date of which conditions read only the completed months since"
    COUNT = "how many rows"


@dataclass(frozen=True, slots=True)
class Variable:
    """`key` is its own; `name` is the answer it makes, or the part of a row of the list `owner`.

    `option` is that of a member; `age` is how many years back a date had best lie.
    """

    key: str
    kind: Kind
    name: str
    owner: str = ""
    option: str = ""
    age: int = 0
    type: Type = INTEGER
    minimum: int | Fraction | None = None
    maximum: int | Fraction | None = None

    @property
    def is_number(self) -> bool:
        """Whether conditions add and compare its values by size."""
        return self.kind.name in ("WHOLE", "DENSE", "DAY", "YEARS", "MONTHS", "COUNT")

    @property
    def is_elapsed(self) -> bool:
        """Whether its value is a time since a date."""
        return self.kind in (Kind.YEARS, Kind.MONTHS)

    def limits(self) -> set[Linear]:
        """The lines of its declared bounds."""
        dense = (self.key,) if self.kind is Kind.DENSE else ()
        own = variable(self.key)
        low = () if self.minimum is None else lines(own.plus(constant(-self.minimum)), ">=", dense)
        high = () if self.maximum is None else lines(own.plus(constant(-self.maximum)), "<=", dense)
        return {*low, *high}

    def allows(self, value: Any) -> bool:
        """Whether the value lies within the declared bounds."""
        return (self.minimum is None or value >= self.minimum) and (
            self.maximum is None or value <= self.maximum
        )

    def ordinary(self, sample: Sample) -> int:
        """The number an example had best be near."""
        match self.kind:
            case Kind.DAY:
                return months_before(_day(sample), self.age * 12)
            case Kind.YEARS:
                return self.age
            case Kind.MONTHS:
                return 24
            case _:
                return 1


def _day(sample: Sample) -> int:
    return int(sample.get(TODAY, REFERENCE))


def numeric(key: str, declared: Declared, name: str, owner: str = "") -> Variable:
    """The variable of an integer or a decimal, with its declared bounds."""
    kind = Kind.DENSE if declared.type == DECIMAL else Kind.WHOLE
    low, high = (None if b is None else Fraction(b) for b in (declared.minimum, declared.maximum))
    return Variable(key, kind, name, owner, type=declared.type, minimum=low, maximum=high)


def counted(declared: Declared) -> Variable:
    """The number of rows of a list."""
    low = max(Fraction(0), Fraction(declared.minimum or 0))
    high = None if declared.maximum is None else Fraction(declared.maximum)
    name = declared.name
    return replace(
        Variable(f"count({name})", Kind.COUNT, name, type=declared.type), minimum=low, maximum=high
    )


def candidates(variable: Variable, words: Collection[str], alike: int) -> tuple[Any, ...]:
    """The values of a variable without order; `words` are those the conditions name.

    Options that no condition names are interchangeable: exchanging two of them everywhere changes
    no truth. So as many of them suffice as there are variables alike, which can then all differ.
    """
    match variable.kind, variable.type:
        case Kind.OPTION, Choice(options):
            named = [option for option in options if option in words]
            return (*named, *islice((o for o in options if o not in words), alike))
        case Kind.WORD, _:
            fresh = (f"autre {n}" if n > 1 else "autre" for n in count(1))
            return (*sorted(words), *islice((word for word in fresh if word not in words), alike))
        case Kind.FILLED, _:
            return (True, False)
        case _:
            return (False, True)


def answers(variables: Collection[Variable], sample: Sample) -> dict[str, Any]:
    """The Python values these variables make: answers, or the parts of one row."""
    made: dict[str, Any] = {}
    for one in variables:
        value = sample[one.key]
        if one.kind is Kind.MEMBER:
            made[one.name] = made.get(one.name, frozenset()) | ({one.option} if value else set())
        elif one.kind not in (Kind.COUNT, Kind.FILLED):
            made[one.name] = _python(one.kind, value, sample)
    for one in variables:
        if one.kind is Kind.FILLED and not sample[one.key]:
            made.pop(one.name, None)
    return made


def _python(kind: Kind, value: Any, sample: Sample) -> Any:
    match kind:
        case Kind.DAY:
            return date.fromordinal(within_calendar(value))
        case Kind.YEARS:  # some months after the anniversary: an ordinary day
            return date.fromordinal(within_calendar(months_before(_day(sample), value * 12) - 100))
        case Kind.MONTHS:
            return date.fromordinal(within_calendar(months_before(_day(sample), value) - 10))
        case Kind.DENSE:
            return Decimal(value.numerator) / Decimal(value.denominator)
        case Kind.WHOLE:
            return int(value)
        case _:
            return value


def some_value(declared: Declared) -> Any:
    """An answer, where any will do."""
    if isinstance(declared.type, Choice):
        return next(iter(declared.type.options), "")
    if isinstance(declared.type, Choices):
        return frozenset()
    if declared.type in (INTEGER, DECIMAL):
        return declared.minimum or 0
    plain = {BOOLEAN.name: False, TEXT.name: "autre", DATE.name: date.fromordinal(REFERENCE)}
    return plain.get(getattr(declared.type, "name", ""), ())
