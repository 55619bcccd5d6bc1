"""The words of a condition's sentence: names by their labels, numbers, days, calculations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..source.wording import NBSP, THIN, _, quoted
from .check import check_expression
from .functions import a_day
from .syntax import Call, Expr, Name, Negative, Number, Product, Sum, Text
from .types import DATE, Choice, Scope, Type

MONTHS = (
    _("janvier"),
    _("février"),
    _("mars"),
    _("avril"),
    _("mai"),
    _("juin"),
    _("juillet"),
    _("août"),
    _("septembre"),
    _("octobre"),
    _("novembre"),
    _("décembre"),
)

NOT_ANSWERS = ("registry.", "param.", "account.", "filing.", "clocks.", "service.")
"""Names of what the applicant does not answer."""

_SPEAKS = re.compile(
    r"""[?!:…]\s*$ | [,;] | \b(?:et|ou)\b
    | ^(?:je|j’|tu|il|elle|on|nous|vous|ils|elles|vos|mes|ses|nos|les|des|ces|leurs)\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Labels that cannot be the subject of « est »: questions, clauses, plurals, lists of things."""

_SINGULAR = re.compile(r"(?:Votre|Mon|Ma|Son|Sa|Notre|Leur|Le|La|Un|Une|Ce|Cet|Cette)\s|L’")


def in_french(number: int | Decimal) -> str:
    """« 12 345,6 »; four digits stay together, for they are as often a year."""
    size = abs(Decimal(number))
    whole, _point, decimals = f"{size:,f}".partition(".")
    whole = whole.replace(",", THIN if size >= 10_000 else "")
    sign = "\u2212" if number < 0 else ""
    return sign + ",".join(filter(None, (whole, decimals)))


def french_day(day: date) -> str:
    """« 1er janvier 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return NBSP.join((number, MONTHS[day.month - 1], str(day.year)))


def constant(expr: Expr) -> int | Decimal | None:
    """The number that is written there, or None."""
    match expr:
        case Number(value):
            return value
        case Negative(operand):
            inner = constant(operand)
            return None if inner is None else -inner
        case _:
            return None


def is_fixed(expr: Expr) -> bool:
    """Whether it reads no name: it then stands on the right of « est »."""
    if isinstance(expr, Call):
        return expr.function == "date"
    return isinstance(expr, Text) or constant(expr) is not None


@dataclass(frozen=True, slots=True)
class Phrases:
    """Pieces of sentences in one scope."""

    scope: Scope

    def type(self, expr: Expr) -> Type:
        """The type of any expression."""
        return check_expression(expr, self.scope)[0]

    def label(self, path: str) -> str:
        """What people read for that name; a part is told with its whole."""
        declared = self.scope.declared(path)
        if declared is None:
            return path
        label = declared.label or declared.name
        owner = self.scope.declared(path.rpartition(".")[0])
        if owner and not label.startswith(f"{owner.label} – "):
            label = f"{owner.label or owner.name} – {label}"
        if path.startswith("registry."):
            return _("{label} (d’après l’administration)").format(label=label)
        return label

    def named(self, path: str) -> str:
        """« Nombre d’enfants », with its quotes."""
        return quoted(self.label(path))

    def subject(self, expr: Expr) -> str:
        """What stands before « est », in the singular and without gender."""
        if isinstance(expr, Text):
            return quoted(expr.value)
        if not isinstance(expr, Name):
            return self.day(expr) if self.type(expr) == DATE else self.number(expr)
        label = self.label(expr.path)
        if expr.path == "today":
            return _("la date du jour")
        if _SINGULAR.match(label) and not _SPEAKS.search(label):
            return label[0].lower() + label[1:]
        if not _SPEAKS.search(label):
            return label
        return quoted(label) if expr.path.startswith(NOT_ANSWERS) else self.answer(expr.path)

    def answer(self, path: str) -> str:
        """« la réponse à « … ? » »: what an answer that is no noun is called."""
        return _("la réponse à {question}").format(question=self.named(path))

    def value(self, expr: Expr, of: Expr) -> str:
        """What stands after « est »; `of` is what it is compared with, for its options' labels."""
        match expr:
            case Text(value):
                return quoted(self.option(of, value))
            case _ if self.type(expr) == DATE:
                return self.day(expr)
            case _:
                return self.number(expr)

    def option(self, of: Expr, option: str) -> str:
        """The option as the applicant reads it, a text as it is."""
        declared = self.scope.declared(of.path) if isinstance(of, Name) else None
        return declared.option_label(option) if declared else option

    def day(self, expr: Expr) -> str:
        """A day after « avant » or « après »."""
        match expr:
            case Name("today"):
                return _("aujourd’hui")
            case Name(path):
                return self.named(path)
            case Call("date", (Text(text),)) if day := a_day(text):
                return _("le {day}").format(day=french_day(day))
            case Sum(op, left, right):
                return self.shifted(op, left, right)
            case _:
                return "…"

    def shifted(self, op: str, start: Expr, days: Expr) -> str:
        """A day so many days later or earlier."""
        count = constant(days)
        if count is None:
            later = _("le jour qui vient après {day} au bout de {count} jours")
            earlier = _("le jour qui vient avant {day} de {count} jours")
            sentence = later if op == "+" else earlier
            return sentence.format(day=self.day(start), count=self.number(days))
        count = count if op == "+" else -count
        if count == 0:
            return self.day(start)
        sentence = _("le {nth} jour après {day}") if count > 0 else _("le {nth} jour avant {day}")
        nth = "1er" if count in (1, -1) else f"{in_french(max(count, -count))}e"
        return sentence.format(nth=nth, day=self.day(start))

    def on_day(self, expr: Expr) -> str:
        """A day after « au plus tard »."""
        if isinstance(expr, Name) and expr.path != "today":
            return _("à la date {day}").format(day=self.named(expr.path))
        return self.day(expr)

    def number(self, expr: Expr) -> str:
        """A number, read or calculated."""
        fixed = constant(expr)
        if fixed is not None:
            return in_french(fixed)
        match expr:
            case Name(path):
                return self.named(path)
            case Negative(operand):
                return _("l’opposé de {number}").format(number=self.operand(operand))
            case Product(left, right):
                sentence = _("{left} fois {right}")
                return sentence.format(left=self.operand(left), right=self.operand(right))
            case Sum(op, left, right) if self.type(left) == DATE:
                sentence = _("le nombre de jours entre {start} et {end}")
                return sentence.format(start=self.day(right), end=self.day(left))
            case Sum(op, left, right):
                sentence = _("{left} plus {right}") if op == "+" else _("{left} moins {right}")
                return sentence.format(left=self.operand(left), right=self.operand(right))
            case Call():
                return self.counted(expr)
            case _:
                return "…"

    def operand(self, expr: Expr) -> str:
        """A number inside a calculation, in brackets unless it is one word."""
        text = self.number(expr)
        return text if isinstance(expr, Name | Number) else f"({text})"

    def counted(self, call: Call) -> str:
        """What a function counts."""
        match call:
            case Call("age", (day,)):
                return _("l’âge d’après {day}").format(day=self.day(day))
            case Call("months_since", (day,)):
                return _("le nombre de mois écoulés depuis {day}").format(day=self.day(day))
            case Call("days_until", (day,)):
                return _("le nombre de jours restants avant {day}").format(day=self.day(day))
            case Call("count", (Name(path),)):
                return _("le nombre d’éléments de {list}").format(list=self.named(path))
            case _:
                return "…"

    def any(self, expr: Expr) -> str:
        """The French of a value of whichever type: in a timer, a text."""
        match expr:
            case Text(value):
                return quoted(value)
            case Name(path) if isinstance(self.type(expr), Choice):
                return self.named(path)
            case _:
                return self.on_day(expr) if self.type(expr) == DATE else self.number(expr)
