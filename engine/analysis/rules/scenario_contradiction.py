"""Un scénario attend deux choses qui ne vont pas ensemble.

Un parcours qui s’arrête à une fin ne dépose rien : ni état, ni suite. Une réponse refusée arrête la
personne à son écran. Les écrans se passent une fois chacun, dans l’ordre du parcours.

Faux ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
    flow:
      - screen: vous
        title: Vous
        fields: [age]
        next:
          - {when: age < 18, to: mineur}
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    ends:
      mineur: {title: Revenez à 18 ans, text: Cette démarche est pour les adultes.}
    # fichier: scenarios/exemple/mineur.yaml
    scenario: Une personne de 16 ans est arrêtée poliment
    procedure: exemple
    today: 2026-11-02
    answers: {age: 16}
    expect:
      screens: [depot, vous]
      end: mineur

Juste ::

    fields:
      age: {label: Votre âge, type: integer, min: 0, max: 120}
    flow:
      - screen: vous
        title: Vous
        fields: [age]
        next:
          - {when: age < 18, to: mineur}
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
    ends:
      mineur: {title: Revenez à 18 ans, text: Cette démarche est pour les adultes.}
    # fichier: scenarios/exemple/mineur.yaml
    scenario: Une personne de 16 ans est arrêtée poliment
    procedure: exemple
    today: 2026-11-02
    answers: {age: 16}
    expect:
      screens: [vous]
      end: mineur
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from ...model.definitions import End, Procedure, Ref
from ...model.placing import screens
from ...source.diagnostic import Diagnostic, Related
from ...source.position import Span
from ...source.wording import _
from ..rule import Facts, Rule
from ..scenario import Expectation, Scenario
from ..scenario_answers import expected_refused


def check(facts: Facts, scenario: Scenario) -> Iterable[Diagnostic]:
    """What is expected, against itself and against the shape of the flow."""
    procedure, expect = facts.story.procedure, scenario.expect
    if not scenario.is_in_place:
        return
    yield from _order(procedure, expect)
    yield from _twice(expect)
    yield from _filed_and_ended(scenario)
    yield from _refused_and_done(scenario)
    end = procedure.ends.get(expect.end.name) if expect.end else None
    if end:
        yield from _opened(expect, end)


def _fault(message: str, span: Span, cure: str, *related: Related) -> Diagnostic:
    return Diagnostic("scenario-contradiction", message, span, cure, related)


def _order(procedure: Procedure, expect: Expectation) -> Iterator[Diagnostic]:
    rank = {screen.id: index for index, (_step, screen) in enumerate(screens(procedure))}
    known = [ref for ref in expect.screens or () if ref.name in rank]
    for before, after in pairwise(known):
        if rank[after.name] < rank[before.name]:
            message = _("L’écran « {after} » ne peut pas venir après « {before} ».").format(
                after=after.name, before=before.name
            )
            yield _fault(message, after.span, _("Suivez l’ordre du parcours."))


def _twice(expect: Expectation) -> Iterator[Diagnostic]:
    for refs in (expect.screens, expect.documents, expect.attestations):
        first: dict[str, Ref] = {}
        for ref in refs or ():
            known = first.setdefault(ref.name, ref)
            if known is not ref:
                message = _("« {name} » est nommé deux fois.").format(name=ref.name)
                related = Related(_("première fois ici"), known.span)
                yield _fault(message, ref.span, _("Supprimez-en un."), related)


def _filed_and_ended(scenario: Scenario) -> Iterator[Diagnostic]:
    expect = scenario.expect
    if expect.state and expect.outcome:
        message = _("Une demande déposée a un état, ou un événement confié à l’application.")
        yield _fault(message, expect.outcome.span, _KEEP_ONE)
    filed = expect.state or expect.outcome or next(iter(expect.delivered or ()), None)
    if expect.end and filed:
        message = _("Un parcours qui s’arrête à « {end} » ne dépose rien : pas de « {filed} ».")
        yield _fault(
            message.format(end=expect.end.name, filed=filed.name),
            filed.span,
            _KEEP_ONE,
            Related(_("attendu ici"), expect.end.span),
        )
    elif expect.end and scenario.then:
        message = _("Un parcours qui s’arrête à « {end} » ne dépose rien : rien ne suit.").format(
            end=expect.end.name
        )
        yield _fault(message, expect.end.span, _("Retirez « end: », ou « then: »."))


_KEEP_ONE = _("Gardez l’un des deux.")


def _refused_and_done(scenario: Scenario) -> Iterator[Diagnostic]:
    """The refusal of an answer of the flow; one of a later action changes nothing before it."""
    expect = scenario.expect
    given = {given.name.name.partition(".")[0] for given in scenario.answers}
    refused = sorted(expected_refused(expect.refused) & given)
    done = expect.state or expect.outcome or expect.end
    if refused and done:
        message = _("La réponse à « {name} » est refusée : la personne n’arrive pas à « {done} ».")
        yield _fault(
            message.format(name=refused[0], done=done.name),
            done.span,
            _("Retirez-le : dites plutôt à quel écran elle reste, sous « screens: »."),
            Related(_("attendu ici"), expect.refused[0][0].span),
        )


def _opened(expect: Expectation, end: End) -> Iterator[Diagnostic]:
    opened = end.open.procedure.name if end.open else ""
    if expect.opens and expect.opens.name != opened:
        message = (
            _("La fin « {end} » ouvre « {opened} ».")
            if opened
            else _("La fin « {end} » n’ouvre aucune démarche.")
        ).format(end=end.id, opened=opened)
        related = Related(_("défini ici"), end.span)
        yield _fault(message, expect.opens.span, _("Corrigez « opens: » ou « end: »."), related)
        return
    handed = {ref.name for ref in end.open.give} if end.open else set()
    for given in expect.gives or ():
        if given.name.name not in handed:
            message = _("La fin « {end} » ne transmet pas « {name} ».").format(
                end=end.id, name=given.name.name
            )
            related = Related(_("défini ici"), end.span)
            yield _fault(message, given.name.span, _("Retirez-le de « gives: »."), related)


RULE = Rule("scenario-contradiction", check_scenario=check)
