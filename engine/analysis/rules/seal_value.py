"""Une donnée d’un cachet 2D-DOC n’est pas ce que la norme attend.

Une date va dans une date, un pays dans un pays, « M » ou « F » dans le genre, un texte dans un
texte. Une donnée obligatoire qui ne peut pas être vide doit être connue de tous ceux qui reçoivent
le document.

Faux ::

    fields:
      nom: {label: Nom, type: text, max_length: 38}
      prenoms: {label: Prénoms, type: text, max_length: 60}
      sexe: {label: Sexe, type: choice, options: {feminin: Féminin, masculin: Masculin}}
      naissance: {label: Date de naissance, type: date, before: today}
      lieu: {label: Ville de naissance, type: text, max_length: 32}
      pays: {label: Pays de naissance, type: country}
      adresse: {label: Adresse, type: address}
    flow:
      - screen: identite
        title: Votre identité
        requires: account
        fields: [nom, prenoms, sexe, naissance, lieu, pays, adresse]
        submit: {title: Déposer, outcome: depose, deliver: [attestation]}
    deliverables:
      attestation:
        title: Attestation de prolongation
        template: certificate
        text: Demande n° {{ filing.number }}.
        seal:
          standard: 2d-doc
          type: "13"
          values:
            6J: "'2'"
            6K: filing.number
            6L: filing.date
            6P: "'AUTORISE A TRAVAILLER'"
            6Q: account.number
            "62": nom
            "63": nom
            "60": prenoms
            "68":
              - {when: sexe == 'masculin', value: "'M'"}
              - {when: sexe == 'feminin', value: "'F'"}
            "69": lieu
            6A: lieu
            6C: pays
            "67": pays
            6U: adresse
            6W: adresse.code_postal
            6X: adresse.ville

Juste ::

    fields:
      nom: {label: Nom, type: text, max_length: 38}
      prenoms: {label: Prénoms, type: text, max_length: 60}
      sexe: {label: Sexe, type: choice, options: {feminin: Féminin, masculin: Masculin}}
      naissance: {label: Date de naissance, type: date, before: today}
      lieu: {label: Ville de naissance, type: text, max_length: 32}
      pays: {label: Pays de naissance, type: country}
      adresse: {label: Adresse, type: address}
    flow:
      - screen: identite
        title: Votre identité
        requires: account
        fields: [nom, prenoms, sexe, naissance, lieu, pays, adresse]
        submit: {title: Déposer, outcome: depose, deliver: [attestation]}
    deliverables:
      attestation:
        title: Attestation de prolongation
        template: certificate
        text: Demande n° {{ filing.number }}.
        seal:
          standard: 2d-doc
          type: "13"
          values:
            6J: "'2'"
            6K: filing.number
            6L: filing.date
            6P: "'AUTORISE A TRAVAILLER'"
            6Q: account.number
            "62": nom
            "63": nom
            "60": prenoms
            "68":
              - {when: sexe == 'masculin', value: "'M'"}
              - {when: sexe == 'feminin', value: "'F'"}
            "69": naissance
            6A: lieu
            6C: pays
            "67": pays
            6U: adresse
            6W: adresse.code_postal
            6X: adresse.ville
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...expr.problem import Problem, located
from ...expr.syntax import names
from ...logic import Formula
from ...model.definitions import Condition, SealValue
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ...two_d_doc import SEAL_TYPES, SealField
from ..person import person
from ..rule import Facts, Rule
from ..seal_content import EXPECTED, cure, fits
from ..site import Site
from ..story import Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every value of every seal whose type is known."""
    story = facts.story
    sites: dict[int, list[Site]] = {}
    for site in story.sites:
        sites.setdefault(id(site.condition), []).append(site)
    for deliverable in story.procedure.deliverables.values():
        seal = deliverable.seal
        known = SEAL_TYPES.get(seal.type) if seal and seal.standard == "2d-doc" else None
        for value in seal.values if seal and known else ():
            expected = known.fields.get(value.id) if known else None
            if expected:
                yield from _value(story, value, expected, sites)


def _value(
    story: Story, value: SealValue, expected: SealField, sites: Mapping[int, Sequence[Site]]
) -> Iterator[Diagnostic]:
    """Silent on what has faults of syntax or of names."""
    written = [condition for variant in value.variants for condition in variant if condition]
    if any(story.ledger.problems.get(id(condition)) for condition in written):
        return
    unfit = [given for _when, given in value.variants if not fits(given.expr, story, expected)]
    for given in unfit:
        yield _fault(value, expected, given)
    if not unfit:
        yield from _lacking(story, value, expected, sites)


def _fault(value: SealValue, expected: SealField, given: Condition) -> Diagnostic:
    problem = Problem(
        "seal-value",
        _("La donnée « {id} » ({name}) attend {what}.").format(
            id=value.id, name=expected.name, what=EXPECTED[expected.content]
        ),
        given.expr.place,
        cure(given.expr, expected),
    )
    return located(problem, given.scalar, given.offset)


def _lacking(
    story: Story, value: SealValue, expected: SealField, sites: Mapping[int, Sequence[Site]]
) -> Iterator[Diagnostic]:
    """At the first moment when the document is issued to somebody without that value."""
    if not expected.is_mandatory or not expected.least:
        return
    whens = [sites.get(id(when), ()) if when else () for when, _given in value.variants]
    givens = [sites.get(id(given), ()) for _when, given in value.variants]
    for moment in range(min((len(known) for known in givens), default=0)):
        people = _issued(story, [known[moment] for known in whens if known], givens, moment)
        for known in givens:
            has = _has(story, known[moment])
            people = story.space.and_(people, story.space.not_(has))
        if story.space.is_satisfiable(people):
            yield Diagnostic(
                "seal-value",
                _(
                    "La donnée « {id} » ({name}) est obligatoire et peut manquer. "
                    "Par exemple : {person}."
                ).format(id=value.id, name=expected.name, person=person(story, people)),
                value.span,
                _("Donnez une valeur pour tout le monde, ou rendez la question obligatoire."),
            )
            return


def _issued(
    story: Story, whens: Sequence[Site], givens: Sequence[Sequence[Site]], moment: int
) -> Formula:
    """Who receives the document then: conditions are read before they narrow."""
    people = story.space.false
    for site in [*whens, *(known[moment] for known in givens)]:
        people = story.space.or_(people, site.people)
    return people


def _has(story: Story, site: Site) -> Formula:
    people = site.people
    for name in names(site.condition.expr):
        people = story.space.and_(people, site.asked(name.path))
    return people


RULE = Rule("seal-value", check, needs_whole=True)
