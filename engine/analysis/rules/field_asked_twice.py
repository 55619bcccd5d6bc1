"""Une question est posée deux fois à la même personne.

La première réponse vaut pour toute la demande : on ne la redemande pas. Une question peut figurer
sur deux écrans quand personne ne la voit sur les deux. « verify: » et « fields: » comptent tous les
deux.

Faux ::

    fields:
      pays: {label: Pays, type: country}
      enfants: {label: Avez-vous des enfants ?, type: boolean}
    flow:
      - screen: vous
        title: Vous
        fields: [pays, enfants]
      - screen: famille
        title: Famille
        when: enfants
        fields: [pays]
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}

Faux ::

    fields:
      pays: {label: Pays, type: country}
    flow:
      - screen: vous
        title: Vous
        fields: [pays, pays]
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      pays: {label: Pays, type: country}
      enfants: {label: Avez-vous des enfants ?, type: boolean}
    flow:
      - screen: vous
        title: Vous
        fields: [enfants]
      - screen: famille
        title: Famille
        when: enfants
        fields: [pays]
      - screen: sejour
        title: Séjour
        when: not enfants
        fields: [pays]
      - screen: depot
        title: Dépôt
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable

from ...logic import Formula
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..meeting import Meeting, questions, twice
from ..person import person
from ..rule import Facts, Rule
from ..story import Story


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Exact over all paths."""
    for first, second, both in twice(facts.story, questions(facts.story)):
        yield Diagnostic(
            "field-asked-twice",
            _message(facts.story, first, second, both),
            second.span,
            _("Ne la posez qu’une fois ; « review: » la montre plus loin sans la redemander."),
            (Related(_("posée ici d’abord"), first.span),),
        )


def _message(story: Story, first: Meeting, second: Meeting, both: Formula) -> str:
    if first.screen is second.screen:
        return _("« {name} » est demandé deux fois sur cet écran.").format(name=second.name)
    return _(
        "« {name} » est demandé sur « {first} », puis encore sur « {second} ». "
        "Par exemple : {person}."
    ).format(
        name=second.name,
        first=first.screen.id,
        second=second.screen.id,
        person=person(story, both),
    )


RULE = Rule("field-asked-twice", check, needs_whole=True)
