"""Une valeur d’un scénario serait refusée par sa question.

Les réponses, le registre et les codes d’un scénario sont lus comme ceux d’une personne, au jour du
scénario. Si le refus est voulu, dites-le sous « expect: refused: », avec la phrase. Un fichier
porte le nom d’un format permis.

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
    answers: {age: seize}
    expect:
      screens: [vous]
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

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ...fields.field_type import Refused, Settings
from ...fields.registry import field_types
from ...model.definitions import Document, Field, Procedure, Ref
from ...source.diagnostic import Diagnostic, Related
from ...source.suggest import nearest
from ...source.wording import _
from ..document_names import document_names
from ..rule import Facts, Rule
from ..scenario import Act, Given, Joined, Scenario
from ..scenario_answers import Refusal, expected_refused, refusals, unknown_parts, whole
from ..scenario_days import dated

FORMATS = {"pdf": "pdf", "jpg": "jpeg", "jpeg": "jpeg", "png": "png"}


def check(facts: Facts, scenario: Scenario) -> Iterable[Diagnostic]:
    """Each section on its day."""
    if not (scenario.is_in_place and scenario.has_real_day):
        return
    procedure = facts.story.procedure
    judge = _Judge(procedure, expected_refused(scenario.expect.refused))
    yield from judge.answers(scenario.answers, procedure.fields, scenario.day)
    yield from judge.answers(scenario.registry, procedure.registry, scenario.day)
    yield from judge.answers(scenario.expect.gives or (), procedure.fields, scenario.day)
    yield from judge.files(scenario.files, scenario.day)
    if scenario.account and scenario.account.email:
        yield from judge.text(scenario.account.email, "email", scenario.day)
    for moment in dated(scenario):
        if isinstance(moment.happening, Act):
            yield from judge.answers(moment.happening.fields, procedure.fields, moment.day)
            yield from judge.files(moment.happening.files, moment.day)


@dataclass(frozen=True, slots=True)
class _Judge:
    procedure: Procedure
    meant: frozenset[str]

    def answers(
        self, given: Iterable[Given], fields: Mapping[str, Field], today: date
    ) -> Iterator[Diagnostic]:
        """Not those whose refusal is expected, nor those that name an unknown part."""
        for answer in whole(given):
            field = fields.get(answer.name.name)
            if field is None or field.id in self.meant or any(unknown_parts(field, answer.node)):
                continue
            for refusal in refusals(self.procedure, field, answer.node, today):
                yield _refused(refusal, field)

    def files(self, files: Iterable[Joined], today: date) -> Iterator[Diagnostic]:
        known = document_names(self.procedure)
        for joined in files:
            document = known.get(joined.document.name)
            if document is None or document.id.partition(".")[0] in self.meant:
                continue
            for ref in joined.files:
                if document.code:
                    yield from self.text(ref, document.code.name, today)
                else:
                    yield from _format(ref, document)

    def text(self, ref: Ref, type_name: str, today: date) -> Iterator[Diagnostic]:
        """What a type says of a text that no question of its own asks for."""
        try:
            field_types()[type_name].parse(ref.name, Settings(), today)
        except Refused as fault:
            yield Diagnostic("scenario-bad-value", _said(fault.sentence, ""), ref.span, _MEANT)


_MEANT = _("Corrigez la valeur ; si le refus est voulu, écrivez-le sous « expect: refused: ».")


def _said(sentence: str, part: str) -> str:
    if part:
        return _("Cette réponse serait refusée, à « {part} » : {sentence}").format(
            part=part, sentence=sentence
        )
    return _("Cette réponse serait refusée : {sentence}").format(sentence=sentence)


def _refused(refusal: Refusal, field: Field) -> Diagnostic:
    words = [option.id for option in refusal.options] + [option.label for option in refusal.options]
    near = nearest(refusal.text, words) if refusal.text else None
    return Diagnostic(
        "scenario-bad-value",
        _said(refusal.sentence, refusal.part),
        refusal.span,
        _("Vouliez-vous « {name} » ?").format(name=near) if near else _MEANT,
        (Related(_("défini ici"), field.span),),
    )


def _format(ref: Ref, document: Document) -> Iterator[Diagnostic]:
    name, _dot, extension = ref.name.rpartition(".")
    if not name or FORMATS.get(extension.lower()) not in document.accept:
        yield Diagnostic(
            "scenario-bad-value",
            _("« {file} » n’est pas d’un format permis : {formats}.").format(
                file=ref.name, formats=", ".join(document.accept)
            ),
            ref.span,
            _MEANT,
            (Related(_("défini ici"), document.span),),
        )


RULE = Rule("scenario-bad-value", check_scenario=check)
