"""A condition as a French sentence, in the words that applicants read on their screens.

Negation is pushed inward first, so that every sentence is a plain one. « ou » inside « et » stands
in brackets, and a comma parts clauses that hold « ou » or « et » themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..source.wording import _, listed, ngettext, quoted
from .forms import (
    AGES,
    ANSWERED,
    CALCULATED,
    CONNECTED,
    CONTAINS,
    COUNTS,
    DAYS,
    EQUALS,
    KNOWN,
    LEFT,
    MONTHS,
    NONE_OF,
    NOT_THAT,
    NUMBERS,
    ONE_OF,
    ONE_OF_NUMBERS,
    ROWS,
    SAME,
    THAT,
    YES,
)
from .phrases import Phrases, constant, in_french, is_fixed
from .plain import MIRROR, is_equality, plain, read_first, whole
from .scope import ItemScope
from .syntax import And, Call, Compare, Expr, In, Name, Not, Number, Or, Sum, Text
from .types import BOOLEAN, DATE, Declared, Listed, Scope, is_number


def sentence(expr: Expr, scope: Scope) -> str:
    """The clause of a checked condition: « votre situation familiale est « Marié(e) » »."""
    return _Writer(scope).said(plain(expr, False))


def if_sentence(expr: Expr, scope: Scope) -> str:
    """« si … »."""
    text = sentence(expr, scope)
    form = _("s’{condition}") if text.startswith("il ") else _("si {condition}")
    return form.format(condition=text)


def phrase(expr: Expr, scope: Scope) -> str:
    """Any checked expression: a day (« le 10e jour avant « Échéance » »), a number, a clause."""
    words = Phrases(scope)
    return sentence(expr, scope) if words.type(expr) == BOOLEAN else words.any(expr)


def _counted(forms: tuple[str, str], count: int, **words: str) -> str:
    return ngettext(*forms, count).format(n=in_french(count), **words)


@dataclass(frozen=True, slots=True)
class _Writer:
    """`known` is the name that the words just before have told: its subject is not said again."""

    scope: Scope
    known: str = ""

    @property
    def words(self) -> Phrases:
        return Phrases(self.scope)

    def said(self, expr: Expr) -> str:
        match expr:
            case Not(operand):
                return self.truth(operand, 1)
            case And(parts):
                return self.joined(self.clauses(parts, self.both), _("et"))
            case Or(parts):
                return self.joined(self.clauses(parts, self.either), _("ou"))
            case Compare(op, left, right):
                return self.compared(op, left, right)
            case In():
                return self.member(expr)
            case Call(("any" | "all") as function, (Name(path), condition)):
                inner = _Writer(self.rows(path)).said(condition)
                return ROWS[function].format(list=self.words.named(path), condition=inner)
            case _:
                return self.truth(expr, 0)

    def truth(self, expr: Expr, no: int) -> str:
        """A yes-or-no, or with `no` = 1 its contrary."""
        match expr:
            case Name("signed_in"):
                return CONNECTED[no]
            case Name(path):
                is_answer = not path.startswith(("registry.", "account."))
                answer = self.words.answer(path) if is_answer else self.words.named(path)
                return YES[no].format(answer=answer)
            case Call("answered", (Name(path),)):
                return self.answered(path, no)
            case Call("contains", (Name(path), Text(option))):
                label = quoted(self.words.option(Name(path), option))
                return CONTAINS[no].format(option=label, question=self.words.named(path))
            case _:
                return "…"

    def answered(self, path: str, no: int) -> str:
        declared = self.scope.declared(path)
        if path.startswith("registry.") and declared:
            return KNOWN[no].format(name=declared)
        return ANSWERED[no].format(name=self.words.named(path))

    def rows(self, path: str) -> Scope:
        declared = self.scope.declared(path) or Declared(path, Listed(()))
        parts = declared.type.parts if isinstance(declared.type, Listed) else ()
        return ItemScope(self.scope, declared, parts)

    def clauses(
        self, parts: tuple[Expr, ...], together: Callable[[Expr, Expr], str]
    ) -> list[tuple[str, bool]]:
        """The parts of « et » or « ou », those on one subject said together."""
        found: list[tuple[str, bool]] = []
        waiting = list(parts)
        while waiting:
            first = waiting.pop(0)
            told = together(first, waiting[0]) if waiting else ""
            if told:
                waiting.pop(0)
            found.append((told, True) if told else self.part(first))
        return found

    def both(self, first: Expr, second: Expr) -> str:
        """« « Date du mariage » est renseigné et remonte à au moins 12 mois », or nothing."""
        match first:
            case Call("answered", (Name(path),)):
                return self.after(first, path, second, _("{first} et {second}"))
            case _:
                return self.between(first, second)

    def either(self, first: Expr, second: Expr) -> str:
        """« « Date du mariage » n’est pas renseigné ou remonte à moins de 12 mois », or nothing."""
        match first:
            case Not(Call("answered", (Name(path),))):
                return self.after(first, path, second, _("{first} ou {second}"))
            case _:
                return ""

    def after(self, first: Expr, path: str, second: Expr, form: str) -> str:
        """A comparison of the name just told, whose subject is understood; or nothing."""
        if read_first(second) != path:
            return ""
        if path.startswith("registry.") and not is_equality(second):
            return ""
        told = _Writer(self.scope, path).said(second).strip()
        return form.format(first=self.said(first), second=told)

    def subject(self, expr: Expr) -> str:
        return "" if expr == Name(self.known) else self.words.subject(expr)

    def part(self, expr: Expr) -> tuple[str, bool]:
        """A clause inside another, and whether it holds an « et » or an « ou » of its own."""
        text = self.said(expr)
        if isinstance(expr, And | Or) or (isinstance(expr, Call) and expr.function in ROWS):
            return f"({text})", False
        return text, isinstance(expr, In) and len(expr.values) > 1

    def joined(self, clauses: list[tuple[str, bool]], word: str) -> str:
        texts = [text for text, _busy in clauses]
        if any(busy for _text, busy in clauses):
            return f", {word} ".join(texts)
        return listed(texts, last=word)

    def between(self, first: Expr, second: Expr) -> str:
        """« l’âge est d’au moins 16 ans et de moins de 18 ans », or nothing."""
        match first, second:
            case Compare(">=", left, low), Compare("<", same, high) if left == same:
                lowest, highest = constant(low), constant(high)
            case _:
                return ""
        if lowest is None or highest is None:
            return ""
        form = _("{subject} est d’au moins {low} et de moins de {high}")
        if isinstance(left, Call) and left.function == "age":
            form = _("{subject} est d’au moins {low} ans et de moins de {high} ans")
        elif isinstance(left, Call):
            return ""
        subject = self.subject(left)
        return form.format(subject=subject, low=in_french(lowest), high=in_french(highest))

    def compared(self, op: str, left: Expr, right: Expr) -> str:
        if is_fixed(left) and not is_fixed(right):
            op, left, right = MIRROR[op], right, left
        type_ = self.words.type(left)
        if type_ == DATE:
            return self.days(op, left, right)
        if is_number(type_):
            return self.counts(op, left, right) or self.numbers(op, left, right)
        return self.equals(op, left, right)

    def equals(self, op: str, left: Expr, right: Expr) -> str:
        forms = self.that(left) or (
            SAME if isinstance(right, Name) and right.path != "today" else EQUALS
        )
        value = self.words.value(right, left)
        if isinstance(right, Name) and right.path != "today":
            value = self.words.named(right.path)
        return forms.get(op, "…").format(subject=self.subject(left), value=value)

    def that(self, left: Expr) -> dict[str, str]:
        """« c’est … », after « l’administration connaît … »."""
        is_known = self.known.startswith("registry.") and left == Name(self.known)
        return THAT if is_known else {}

    def days(self, op: str, left: Expr, right: Expr) -> str:
        if op in EQUALS:
            return self.equals(op, left, right)
        words = self.words
        day, on_day = words.day(right), words.on_day(right)
        return DAYS[op].format(subject=self.subject(left), day=day, on_day=on_day)

    def numbers(self, op: str, left: Expr, right: Expr) -> str:
        forms = CALCULATED if constant(right) is None else NUMBERS
        return forms[op].format(subject=self.subject(left), value=self.words.number(right))

    def counts(self, op: str, left: Expr, right: Expr) -> str:
        """What functions count, each in its own words; nothing where the plain ones are better."""
        bound = whole(op, right)
        if bound is None:
            return ""
        number = bound[1] - (op in (">", "<="))
        match left:
            case Call("count", (Name(path),)):
                return self.elements(op, path, bound, number)
            case Call("age", (day,)) if bound[1] >= 0:
                return _counted(AGES[bound[0]], bound[1], age=self.words.counted(left))
            case Call("months_since", (day,)) if bound[1] > 0:
                told = "" if day == Name(self.known) else self.words.day(day)
                return MONTHS[bound[0]].format(day=told, n=in_french(bound[1]))
            case Call("days_until", (day,)):
                return self.left(op, day, number)
        return ""

    def elements(self, op: str, path: str, bound: tuple[str, int], number: int) -> str:
        name = _("la liste {list}").format(list=self.words.named(path))
        if bound in ((">=", 1), ("!=", 0)):
            return _("{list} compte au moins un élément").format(list=name)
        if bound in (("<", 1), ("==", 0)):
            return _("{list} est vide").format(list=name)
        return _counted(COUNTS[op], number, list=name) if number > 0 else ""

    def left(self, op: str, day: Expr, number: int) -> str:
        """Days to come; from none on, the day itself is told: it may be past."""
        if number <= 0:
            return self.days(op, day, Sum("+", Name("today"), Number(number)))
        return _counted(LEFT[op], number, d=self.words.day(day))

    def member(self, expr: In) -> str:
        if len(expr.values) == 1:
            return self.compared("!=" if expr.negated else "==", expr.item, expr.values[0])
        words = self.words
        subject = self.subject(expr.item)
        that = self.that(expr.item)
        values = [words.value(value, expr.item) for value in expr.values]
        if expr.negated:
            neither = (", " if len(values) > 2 else " ").join(f"ni {value}" for value in values)
            return (NOT_THAT if that else NONE_OF).format(subject=subject, neither=neither)
        several = listed(values, last=_("ou"))
        if that:
            return that["=="].format(value=several)
        form = ONE_OF_NUMBERS if is_number(words.type(expr.item)) else ONE_OF
        return form.format(subject=subject, values=several)
