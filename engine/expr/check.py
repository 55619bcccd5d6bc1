"""Types of a condition: every name exists, every comparison makes sense, every option is real."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from ..source.wording import _
from . import complaints as say
from .functions import FUNCTIONS, Argument, Function, a_day
from .mistaken import hanging, mistaken
from .problem import Problem
from .scope import ItemScope
from .syntax import (
    And,
    Broken,
    Call,
    Compare,
    Expr,
    In,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Place,
    Product,
    Sum,
    Text,
    show,
)
from .types import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    OPAQUE,
    TEXT,
    UNKNOWN,
    Choice,
    Choices,
    Declared,
    Listed,
    Scope,
    Type,
    is_number,
)
from .unknown import unknown_function, unknown_name, unknown_option

Side = tuple[Expr, Type]


def check_condition(expr: Expr, scope: Scope) -> tuple[Problem, ...]:
    """The problems of an expression that must be true or false."""
    checker = _Checker(scope)
    checker.truth(expr)
    return tuple(checker.problems)


def check_expression(expr: Expr, scope: Scope) -> tuple[Type, tuple[Problem, ...]]:
    """The type of any expression (a template's, a seal value's) and its problems."""
    checker = _Checker(scope)
    type_ = checker.type(expr)
    return type_, tuple(checker.problems)


@dataclass(frozen=True, slots=True)
class _Checker:
    scope: Scope
    problems: list[Problem] = field(default_factory=list)

    def tell(self, problem: Problem) -> None:
        self.problems.append(problem)

    def truth(self, expr: Expr) -> None:
        """A complaint unless the expression is true or false."""
        type_ = self.type(expr)
        if type_ not in (BOOLEAN, UNKNOWN):
            self.tell(say.not_a_truth(self.scope, expr, type_))

    def type(self, expr: Expr) -> Type:
        if known := mistaken(self.scope, expr):
            self.tell(known)
            return UNKNOWN
        match expr:
            case Number(value):
                return INTEGER if isinstance(value, int) else DECIMAL
            case Text():
                return TEXT
            case Name():
                return self.name(expr)
            case Compare():
                self.compare(expr)
            case In():
                self.membership(expr)
            case Not(operand):
                self.truth(operand)
            case And(parts) | Or(parts):
                for before, part in zip((None, *parts), parts, strict=False):
                    if lone := hanging(self.scope, expr, before, part):
                        self.tell(lone)
                    else:
                        self.truth(part)
            case Sum():
                return self.sum(expr)
            case Product():
                return self.product(expr)
            case Negative(operand):
                return self.number(operand)
            case Call():
                return self.call(expr)
            case Broken():
                return UNKNOWN
        return BOOLEAN

    def name(self, name: Name) -> Type:
        declared = self.scope.declared(name.path)
        if declared is None:
            self.tell(unknown_name(self.scope, name))
            return UNKNOWN
        return declared.type

    def compare(self, expr: Compare) -> None:
        if self.bare_option(expr.left, expr.right) or self.bare_option(expr.right, expr.left):
            return
        left, right = self.type(expr.left), self.type(expr.right)
        if UNKNOWN not in (left, right):
            self.agree(expr.op, (expr.left, left), (expr.right, right), expr.place)

    def bare_option(self, name: Expr, other: Expr) -> bool:
        """Whether an option stands without its quotes, which is then told."""
        declared = say.declared_of(self.scope, other)
        if not isinstance(name, Name) or self.scope.declared(name.path) or declared is None:
            return False
        if not isinstance(declared.type, Choice) or name.path not in declared.type.options:
            return False
        self.tell(say.unquoted_option(name, declared))
        return True

    def agree(self, op: str, left: Side, right: Side, place: Place) -> None:
        """A complaint unless the two sides may be compared in this way."""
        if self.with_text(op, left, right[0], place) or self.with_text(op, right, left[0], place):
            return
        for side, type_ in (left, right):
            if type_ in (BOOLEAN, OPAQUE) or isinstance(type_, Choices | Listed):
                self.tell(say.incomparable(self.scope, side, type_))
                return
        if left[1] != right[1] and not (is_number(left[1]) and is_number(right[1])):
            self.tell(say.mismatch(self.scope, left, right, place))
        elif self.unordered(op, left[1]):
            self.tell(say.no_order(op, left[1], place))
        else:
            self.domain(left[0], right[0])
            self.domain(right[0], left[0])

    def with_text(self, op: str, side: Side, text: Expr, place: Place) -> bool:
        """Whether this was a comparison with a text written out, judged here."""
        expr, type_ = side
        if not isinstance(text, Text):
            return False
        if isinstance(type_, Choice):
            if self.unordered(op, type_):
                self.tell(say.no_order(op, type_, place))
            elif text.value not in type_.options:
                declared = say.declared_of(self.scope, expr)
                self.tell(unknown_option(declared, type_.options, text))
        elif is_number(type_):
            self.tell(say.quoted_number(text))
        elif type_ == DATE:
            self.tell(say.quoted_date(text))
        else:
            return False
        return True

    def unordered(self, op: str, type_: Type) -> bool:
        return op not in ("==", "!=") and (type_ == TEXT or isinstance(type_, Choice))

    def domain(self, side: Expr, constant: Expr) -> None:
        """A complaint about a constant that the declared bounds can never meet."""
        value, declared = _constant(constant), say.declared_of(self.scope, side)
        if value is None or declared is None:
            return
        low, high = declared.minimum, declared.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            self.tell(say.out_of_domain(declared, value, constant.place))

    def membership(self, expr: In) -> None:
        type_ = self.type(expr.item)
        if isinstance(type_, Choices | Listed) or type_ in (BOOLEAN, OPAQUE):
            self.tell(say.incomparable(self.scope, expr.item, type_))
            return
        seen: list[Expr] = []
        for value in expr.values:
            if type_ != UNKNOWN and not self.bare_option(value, expr.item):
                found = self.type(value)
                if found != UNKNOWN:
                    self.agree("==", (expr.item, type_), (value, found), value.place)
            if value in seen:
                message = _("« {value} » est nommé deux fois dans cette liste.")
                message = message.format(value=show(value))
                self.tell(say.ill_typed(value.place, message, _("Supprimez-en un.")))
            seen.append(value)

    def number(self, expr: Expr) -> Type:
        type_ = self.type(expr)
        if is_number(type_) or type_ == UNKNOWN:
            return type_
        self.tell(say.not_a_number(expr, type_))
        return UNKNOWN

    def sum(self, expr: Sum) -> Type:
        left, right = self.type(expr.left), self.type(expr.right)
        if left == DATE and right == DATE and expr.op == "-":
            return INTEGER
        if left == DATE and right in (INTEGER, UNKNOWN):
            return DATE
        if UNKNOWN in (left, right):
            return UNKNOWN
        if is_number(left) and is_number(right):
            return DECIMAL if DECIMAL in (left, right) else INTEGER
        self.tell(say.no_sum(expr.op, left, right, expr.place))
        return UNKNOWN

    def product(self, expr: Product) -> Type:
        left, right = self.number(expr.left), self.number(expr.right)
        if UNKNOWN in (left, right):
            return UNKNOWN
        if _constant(expr.left) is None and _constant(expr.right) is None:
            message = _("Une condition ne multiplie pas deux réponses entre elles.")
            cure = _("Multipliez par un nombre fixe : les conditions restent ainsi vérifiables.")
            self.tell(say.ill_typed(expr.place, message, cure))
        return DECIMAL if DECIMAL in (left, right) else INTEGER

    def call(self, call: Call) -> Type:
        function = FUNCTIONS.get(call.function)
        if function is None:
            self.tell(unknown_function(call))
            return UNKNOWN
        if len(call.arguments) != len(function.arguments):
            self.tell(say.arity(call, function))
            return function.result
        owner: Type = UNKNOWN
        told = len(self.problems)
        for expected, argument in zip(function.arguments, call.arguments, strict=True):
            match expected:
                case Argument.OPTION:
                    self.contained(call.arguments[0], owner, argument)
                case Argument.ITEM_CONDITION:
                    self.item_condition(call.arguments[0], owner, argument)
                case Argument.DATE_TEXT:
                    self.date_text(argument)
                case _:
                    owner = self.argument(argument, expected, function)
        return function.result if len(self.problems) == told else UNKNOWN

    def argument(self, argument: Expr, expected: Argument, function: Function) -> Type:
        type_ = self.type(argument)
        fits = {
            Argument.DATE: type_ == DATE,
            Argument.LIST: isinstance(type_, Listed) and isinstance(argument, Name),
            Argument.CHOICES: isinstance(type_, Choices) and isinstance(argument, Name),
            Argument.NAME: isinstance(argument, Name),
        }[expected]
        if fits or type_ == UNKNOWN:
            return type_
        self.tell(say.wrong_argument(self.scope, argument, type_, expected, function))
        return UNKNOWN

    def contained(self, owner: Expr, type_: Type, argument: Expr) -> None:
        if isinstance(argument, Text):
            if isinstance(type_, Choices) and argument.value not in type_.options:
                declared = say.declared_of(self.scope, owner)
                self.tell(unknown_option(declared, type_.options, argument))
        elif not isinstance(argument, Broken):
            message = _("Le second terme est une option entre apostrophes droites.")
            self.tell(say.ill_typed(argument.place, message, say.example(FUNCTIONS["contains"])))

    def item_condition(self, owner: Expr, type_: Type, argument: Expr) -> None:
        if not isinstance(type_, Listed) or not isinstance(owner, Name):
            return
        declared = self.scope.declared(owner.path) or Declared(owner.path, type_)
        _Checker(ItemScope(self.scope, declared, type_.parts), self.problems).truth(argument)

    def date_text(self, argument: Expr) -> None:
        if isinstance(argument, Broken) or (isinstance(argument, Text) and a_day(argument.value)):
            return
        self.tell(say.undated(argument))


def _constant(expr: Expr) -> int | Decimal | None:
    """The number written, its sign included."""
    match expr:
        case Number(value):
            return value
        case Negative(operand):
            inside = _constant(operand)
            return None if inside is None else -inside
        case _:
            return None
