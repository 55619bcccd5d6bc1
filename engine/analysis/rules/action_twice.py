"""Deux actions du même nom sont possibles dans le même état.

Une action écrite sous « examination: actions: » est possible dans chaque état de son « in: ». Si
l’un d’eux a déjà une action de ce nom, on ne sait plus laquelle est faite.

Faux ::

    fields:
      motif: {label: Motif de la demande, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [motif]
        submit: {title: Déposer}
    examination:
      opens: deposee
      states:
        deposee:
          title: Demande déposée
          actions:
            fermer: {by: caseworker, title: Fermer la demande, to: fermee}
        fermee: {title: Demande fermée, final: true}
        retiree: {title: Demande retirée, final: true}
      actions:
        fermer: {in: [deposee], by: applicant, title: Retirer ma demande, to: retiree}

Juste ::

    fields:
      motif: {label: Motif de la demande, type: text}
    flow:
      - screen: demande
        title: Votre demande
        fields: [motif]
        submit: {title: Déposer}
    examination:
      opens: deposee
      states:
        deposee:
          title: Demande déposée
          actions:
            fermer: {by: caseworker, title: Fermer la demande, to: fermee}
        fermee: {title: Demande fermée, final: true}
        retiree: {title: Demande retirée, final: true}
      actions:
        retirer: {in: [deposee], by: applicant, title: Retirer ma demande, to: retiree}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """A general action against those of each state it names."""
    examination = facts.story.procedure.examination
    if examination is None:
        return
    own = {
        (state.id, action.id): action for state in examination.states for action in state.actions
    }
    for general in examination.actions:
        for ref in general.states:
            known = own.get((ref.name, general.id))
            if known:
                yield Diagnostic(
                    "action-twice",
                    _("L’état « {state} » a deux actions « {action} ».").format(
                        state=ref.name, action=general.id
                    ),
                    ref.span,
                    _("Renommez l’une des deux, ou retirez cet état de « in: »."),
                    (Related(_("défini ici"), known.span),),
                )


RULE = Rule("action-twice", check)
