"""Rien ne dit ce que devient une demande déposée, ou deux choses le disent.

Après « submit: », la demande entre dans l’état « opens » de « examination: ». Une démarche sans
examen dit à la place « outcome: », l’événement confié à l’application. Il faut l’un ou l’autre.

Faux ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: compte
        title: Votre compte
        fields: [courriel]
        submit: {title: Créer mon compte}

Juste ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: compte
        title: Votre compte
        fields: [courriel]
        submit: {title: Créer mon compte, outcome: account_created}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Examination, Screen
from ...model.placing import screens
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each submit, then an examination that nothing comes to."""
    procedure = facts.story.procedure
    examination = procedure.examination
    filing = [screen for _step, screen in screens(procedure) if screen.submit]
    for screen in filing:
        yield from _submit(screen, examination)
    if examination is None:
        return
    if not filing:
        yield Diagnostic(
            "missing-examination",
            _("Cette démarche a un examen, et aucun écran n’y dépose de demande."),
            procedure.span,
            _("Ajoutez « submit: » à l’écran qui dépose, ou retirez « examination: »."),
            (Related(_("défini ici"), examination.span),),
        )
    elif examination.opens is None:
        yield Diagnostic(
            "missing-examination",
            _("L’examen ne dit pas dans quel état entre la demande déposée."),
            examination.span,
            _("Ajoutez « opens: » avec le nom de cet état."),
        )


def _submit(screen: Screen, examination: Examination | None) -> Iterator[Diagnostic]:
    assert screen.submit is not None
    outcome = screen.submit.outcome
    if outcome is None and examination is None:
        yield Diagnostic(
            "missing-examination",
            _("Rien ne dit ce que devient la demande déposée."),
            screen.submit.span,
            _("Ajoutez « examination: », ou ici « outcome: » si l’application fait la suite."),
        )
    if outcome and examination:
        yield Diagnostic(
            "missing-examination",
            _("La demande déposée a deux suites : un examen et l’événement « {event} ».").format(
                event=outcome.name
            ),
            outcome.span,
            _("Retirez « outcome: » : il ne sert qu’aux démarches sans examen."),
            (Related(_("défini ici"), examination.span),),
        )


RULE = Rule("missing-examination", check, needs_whole=True)
