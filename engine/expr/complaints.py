"""What is said of a condition that makes no sense: the place, the fault, the cure."""

from __future__ import annotations

from decimal import Decimal

from ..source.diagnostic import Related
from ..source.wording import _, listed
from . import meant
from .functions import FUNCTIONS, Argument, Function
from .problem import Problem
from .syntax import Call, Expr, Name, Number, Place, Text, show
from .types import (
    BOOLEAN,
    DATE,
    Choice,
    Choices,
    Declared,
    Listed,
    Scope,
    Type,
    type_in_french,
)

ILL_TYPED = "ill-typed-condition"
CALCULATE = _(
    "On calcule avec des nombres, une date plus ou moins des jours, "
    "ou deux dates l’une moins l’autre."
)


def about(declared: Declared | None) -> tuple[Related, ...]:
    """« défini ici », where it is known."""
    return (Related(_("défini ici"), declared.span),) if declared and declared.span else ()


def ill_typed(place: Place, message: str, cure: str, declared: Declared | None = None) -> Problem:
    """A comparison, a sum or an argument that cannot be."""
    return Problem(ILL_TYPED, message, place, cure, about(declared))


def written(declared: Declared) -> str:
    """The name as a condition reads it: a list's part is `item.prenom`."""
    _list, is_part, part = declared.name.partition("[].")
    return f"item.{part}" if is_part else declared.name


def declared_of(scope: Scope, expr: Expr) -> Declared | None:
    """What is known of a name; None for any other expression."""
    return scope.declared(expr.path) if isinstance(expr, Name) else None


def not_a_truth(scope: Scope, expr: Expr, type_: Type) -> Problem:
    """A value where a condition is expected."""
    message = _("« {text} » est {type}, pas une condition.").format(
        text=show(expr), type=type_in_french(type_)
    )
    return ill_typed(expr.place, message, _truth_cure(show(expr), type_), declared_of(scope, expr))


def _truth_cure(text: str, type_: Type) -> str:
    match type_:
        case Choice(options):
            cure = _("Comparez-le : {text} == '{option}'").replace("{option}", _first(options))
        case Choices(options):
            cure = _("Écrivez contains({text}, '{option}').").replace("{option}", _first(options))
        case Listed():
            cure = _("Écrivez count({text}) > 0.")
        case _:
            cure = _("Comparez-le, ou demandez answered({text}).")
    return cure.replace("{text}", text)


def _first(options: tuple[str, ...]) -> str:
    return options[0] if options else "…"


def unquoted_option(name: Name, declared: Declared) -> Problem:
    """`situation == marie`."""
    message = _("L’option « {name} » doit être entre apostrophes droites.").format(name=name.path)
    return ill_typed(
        name.place, message, _("Écrivez '{name}'.").replace("{name}", name.path), declared
    )


def quoted_number(text: Text) -> Problem:
    """A number compared with a text."""
    if text.value.strip().isdigit():
        cure = _("Écrivez le nombre sans apostrophes : {value}.").format(value=text.value)
    else:
        cure = _("Écrivez un nombre.")
    message = _("Un nombre est comparé avec un texte, '{value}'.").replace("{value}", text.value)
    return ill_typed(text.place, message, cure)


def quoted_date(text: Text) -> Problem:
    """A date compared with a text."""
    if found := meant.day(text.value):
        cure = _("Écrivez date('{day}').").replace("{day}", found.isoformat())
    elif meant.is_like_a_day(text.value):
        return no_such_day(text.place)
    else:
        cure = example(FUNCTIONS["date"])
    return ill_typed(text.place, _("Un texte n’est pas une date."), cure)


def no_such_day(place: Place) -> Problem:
    """`31/02/2008`."""
    message = _("Cette date n’existe pas dans le calendrier.")
    return ill_typed(place, message, example(FUNCTIONS["date"]))


def undated(argument: Expr) -> Problem:
    """What date(…) does not read."""
    text = argument.value if isinstance(argument, Text) else ""
    if found := meant.day(text):
        message = _("Une date s’écrit année, mois, jour, avec des tirets.")
        cure = _("Écrivez date('{day}').").replace("{day}", found.isoformat())
    elif meant.is_like_a_day(text):
        return no_such_day(argument.place)
    else:
        message = _("« date » attend un jour écrit entre apostrophes, 'AAAA-MM-JJ'.")
        cure = example(FUNCTIONS["date"])
    return ill_typed(argument.place, message, cure)


def no_order(op: str, type_: Type, place: Place) -> Problem:
    """Texts and options have no order."""
    message = _("« {op} » compare des nombres ou des dates, et ceci est {type}.")
    return ill_typed(
        place,
        message.format(op=op, type=type_in_french(type_)),
        _("Employez ==, != ou in."),
    )


def incomparable(scope: Scope, side: Expr, type_: Type) -> Problem:
    """Truths, lists, several choices and files are never compared."""
    match type_:
        case Choices():
            cure = _("Écrivez contains({name}, 'option').")
        case Listed():
            cure = _("Écrivez count({name}), any({name}, …) ou all({name}, …).")
        case _ if type_ == BOOLEAN:
            cure = _("Une question à oui ou non s’écrit seule : {name}, ou « not {name} ».")
        case _:
            cure = _("Une condition peut seulement demander answered({name}).")
    message = _("« {name} » est {type} et ne se compare pas.").format(
        name=show(side), type=type_in_french(type_)
    )
    return ill_typed(
        side.place, message, cure.replace("{name}", show(side)), declared_of(scope, side)
    )


def mismatch(
    scope: Scope, left: tuple[Expr, Type], right: tuple[Expr, Type], place: Place
) -> Problem:
    """Two types that are never equal."""
    message = _("On compare {left} (« {left_text} ») avec {right} (« {right_text} »).").format(
        left=type_in_french(left[1]),
        left_text=show(left[0]),
        right=type_in_french(right[1]),
        right_text=show(right[0]),
    )
    cure = _("Comparez deux valeurs de même type.")
    dates = [side for side, type_ in (left, right) if type_ == DATE and isinstance(side, Name)]
    if dates and any(isinstance(side, Number) for side, _type in (left, right)):
        cure = _(
            "Comptez le temps : age({name}) en années, months_since({name}) en mois, "
            "days_until({name}) en jours."
        ).replace("{name}", show(dates[0]))
    return ill_typed(place, message, cure, declared_of(scope, left[0]))


def out_of_domain(declared: Declared, value: int | Decimal, place: Place) -> Problem:
    """A number that the bounds exclude."""
    message = _("{value} est hors des bornes de « {name} » ({bounds}).").format(
        value=value, name=written(declared), bounds=_bounds(declared)
    )
    cure = _("Corrigez le nombre, ou les clés « min » et « max » de la question.")
    return Problem("out-of-domain", message, place, cure, about(declared))


def _bounds(declared: Declared) -> str:
    if declared.minimum is None:
        return _("{maximum} au plus").format(maximum=declared.maximum)
    if declared.maximum is None:
        return _("{minimum} au moins").format(minimum=declared.minimum)
    return _("de {minimum} à {maximum}").format(minimum=declared.minimum, maximum=declared.maximum)


def not_a_number(expr: Expr, type_: Type) -> Problem:
    """Something else where one calculates."""
    message = _("« {text} » est {type}, pas un nombre.")
    return ill_typed(
        expr.place, message.format(text=show(expr), type=type_in_french(type_)), CALCULATE
    )


def no_sum(op: str, left: Type, right: Type, place: Place) -> Problem:
    """Two types that do not add up."""
    message = _("« {op} » ne s’applique pas à {left} et {right}.").format(
        op=op, left=type_in_french(left), right=type_in_french(right)
    )
    return ill_typed(place, message, CALCULATE)


def arity(call: Call, function: Function) -> Problem:
    """Too few or too many arguments."""
    message = _("« {name} » attend entre parenthèses {arguments}.").format(
        name=function.name, arguments=listed(a.value for a in function.arguments)
    )
    return ill_typed(call.place, message, example(function))


def wrong_argument(
    scope: Scope, argument: Expr, type_: Type, expected: Argument, function: Function
) -> Problem:
    """An argument of another kind."""
    message = _("« {function} » attend {expected} ; « {text} » est {type}.").format(
        function=function.name,
        expected=expected.value,
        text=show(argument),
        type=type_in_french(type_),
    )
    return ill_typed(argument.place, message, example(function), declared_of(scope, argument))


def example(function: Function) -> str:
    """How the function is called."""
    return _("Exemple : {example}").format(example=function.example)
