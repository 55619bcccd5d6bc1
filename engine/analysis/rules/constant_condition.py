"""Une condition est toujours vraie, ou jamais, là où elle se trouve.

Le calcul est exact : il tient compte des questions déjà posées, des chemins qui mènent ici, des
bornes et des options. Une condition toujours vraie est inutile ; une condition jamais vraie cache
ce qu’elle garde.

Faux ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
      tuteur: {label: Nom de votre tuteur, type: text, when: age < 18 and age > 20}
    flow:
      - screen: vous
        title: Vous
        fields: [age, tuteur]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
      tuteur: {label: Nom de votre tuteur, type: text, when: age < 18}
    flow:
      - screen: vous
        title: Vous
        fields: [age, tuteur]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...expr.problem import Problem, located
from ...expr.syntax import And, Expr, Or, Place, show
from ...logic import Formula
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..rule import Facts, Rule
from ..site import Expected, Site
from ..story import Story


@dataclass(frozen=True, slots=True)
class _Constant:
    expr: Expr
    value: bool


_CONDITIONS = (Expected.CONDITION, Expected.ANNOUNCED)


def check(facts: Facts) -> Iterable[Diagnostic]:
    """A condition that stands at several places is constant if it is so at each that is reached."""
    story = facts.story
    found: dict[int, tuple[Site, set[_Constant | None]]] = {}
    for site in story.sites:
        if site.expected not in _CONDITIONS or story.ledger.problems.get(id(site.condition)):
            continue
        if story.space.is_satisfiable(site.people):
            told = found.setdefault(id(site.condition), (site, set()))
            told[1].add(_constant(story, site, site.condition.expr, site.people))
    for site, constants in found.values():
        if len(constants) == 1 and (constant := constants.pop()):
            yield _fault(site, constant)


def _constant(story: Story, site: Site, expr: Expr, people: Formula) -> _Constant | None:
    """The smallest part that is constant for these people."""
    space = story.space
    if isinstance(expr, And | Or):
        for part in expr.parts:
            inside = _constant(story, site, part, people)
            if inside:
                return inside
            holds = space.formula(part, site.scope, site.asked)
            people = space.and_(people, holds if isinstance(expr, And) else space.not_(holds))
        return None
    holds = space.formula(expr, site.scope, site.asked)
    if not space.is_satisfiable(space.and_(people, holds)):
        return _Constant(expr, value=False)
    if not space.is_satisfiable(space.and_(people, space.not_(holds))):
        return _Constant(expr, value=True)
    return None


def _fault(site: Site, constant: _Constant) -> Diagnostic:
    place: Place = constant.expr.place
    text = show(constant.expr)
    if constant.value:
        message = _("« {text} » est toujours vrai ici.").format(text=text)
        cure = _("Supprimez cette condition : elle n’écarte personne.")
    else:
        message = _("« {text} » n’est jamais vrai ici.").format(text=text)
        cure = _("Corrigez-la, ou supprimez ce qu’elle garde : personne ne l’atteint.")
    problem = Problem("constant-condition", message, place, cure)
    return located(problem, site.condition.scalar, site.condition.offset)


RULE = Rule("constant-condition", check, every_use=True)
