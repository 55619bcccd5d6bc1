"""Types of a condition: every name exists, every comparison makes sense, every option is real."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from ..source.diagnostic import Related
from ..source.suggest import nearest
from ..source.wording import _, listed
from .functions import FUNCTIONS, Argument, Function, a_day
from .problem import Problem
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
    type_in_french,
)

ILL_TYPED = "ill-typed-condition"


@dataclass(frozen=True, slots=True)
class ItemScope:
    """Inside any(…) and all(…): the names outside, and item.<part>."""

    outer: Scope
    owner: Declared
    parts: tuple[tuple[str, Type], ...]

    def declared(self, name: str) -> Declared | None:
        """The part under its full name in the procedure, read here as item.<part>."""
        if not name.startswith("item."):
            return self.outer.declared(name)
        part = name.removeprefix("item.")
        if not any(known == part for known, _type in self.parts):
            return None
        found = self.outer.declared(f"{self.owner.name}[].{part}")
        type_ = dict(self.parts)[part]
        return found or Declared(name, type_)

    def names(self) -> Iterable[str]:
        """Outer names, then the parts."""
        yield from self.outer.names()
        yield from (f"item.{part}" for part, _type in self.parts)


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


@dataclass(slots=True)
class _Checker:
    scope: Scope
    problems: list[Problem] = field(default_factory=list)

    def complain(
        self,
        place: Place,
        message: str,
        cure: str = "",
        rule: str = ILL_TYPED,
        about: Declared | None = None,
    ) -> None:
        related = (Related(_("défini ici"), about.span),) if about and about.span else ()
        self.problems.append(Problem(rule, message, place, cure, related))

    def truth(self, expr: Expr) -> None:
        """A complaint unless the expression is true or false."""
        type_ = self.type(expr)
        if type_ in (BOOLEAN, UNKNOWN):
            return
        declared = self.scope.declared(expr.path) if isinstance(expr, Name) else None
        self.complain(
            expr.place,
            _("« {text} » est {type}, pas une condition.").format(
                text=show(expr), type=type_in_french(type_)
            ),
            _truth_cure(expr, type_),
            about=declared,
        )

    def type(self, expr: Expr) -> Type:
        match expr:
            case Number(value):
                return INTEGER if isinstance(value, int) else DECIMAL
            case Text():
                return TEXT
            case Name():
                return self.name(expr)
            case Compare():
                return self.compare(expr)
            case In():
                return self.membership(expr)
            case Not(operand):
                self.truth(operand)
                return BOOLEAN
            case And(parts) | Or(parts):
                for part in parts:
                    self.truth(part)
                return BOOLEAN
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

    def name(self, name: Name) -> Type:
        declared = self.scope.declared(name.path)
        if declared is None:
            self.unknown(name)
            return UNKNOWN
        return declared.type

    def unknown(self, name: Name) -> None:
        if name.path in ("true", "false", "oui", "non", "vrai", "faux"):
            cure = _("Une question à oui ou non s’écrit seule : x, ou « not x ».")
        elif near := nearest(name.path, self.scope.names()):
            cure = _("Vouliez-vous « {name} » ?").format(name=near)
        else:
            cure = _("Déclarez-le sous « fields: », ou mettez un texte entre apostrophes droites.")
        message = _("Le nom « {name} » n’existe pas ici.").format(name=name.path)
        self.complain(name.place, message, cure, rule="unknown-name")

    def compare(self, expr: Compare) -> Type:
        if self.bare_option(expr.left, expr.right) or self.bare_option(expr.right, expr.left):
            return BOOLEAN
        left, right = self.type(expr.left), self.type(expr.right)
        if UNKNOWN in (left, right):
            return BOOLEAN
        self.agree(expr.op, (expr.left, left), (expr.right, right), expr.place)
        return BOOLEAN

    def bare_option(self, name: Expr, other: Expr) -> bool:
        """`situation == marie`: an option without its quotes."""
        if not (isinstance(name, Name) and isinstance(other, Name)):
            return False
        declared = self.scope.declared(other.path)
        if self.scope.declared(name.path) or not declared:
            return False
        if not isinstance(declared.type, Choice) or name.path not in declared.type.options:
            return False
        self.complain(
            name.place,
            _("L’option « {name} » doit être entre apostrophes droites.").format(name=name.path),
            _("Écrivez '{name}'.").replace("{name}", name.path),
            about=declared,
        )
        return True

    def agree(
        self, op: str, left: tuple[Expr, Type], right: tuple[Expr, Type], place: Place
    ) -> None:
        """A complaint unless the two sides may be compared in this way."""
        for (side, type_), (other, _other_type) in ((left, right), (right, left)):
            if isinstance(type_, Choice) and isinstance(other, Text):
                if not self.ordered(op, type_, place):
                    self.option(side, type_, other)
                return
            if is_number(type_) and isinstance(other, Text):
                self.quoted_number(other)
                return
            if type_ == DATE and isinstance(other, Text) and a_day(other.value):
                cure = _("Écrivez date('{day}').").replace("{day}", other.value)
                self.complain(other.place, _("Un texte n’est pas une date."), cure)
                return
            if type_ in (BOOLEAN, OPAQUE) or isinstance(type_, (Choices, Listed)):
                self.incomparable(side, type_)
                return
        if left[1] != right[1] and not (is_number(left[1]) and is_number(right[1])):
            self.mismatch(left, right, place)
        elif not self.ordered(op, left[1], place):
            self.domain(left[0], right[0])
            self.domain(right[0], left[0])

    def ordered(self, op: str, type_: Type, place: Place) -> bool:
        """Whether it complained that texts and options have no order."""
        if op in ("==", "!=") or not (type_ == TEXT or isinstance(type_, Choice)):
            return False
        message = _("« {op} » compare des nombres ou des dates, et ceci est {type}.")
        self.complain(
            place, message.format(op=op, type=type_in_french(type_)), _("Employez ==, != ou in.")
        )
        return True

    def option(self, side: Expr, type_: Choice, text: Text) -> None:
        if text.value in type_.options:
            return
        declared = self.scope.declared(side.path) if isinstance(side, Name) else None
        self.unknown_option(declared, type_.options, text)

    def unknown_option(
        self, declared: Declared | None, options: tuple[str, ...], text: Text
    ) -> None:
        near = nearest(text.value, options)
        cure = (
            _("Vouliez-vous '{near}' ?").replace("{near}", near)
            if near
            else _("Options : {options}.").format(options=", ".join(options[:12]))
        )
        message = _("« {option} » n’est pas une option de « {name} ».").format(
            option=text.value, name=declared.name if declared else "?"
        )
        self.complain(text.place, message, cure, rule="unknown-option", about=declared)

    def quoted_number(self, text: Text) -> None:
        self.complain(
            text.place,
            _("Un nombre est comparé avec un texte, '{value}'.").replace("{value}", text.value),
            _("Écrivez le nombre sans apostrophes : {value}.").format(value=text.value)
            if text.value.strip().isdigit()
            else _("Écrivez un nombre."),
        )

    def incomparable(self, side: Expr, type_: Type) -> None:
        match type_:
            case Choices():
                cure = _("Écrivez contains({name}, 'option').")
            case Listed():
                cure = _("Écrivez count({name}), any({name}, …) ou all({name}, …).")
            case _ if type_ == BOOLEAN:
                cure = _("Une question à oui ou non s’écrit seule : {name}, ou « not {name} ».")
            case _:
                cure = _("Une condition peut seulement demander answered({name}).")
        self.complain(
            side.place,
            _("« {name} » est {type} et ne se compare pas.").format(
                name=show(side), type=type_in_french(type_)
            ),
            cure.replace("{name}", show(side)),
            about=self.scope.declared(side.path) if isinstance(side, Name) else None,
        )

    def mismatch(self, left: tuple[Expr, Type], right: tuple[Expr, Type], place: Place) -> None:
        message = _("On compare {left} (« {left_text} ») avec {right} (« {right_text} »).").format(
            left=type_in_french(left[1]),
            left_text=show(left[0]),
            right=type_in_french(right[1]),
            right_text=show(right[0]),
        )
        declared = self.scope.declared(left[0].path) if isinstance(left[0], Name) else None
        self.complain(place, message, _("Comparez deux valeurs de même type."), about=declared)

    def domain(self, side: Expr, constant: Expr) -> None:
        """A constant that the declared bounds can never meet."""
        value = _constant(constant)
        declared = self.scope.declared(side.path) if isinstance(side, Name) else None
        if value is None or declared is None:
            return
        low, high = declared.minimum, declared.maximum
        if (low is None or value >= low) and (high is None or value <= high):
            return
        self.complain(
            constant.place,
            _("{value} est hors des bornes de « {name} » ({bounds}).").format(
                value=value, name=declared.name, bounds=_bounds(declared)
            ),
            _("Corrigez le nombre, ou les clés « min » et « max » de la question."),
            rule="out-of-domain",
            about=declared,
        )

    def membership(self, expr: In) -> Type:
        type_ = self.type(expr.item)
        if isinstance(type_, (Choices, Listed)) or type_ in (BOOLEAN, OPAQUE):
            self.incomparable(expr.item, type_)
            return BOOLEAN
        seen: list[Expr] = []
        for value in expr.values:
            if type_ != UNKNOWN and not self.bare_option(value, expr.item):
                found = self.type(value)
                if found != UNKNOWN:
                    self.agree("==", (expr.item, type_), (value, found), value.place)
            if value in seen:
                message = _("« {value} » est nommé deux fois dans cette liste.").format(
                    value=show(value)
                )
                self.complain(value.place, message, _("Supprimez-en un."))
            seen.append(value)
        return BOOLEAN

    def number(self, expr: Expr) -> Type:
        type_ = self.type(expr)
        if is_number(type_) or type_ == UNKNOWN:
            return type_
        message = _("« {text} » est {type}, pas un nombre.")
        self.complain(
            expr.place, message.format(text=show(expr), type=type_in_french(type_)), _CALCULATE
        )
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
        message = _("« {op} » ne s’applique pas à {left} et {right}.").format(
            op=expr.op, left=type_in_french(left), right=type_in_french(right)
        )
        self.complain(expr.place, message, _CALCULATE)
        return UNKNOWN

    def product(self, expr: Product) -> Type:
        left, right = self.number(expr.left), self.number(expr.right)
        if UNKNOWN in (left, right):
            return UNKNOWN
        if _constant(expr.left) is None and _constant(expr.right) is None:
            self.complain(
                expr.place,
                _("Une condition ne multiplie pas deux réponses entre elles."),
                _("Multipliez par un nombre fixe : les conditions restent ainsi vérifiables."),
            )
        return DECIMAL if DECIMAL in (left, right) else INTEGER

    def call(self, call: Call) -> Type:
        function = FUNCTIONS.get(call.function)
        if function is None:
            near = nearest(call.function, FUNCTIONS)
            known = _("Fonctions : {names}.").format(names=", ".join(FUNCTIONS))
            cure = _("Vouliez-vous « {name} » ?").format(name=near) if near else known
            message = _("La fonction « {name} » n’existe pas.").format(name=call.function)
            place = Place(call.place.start, call.place.start + len(call.function))
            self.complain(place, message, cure, rule="unknown-name")
            return UNKNOWN
        if len(call.arguments) != len(function.arguments):
            message = _("« {name} » attend entre parenthèses {arguments}.").format(
                name=function.name, arguments=listed(a.value for a in function.arguments)
            )
            self.complain(call.place, message, _example(function))
            return function.result
        self.arguments(call, function)
        return function.result

    def arguments(self, call: Call, function: Function) -> None:
        owner: Type = UNKNOWN
        for expected, argument in zip(function.arguments, call.arguments, strict=True):
            if expected is Argument.OPTION:
                self.contained(call.arguments[0], owner, argument)
            elif expected is Argument.ITEM_CONDITION:
                self.item_condition(call.arguments[0], owner, argument)
            elif expected is Argument.DATE_TEXT:
                self.date_text(argument, function)
            else:
                owner = self.argument(argument, expected, function)

    def argument(self, argument: Expr, expected: Argument, function: Function) -> Type:
        type_ = self.type(argument)
        fits = {
            Argument.DATE: type_ == DATE,
            Argument.LIST: isinstance(type_, Listed),
            Argument.CHOICES: isinstance(type_, Choices),
            Argument.NAME: isinstance(argument, Name),
        }[expected]
        if type_ == UNKNOWN:
            return UNKNOWN
        if not fits or (
            expected in (Argument.LIST, Argument.CHOICES) and not isinstance(argument, Name)
        ):
            message = _("« {function} » attend {expected} ; « {text} » est {type}.").format(
                function=function.name,
                expected=expected.value,
                text=show(argument),
                type=type_in_french(type_),
            )
            declared = self.scope.declared(argument.path) if isinstance(argument, Name) else None
            self.complain(argument.place, message, _example(function), about=declared)
            return UNKNOWN
        return type_

    def contained(self, owner: Expr, type_: Type, argument: Expr) -> None:
        if not isinstance(argument, Text):
            if not isinstance(argument, Broken):
                self.complain(
                    argument.place, _("Le second terme est une option entre apostrophes droites.")
                )
        elif isinstance(type_, Choices) and argument.value not in type_.options:
            declared = self.scope.declared(owner.path) if isinstance(owner, Name) else None
            self.unknown_option(declared, type_.options, argument)

    def item_condition(self, owner: Expr, type_: Type, argument: Expr) -> None:
        if not isinstance(type_, Listed) or not isinstance(owner, Name):
            return
        declared = self.scope.declared(owner.path)
        inner = _Checker(
            ItemScope(self.scope, declared or Declared(owner.path, type_), type_.parts)
        )
        inner.truth(argument)
        self.problems += inner.problems

    def date_text(self, argument: Expr, function: Function) -> None:
        if isinstance(argument, Text) and a_day(argument.value):
            return
        if not isinstance(argument, Broken):
            self.complain(
                argument.place, _("Cette date n’existe pas dans le calendrier."), _example(function)
            )


_CALCULATE = _(
    "On calcule avec des nombres, une date plus ou moins des jours, ou deux dates l’une moins l’autre."
)


def _constant(expr: Expr) -> int | Decimal | None:
    match expr:
        case Number(value):
            return value
        case Negative(operand):
            inside = _constant(operand)
            return None if inside is None else -inside
        case _:
            return None


def _bounds(declared: Declared) -> str:
    if declared.minimum is None:
        return _("{maximum} au plus").format(maximum=declared.maximum)
    if declared.maximum is None:
        return _("{minimum} au moins").format(minimum=declared.minimum)
    return _("de {minimum} à {maximum}").format(minimum=declared.minimum, maximum=declared.maximum)


def _example(function: Function) -> str:
    return _("Exemple : {example}").format(example=function.example)


def _truth_cure(expr: Expr, type_: Type) -> str:
    text = show(expr)
    match type_:
        case Choice(options):
            return (
                _("Comparez-le : {text} == '{option}'")
                .replace("{text}", text)
                .replace("{option}", options[0] if options else "…")
            )
        case Choices(options):
            return f"contains({text}, '{options[0] if options else '…'}')"
        case Listed():
            return f"count({text}) > 0"
        case _:
            return _("Comparez-le, ou demandez answered({text}).").replace("{text}", text)
