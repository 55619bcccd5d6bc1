"""Aucune variante d’un document ne convient à certaines personnes.

Chaque variante (« variants: ») a sa condition, comme chaque document au choix (« any_of: ») peut en
avoir une. Il doit en rester une pour chaque personne à qui le document est demandé. Le message
donne une personne qui n’aurait rien à joindre.

Faux ::

    fields:
      logement: {label: Logement, type: choice, options: {bail: Bail, hotel: Hôtel, autre: Autre}}
    documents:
      domicile:
        title: Justificatif de domicile
        help: Un document récent.
        variants:
          bail: {title: Vous êtes locataire, when: logement == 'bail'}
          hotel: {title: Vous vivez à l’hôtel, when: logement == 'hotel'}
    flow:
      - screen: logement
        title: Logement
        fields: [logement]
        collect: all
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      logement: {label: Logement, type: choice, options: {bail: Bail, hotel: Hôtel, autre: Autre}}
    documents:
      domicile:
        title: Justificatif de domicile
        help: Un document récent.
        variants:
          bail: {title: Vous êtes locataire, when: logement == 'bail'}
          hotel:
            title: Vous vivez à l’hôtel
            when: logement == 'hotel'
            all_of:
              attestation: {title: Attestation de l’hôtelier}
          autre: {title: Autre situation, when: logement == 'autre'}
    flow:
      - screen: logement
        title: Logement
        fields: [logement]
        collect: all
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...logic import Formula
from ...model.definitions import Document
from ...model.placing import collected
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..doubt import surely
from ..person import person
from ..place import Place
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Wherever a screen collects it; each document once."""
    story, told = facts.story, set[str]()
    for moment in story.moments:
        here = Place(story.ledger, moment.people, moment.asked)
        for document in collected(story.procedure, moment.screen):
            for found, left in _uncovered(here, document):
                people = surely(story, left)
                if found.id not in told and story.space.is_satisfiable(people):
                    told.add(found.id)
                    yield Diagnostic(
                        "variants-uncovered",
                        _(
                            "« {name} » est demandé à des personnes à qui rien n’y convient. "
                            "Par exemple : {person}."
                        ).format(name=found.id, person=person(story, people)),
                        found.span,
                        _("Ajoutez une variante pour elles, ou une condition au document."),
                    )


def _uncovered(here: Place, document: Document) -> Iterator[tuple[Document, Formula]]:
    """The document and its elements, with those to whom it leaves no choice."""
    if document.when:
        here = here.narrowed(here.holds(document.when))
    left = here
    for element in document.variants or document.any_of:
        fits = here.holds(element.when) if element.when else here.space.true
        left = left.narrowed(here.space.not_(fits))
    if document.variants or document.any_of:
        yield document, left.people
    for element in document.elements:
        yield from _uncovered(here, element)


RULE = Rule("variants-uncovered", check, needs_whole=True)
