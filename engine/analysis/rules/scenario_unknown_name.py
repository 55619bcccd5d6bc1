"""Un scénario nomme ce que la démarche ne connaît pas.

Chaque nom d’un scénario est celui d’une question, d’une partie de question, d’un document, d’un
écran, d’un état… de la démarche, écrit de la même façon.

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
      screens: [vous]
      end: mineurs

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

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ...model.definitions import Chosen, Procedure, Ref
from ...model.names import Names
from ...model.placing import actions, screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..document_names import document_names
from ..meant import unknown
from ..rule import Facts, Rule
from ..scenario import Act, Event, Expectation, Given, Joined, Sayings, Scenario
from ..scenario_answers import Answer, unknown_parts, whole
from ..speaking import speaking

ROLES = ("applicant", "caseworker")


def check(facts: Facts, scenario: Scenario) -> Iterable[Diagnostic]:
    """Section after section."""
    if not scenario.is_in_place:
        return
    known = _Known(facts.story.procedure, facts.library.procedure_ids(), facts.story.names)
    yield from known.answers(scenario.answers)
    yield from known.registry(scenario.registry)
    yield from known.attestations(scenario.attest)
    yield from known.files(scenario.files)
    for event in scenario.events:
        yield from known.event(event)
    for happening in scenario.then:
        if isinstance(happening, Act):
            yield from known.act(happening)
        elif isinstance(happening, Event):
            yield from known.event(happening)
    yield from known.expected(scenario)


def _each(message: str, refs: Iterable[Ref | None], known: Collection[str]) -> Iterator[Diagnostic]:
    for ref in refs:
        if ref and ref.name not in known:
            cure = _("Noms connus : {names}.").format(names=", ".join(list(known)[:12]))
            otherwise = cure if known else _("Rien de tel n’est défini ici.")
            yield unknown("scenario-unknown-name", message, ref, known, otherwise)


def _distinct(sayings: Sayings) -> Iterator[Ref]:
    """The names, each place of the file once."""
    yield from dict.fromkeys(name for name, _words in sayings)


def _listed(chosen: Chosen | None) -> Iterator[Ref]:
    yield from () if chosen is None or isinstance(chosen, str) else chosen


@dataclass(frozen=True, slots=True)
class _Known:
    procedure: Procedure
    procedures: tuple[str, ...]
    names: Names

    def answers(self, given: Iterable[Given]) -> Iterator[Diagnostic]:
        message = _("La question « {name} » n’existe pas dans cette démarche.")
        for answer in whole(given):
            yield from _each(message, [answer.name], self.procedure.fields)
            yield from self.parts(answer)

    def parts(self, answer: Answer) -> Iterator[Diagnostic]:
        field = self.procedure.fields.get(answer.name.name)
        for part in unknown_parts(field, answer.node) if field else ():
            message = _("« {{name}} » n’est pas une partie de « {field} ».").format(
                field=answer.name.name
            )
            yield from _each(message, [part.ref], part.known)

    def registry(self, given: Iterable[Given]) -> Iterator[Diagnostic]:
        message = _("Le registre de cette démarche n’a pas d’information « {name} ».")
        for answer in whole(given):
            yield from _each(message, [answer.name], self.procedure.registry)
            field = self.procedure.registry.get(answer.name.name)
            for part in unknown_parts(field, answer.node) if field else ():
                yield from _each(message, [part.ref], part.known)

    def attestations(self, chosen: Chosen | None) -> Iterator[Diagnostic]:
        message = _("L’attestation « {name} » n’existe pas dans cette démarche.")
        yield from _each(message, _listed(chosen), self.procedure.attestations)

    def files(self, files: Iterable[Joined]) -> Iterator[Diagnostic]:
        yield from self.documents(joined.document for joined in files)

    def documents(self, refs: Iterable[Ref]) -> Iterator[Diagnostic]:
        message = _("Le document « {name} » n’existe pas dans cette démarche.")
        yield from _each(message, refs, document_names(self.procedure))

    def event(self, event: Event) -> Iterator[Diagnostic]:
        awaited = [screen.await_ for _step, screen in screens(self.procedure) if screen.await_]
        message = _("Aucun écran n’attend l’événement « {name} ».")
        yield from _each(message, [event.name], [one.event for one in awaited])

    def act(self, act: Act) -> Iterator[Diagnostic]:
        yield from self.attestations(act.attest)
        yield from self.files(act.files)
        asked = [a.fields for a in actions(self.procedure) if a.id == act.action.name]
        names = [ref.name for fields in asked for ref in fields]
        message = _("L’action « {action} » ne pose pas la question « {{name}} ».").format(
            action=act.action.name
        )
        for answer in whole(act.fields) if asked else ():
            yield from _each(message, [answer.name], names)
            yield from self.parts(answer)

    def expected(self, scenario: Scenario) -> Iterator[Diagnostic]:
        expect, procedure = scenario.expect, self.procedure
        placed = [screen.id for _step, screen in screens(procedure)]
        yield from _each(
            _("L’écran « {name} » n’est pas dans le parcours."), expect.screens or (), placed
        )
        yield from self.documents((*(expect.documents or ()), *(expect.later or ())))
        yield from self.attestations(expect.attestations)
        yield from _each(
            _("Le document délivré « {name} » n’existe pas dans cette démarche."),
            expect.delivered or (),
            procedure.deliverables,
        )
        yield from _each(
            _("Le message « {name} » n’existe pas dans cette démarche."),
            expect.notices or (),
            procedure.notices,
        )
        yield from self.outcome(scenario)

    def outcome(self, scenario: Scenario) -> Iterator[Diagnostic]:
        """How it ends."""
        expect, procedure = scenario.expect, self.procedure
        states = procedure.examination.states if procedure.examination else ()
        submits = [screen.submit for _step, screen in screens(procedure) if screen.submit]
        outcomes = [submit.outcome.name for submit in submits if submit.outcome]
        message = _("L’état « {name} » n’existe pas dans cette démarche.")
        yield from _each(message, [expect.state], [state.id for state in states])
        message = _("Aucun dépôt de cette démarche ne confie l’événement « {name} ».")
        yield from _each(message, [expect.outcome], outcomes)
        message = _("La fin « {name} » n’existe pas dans cette démarche.")
        yield from _each(message, [expect.end], procedure.ends)
        message = _("La démarche « {name} » n’existe pas.")
        yield from _each(message, [expect.opens], self.procedures)
        yield from self.answers(expect.gives or ())
        message = _("Rien ne s’appelle « {name} » parmi les questions, documents et actions.")
        asked = (*procedure.fields, *procedure.documents, *(a.id for a in actions(procedure)))
        yield from _each(message, expect.unasked, dict.fromkeys(asked))
        yield from self.refused(expect.refused)
        yield from self.told(expect)

    def refused(self, refused: Sayings) -> Iterator[Diagnostic]:
        """Questions, documents, and the screens that check something."""
        procedure = self.procedure
        checking = (screen.id for _step, screen in screens(procedure) if screen.checks)
        tops = [Ref(ref.name.partition(".")[0], ref.span) for ref in _distinct(refused)]
        known = dict.fromkeys((*procedure.fields, *procedure.documents, *checking))
        message = _("Rien ne s’appelle « {name} » parmi les questions, documents et vérifications.")
        yield from _each(message, tops, known)

    def told(self, expect: Expectation) -> Iterator[Diagnostic]:
        """What is read, whom it goes to, and what seals hold."""
        message = _("Rien ne s’appelle « {name} » parmi ce qui dit un texte.")
        spoken = (*_distinct(expect.said), *_distinct(expect.unsaid))
        yield from _each(message, spoken, speaking(self.procedure, self.names))
        message = _("Le message « {name} » n’existe pas dans cette démarche.")
        yield from _each(message, _distinct(expect.sent_to), self.procedure.notices)
        message = _("« {name} » n’est ni « applicant », ni « caseworker », ni une adresse.")
        people = (to for _notice, to in expect.sent_to if "@" not in to.name)
        yield from _each(message, people, ROLES)
        for deliverable, values in expect.sealed:
            message = _("Le document délivré « {name} » n’existe pas dans cette démarche.")
            yield from _each(message, [deliverable], self.procedure.deliverables)
            known = self.procedure.deliverables.get(deliverable.name)
            message = _("Le cachet de « {deliverable} » n’a pas de valeur « {{name}} ».").format(
                deliverable=deliverable.name
            )
            seal = known.seal.values if known and known.seal else ()
            keys = [given.name for given in values] if known else ()
            yield from _each(message, keys, [value.id for value in seal])


RULE = Rule("scenario-unknown-name", check_scenario=check)
