"""Conditions that are built right and say something else than their author meant."""

from __future__ import annotations

from ..source.wording import _
from . import meant
from .complaints import declared_of, ill_typed
from .functions import FUNCTIONS, Argument
from .problem import Problem
from .syntax import And, Call, Compare, Expr, In, Name, Not, Number, Or, Place, Text, show
from .types import BOOLEAN, Choice, Choices, Declared, Scope
from .unknown import NO, NOTHING, YES


def mistaken(scope: Scope, expr: Expr) -> Problem | None:
    """The one thing to say of it, when it is a mistake that is known; else None."""
    match expr:
        case Compare(op, left, right):
            return _valued(scope, op, left, right) or _valued(scope, op, right, left)
        case In(Name() as name, values, negated):
            return _several(scope, name, values, negated)
        case Call("contains", (owner, option)):
            return _contained(scope, owner, option)
        case Call(_, (argument,)):
            return _closed_late(expr, argument)
    return None


def _valued(scope: Scope, op: str, name: Expr, value: Expr) -> Problem | None:
    """A comparison with what no condition compares: yes, nothing, one of several answers."""
    declared = declared_of(scope, name)
    if declared is None or op not in ("==", "!="):
        return None
    if isinstance(declared.type, Choices):
        return _several(scope, name, (value,), op == "!=")
    if isinstance(value, Text):
        word, is_known = value.value, False
    elif isinstance(value, Name):
        word, is_known = value.path, scope.declared(value.path) is not None
    else:
        return None
    word = word.lower()
    if is_known or _is_among(declared, word):
        return None
    if isinstance(value, Name) and word in NOTHING:
        asked = f"answered({show(name)})"
        return _worded(value, asked if op == "!=" else f"not {asked}")
    if declared.type == BOOLEAN and word in YES + NO:
        is_yes = (word in YES) == (op == "==")
        instead = show(name) if is_yes else f"not {show(name)}"
        if isinstance(value, Name):
            return _worded(value, instead)
        message = _("« {name} » est un oui ou non et ne se compare pas.").format(name=show(name))
        return ill_typed(name.place, message, _written(instead), declared)
    return None


def _is_among(declared: Declared, word: str) -> bool:
    return isinstance(declared.type, Choice) and word in declared.type.options


def _worded(value: Name, instead: str) -> Problem:
    message = _("« {name} » ne s’écrit pas dans une condition.").format(name=value.path)
    return Problem("unknown-name", message, value.place, _written(instead))


def _written(instead: str) -> str:
    return _("Écrivez {instead}.").replace("{instead}", instead)


def _several(scope: Scope, name: Expr, values: tuple[Expr, ...], negated: bool) -> Problem | None:
    """`usages == 'travail'`."""
    declared = declared_of(scope, name)
    if declared is None or not isinstance(declared.type, Choices):
        return None
    options = [option for value in values if (option := _option(declared, value))]
    if len(options) < len(values) or not values:
        return None
    tests = [f"contains({show(name)}, '{option}')" for option in options]
    instead = " and ".join(f"not {test}" for test in tests) if negated else " or ".join(tests)
    message = _("« {name} » a plusieurs réponses et ne se compare pas.").format(name=show(name))
    return ill_typed(name.place, message, _written(instead), declared)


def _option(declared: Declared, value: Expr) -> str | None:
    """The option that a text, or a name without its quotes, is or was to be."""
    word = value.value if isinstance(value, Text) else value.path if isinstance(value, Name) else ""
    options = declared.type.options if isinstance(declared.type, Choice | Choices) else ()
    return meant.option(word, options, declared.labels) if word else None


def _contained(scope: Scope, owner: Expr, option: Expr) -> Problem | None:
    """`contains('travail', usages)`, `contains(usages, travail)`."""
    declared, other = declared_of(scope, owner), declared_of(scope, option)
    if other and isinstance(other.type, Choices) and declared is None:
        found, message = other, _("« contains » lit la question d’abord, puis l’option.")
        place, word = Place(owner.place.start, option.place.end), _option(other, owner)
    elif declared and isinstance(declared.type, Choices) and isinstance(option, Name):
        found, message = declared, _("Le second terme est une option entre apostrophes droites.")
        place, word = option.place, _option(declared, option)
    else:
        return None
    name = owner if found is declared else option
    instead = f"contains({show(name)}, '{word or '…'}')"
    return ill_typed(place, message, _written(instead))


def _closed_late(call: Call, argument: Expr) -> Problem | None:
    """`age(naissance < 18)`."""
    function = FUNCTIONS.get(call.function)
    if function is None or len(function.arguments) != 1:
        return None
    if function.arguments[0] in (Argument.DATE_TEXT, Argument.ITEM_CONDITION):
        return None
    first = argument.parts[0] if isinstance(argument, And | Or) else argument
    if not isinstance(first, Compare | In):
        return None
    outside = _outside(call.function, first, function.result == BOOLEAN)
    if isinstance(argument, And | Or):
        word = " and " if isinstance(argument, And) else " or "
        outside = word.join([outside, *map(show, argument.parts[1:])])
    message = _("La parenthèse de « {name} » se ferme trop tard.").format(name=call.function)
    return ill_typed(call.place, message, _written(outside))


def _outside(function: str, compared: Compare | In, is_truth: bool) -> str:
    """With the bracket closed behind the first term."""
    first = compared.left if isinstance(compared, Compare) else compared.item
    called = Call(function, (first,))
    if is_truth:
        return f"{show(called)} and {show(compared)}"
    if isinstance(compared, Compare):
        return show(Compare(compared.op, called, compared.right))
    return show(In(called, compared.values, compared.negated))


def hanging(scope: Scope, junction: And | Or, before: Expr | None, part: Expr) -> Problem | None:
    """`situation == 'a' or 'b'`: the value of a comparison that stands alone."""
    while isinstance(before, And | Or):
        before = before.parts[-1]
    before = before.operand if isinstance(before, Not) else before
    first = before.left if isinstance(before, Compare) else None
    first = before.item if isinstance(before, In) else first
    if not isinstance(first, Name) or not _is_value(scope, first, part):
        return None
    word = "or" if isinstance(junction, Or) else "and"
    name, value = show(first), _quoted(part)
    match before:
        case Compare(op, _, right) if op in ("==", "!=") and (op, word) != ("==", "or"):
            listed = f"[{_quoted(right)}, {value}]"
            instead = f"{name} {'in' if op == '==' else 'not in'} {listed}"
        case Compare(op):
            instead = f"{word} {name} {op} {value}"
        case In(_, values, negated):
            inside = ", ".join([*map(show, values), value])
            instead = f"{name} {'not in' if negated else 'in'} [{inside}]"
        case _:
            return None
    message = _("« {text} » n’est comparé avec rien.").format(text=show(part))
    return ill_typed(part.place, message, _written(instead))


def _is_value(scope: Scope, first: Name, part: Expr) -> bool:
    declared = scope.declared(first.path)
    if isinstance(part, Name):
        return (
            declared is not None
            and scope.declared(part.path) is None
            and isinstance(declared.type, Choice)
            and part.path in declared.type.options
        )
    return declared is not None and isinstance(part, Text | Number)


def _quoted(value: Expr) -> str:
    return f"'{value.path}'" if isinstance(value, Name) else show(value)
