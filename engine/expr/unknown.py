"""What is said of a name, a function or an option that does not exist, and which one was meant."""

from __future__ import annotations

from collections.abc import Iterator

from ..source.suggest import nearest
from ..source.wording import _
from . import meant
from .complaints import about, example, written
from .functions import FUNCTIONS, Argument
from .problem import Problem
from .syntax import Call, Name, Place, Text
from .types import DATE, Choice, Choices, Declared, Listed, Scope

YES = ("true", "oui", "vrai", "yes")
NO = ("false", "non", "faux", "no")
NOTHING = ("null", "none", "nil", "vide", "rien", "empty", "undefined")
TODAY = ("now", "maintenant", "aujourdhui", "aujourd_hui", "date_du_jour", "ce_jour")
_FUNCTIONS = {
    "len": "count",
    "size": "count",
    "nombre": "count",
    "contient": "contains",
    "includes": "contains",
    "isset": "answered",
    "rempli": "answered",
    "renseigne": "answered",
    "annees": "age",
    "years_since": "age",
}
_SOME = 12


def unknown_name(scope: Scope, name: Name) -> Problem:
    """A name that is declared nowhere."""
    if name.path.lower() in YES[:3] + NO[:3]:
        message = _("« {name} » ne s’écrit pas dans une condition.").format(name=name.path)
        cure = _("Une question à oui ou non s’écrit seule : « enfants », ou « not enfants ».")
        return Problem("unknown-name", message, name.place, cure)
    message = _("Le nom « {name} » n’existe pas ici.").format(name=name.path)
    return Problem("unknown-name", message, name.place, _name_cure(scope, name.path))


def _name_cure(scope: Scope, path: str) -> str:
    if path.lower() in TODAY:
        return _("Écrivez « {name} ».").format(name="today")
    if path.lower() in NOTHING:
        return _("Écrivez answered(nom) ou not answered(nom), avec le nom de la question.")
    if instead := _instead(scope, path):
        return _("Écrivez {instead}.").replace("{instead}", instead)
    if near := nearest(path, scope.names()):
        cure = _("Vouliez-vous « {name} » ?").format(name=near)
        return " ".join(filter(None, (cure, meant.strange(path))))
    if path in FUNCTIONS:
        return example(FUNCTIONS[path])
    return _("Déclarez-le sous « fields: », ou mettez un texte entre apostrophes droites.")


def _instead(scope: Scope, path: str) -> str | None:
    """What is surely meant: an option behind its question, a name without its family, …"""
    owner, _dot, last = path.rpartition(".")
    found = scope.declared(owner) if owner else None
    if found and (equal := is_option(found, last)):
        return equal
    if found and isinstance(found.type, Listed) and last in dict(found.type.parts):
        return f"any({owner}, … item.{last} …)"
    if path in FUNCTIONS and FUNCTIONS[path].arguments == (Argument.DATE,):
        for day in _days(scope):
            return f"{path}({day})"
    endings = [name for name in scope.names() if name.endswith(f".{path}")]
    if len(endings) == 1:
        return endings[0]
    offers = (scope.declared(name) for name in scope.names())
    told = [equal for one in offers if one and (equal := is_option(one, path))]
    return told[0] if len(told) == 1 else None


def is_option(declared: Declared, option: str) -> str | None:
    """The condition that this option is the answer; None when it is none."""
    match declared.type:
        case Choice(options) if option in options:
            return f"{written(declared)} == '{option}'"
        case Choices(options) if option in options:
            return f"contains({written(declared)}, '{option}')"
    return None


def _days(scope: Scope) -> Iterator[str]:
    """The questions that ask for a day, a birth first."""
    known = [name for name in scope.names() if "." not in name and name != "today"]
    dates = [name for name in known if (found := scope.declared(name)) and found.type == DATE]
    yield from sorted(dates, key=lambda name: "naiss" not in name)


def unknown_function(call: Call) -> Problem:
    """A call of nothing."""
    wrong = call.function
    near = _FUNCTIONS.get(meant.folded(wrong)) or nearest(wrong, FUNCTIONS)
    if wrong.lower() in ("today", *TODAY):
        cure = _("Écrivez « {name} », sans parenthèses.").format(name="today")
    elif near:
        cure = _("Vouliez-vous « {name} » ?").format(name=near)
    else:
        cure = _("Fonctions : {names}.").format(names=", ".join(FUNCTIONS))
    message = _("La fonction « {name} » n’existe pas.").format(name=wrong)
    place = Place(call.place.start, call.place.start + len(wrong))
    return Problem("unknown-name", message, place, cure)


def unknown_option(declared: Declared | None, options: tuple[str, ...], text: Text) -> Problem:
    """A text that is none of the options."""
    if near := meant.option(text.value, options, declared.labels if declared else ()):
        cure = _("Vouliez-vous '{near}' ?").replace("{near}", near)
        cure = " ".join(filter(None, (cure, meant.strange(text.value))))
    else:
        form = _("Options : {options}…") if len(options) > _SOME else _("Options : {options}.")
        cure = form.format(options=", ".join(options[:_SOME]))
    message = _("« {option} » n’est pas une option de « {name} ».").format(
        option=text.value, name=written(declared) if declared else "?"
    )
    return Problem("unknown-option", message, text.place, cure, about(declared))
