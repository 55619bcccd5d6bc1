"""Une condition ou un texte lit une réponse que certaines personnes n’ont pas donnée.

Un nom se lit là où il est sûrement répondu : demandé sur tous les chemins qui mènent ici, sans
condition ou sous une condition que le contexte implique. Une question facultative demande toujours
« answered(nom) and … ». Le message donne une personne et le chemin qui évite la question.

Faux ::

    fields:
      enfants: {label: Avez-vous des enfants ?, type: boolean}
      naissance: {label: Naissance de l’aîné, type: date, before: today, when: enfants}
      ecole: {label: Nom de l’école, type: text, when: age(naissance) < 18}
    flow:
      - screen: famille
        title: Famille
        fields: [enfants, naissance, ecole]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      enfants: {label: Avez-vous des enfants ?, type: boolean}
      naissance: {label: Naissance de l’aîné, type: date, before: today, when: enfants}
      ecole: {label: Nom de l’école, type: text, when: enfants and age(naissance) < 18}
    flow:
      - screen: famille
        title: Famille
        fields: [enfants, naissance, ecole]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...expr.problem import Problem, located
from ...expr.syntax import Name
from ...logic import Formula
from ...model.names import LINK
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..person import column, person, way, way_shown
from ..reads import Read, reads
from ..referring import asked_fields
from ..rule import Facts, Rule
from ..site import Expected, Site
from ..story import Story

ELSEWHERE = frozenset(name for name, _type, _label in LINK)
"""What `link-outside-await` tells."""

FILED = ("filing", "clocks")
"""Families of names that come with the filing."""


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each name once per expression, at the first place where it may be missing."""
    told: set[tuple[int, int]] = set()
    story = facts.story
    lost = any(ref.name not in story.procedure.fields for ref in asked_fields(story.procedure))
    for site in story.sites:
        if site.expected is Expected.ANNOUNCED or story.ledger.problems.get(id(site.condition)):
            continue
        for read in reads(story, site):
            key = (id(site.condition), read.name.place.start)
            if key in told or read.name.path in ELSEWHERE or (lost and _never(story, read)):
                continue
            if _missing(story, site, read):
                told.add(key)
                yield from _fault(story, site, read)


def _never(story: Story, read: Read) -> bool:
    """Asked of nobody: while some question is misspelt on its screen, that is why."""
    return not story.space.is_satisfiable(story.asked(read.name.path))


def _missing(story: Story, site: Site, read: Read) -> bool:
    space = story.space
    if site.expected is Expected.PRINTED:  # what is unanswered is left out of a document
        return space.is_satisfiable(read.people) and not space.is_satisfiable(
            space.and_(read.people, read.answered)
        )
    return space.is_satisfiable(space.and_(read.people, space.not_(read.answered)))


def _fault(story: Story, site: Site, read: Read) -> Iterator[Diagnostic]:
    people = story.space.and_(read.people, story.space.not_(read.answered))
    declared = site.scope.declared(read.name.path) or column(story, read.name.path)
    related = (Related(_("défini ici"), declared.span),) if declared and declared.span else ()
    problem = Problem(
        "maybe-unanswered",
        _message(story, site, read, people),
        read.name.place,
        _cure(read.name, bool(declared and declared.optional)),
        related,
    )
    yield located(problem, site.condition.scalar, site.condition.offset)


def _message(story: Story, site: Site, read: Read, people: Formula) -> str:
    name = read.name
    screens = way_shown(way(story, people, site.screen))
    if _family(name) in FILED and people == read.people:
        form = _("« {name} » n’est pas encore connu ici ; chemin : {way}.")
        return form.format(name=name.path, way=screens or "—")
    if _family(name) != "item" and not story.space.is_satisfiable(story.asked(name.path)):
        return _("« {name} » n’est répondu sur aucun chemin qui mène ici.").format(name=name.path)
    return _(
        "« {name} » n’est pas répondu pour tout le monde ici. Par exemple : "
        "{person} ; chemin : {way}."
    ).format(name=name.path, person=person(story, people, site), way=screens or "—")


def _family(name: Name) -> str:
    family, dot, _rest = name.path.partition(".")
    return family if dot else ""


def _cure(name: Name, optional: bool) -> str:
    if _family(name) in FILED:
        cure = _(
            "« {name} » existe une fois la demande déposée : lisez-le après l’écran « submit: », "
            "dans un message ou dans l’instruction."
        )
    elif _family(name) == "account":
        cure = _("Demandez « requires: account », sur la procédure ou sur un écran plus tôt.")
    elif optional:
        cure = _("La réponse est facultative : écrivez « answered({name}) and … ».")
    else:
        cure = _(
            "Posez la question plus tôt, ou reprenez devant la condition qui la fait poser, "
            "puis « and »."
        )
    return cure.replace("{name}", name.path)


RULE = Rule("maybe-unanswered", check)
