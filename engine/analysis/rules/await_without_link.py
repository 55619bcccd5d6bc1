"""Une attente ne donne pas à l’usager le lien qui lui permet de continuer.

Le message envoyé par « await: » contient « {{ link }} », l’adresse à usage unique qui confirme
l’événement. Sans elle, personne ne peut continuer.

Faux ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: adresse
        title: Votre adresse
        fields: [courriel]
      - screen: attente
        title: Ouvrez votre messagerie
        text: Cliquez sur le lien reçu.
        await: {event: courriel_confirme, notice: lien_confirmation, expires: 24 hours}
      - screen: fin
        title: Votre compte
        submit: {title: Créer mon compte, outcome: account_created}
    notices:
      lien_confirmation:
        title: Confirmez votre adresse
        to: courriel
        text: Cliquez sur le lien, valable 24 heures.

Juste ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
    flow:
      - screen: adresse
        title: Votre adresse
        fields: [courriel]
      - screen: attente
        title: Ouvrez votre messagerie
        text: Cliquez sur le lien reçu.
        await: {event: courriel_confirme, notice: lien_confirmation, expires: 24 hours}
      - screen: fin
        title: Votre compte
        submit: {title: Créer mon compte, outcome: account_created}
    notices:
      lien_confirmation:
        title: Confirmez votre adresse
        to: courriel
        text: "Cliquez sur ce lien, valable 24 heures : {{ link }}"
"""

from __future__ import annotations

from collections.abc import Iterable

from ...expr.syntax import names
from ...model.definitions import Notice
from ...model.names import LINK
from ...model.placing import screens
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule
from ..site import all_holes


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Every await with a notice; one with a delay and no notice limits nothing."""
    procedure = facts.story.procedure
    for _step, screen in screens(procedure):
        awaited = screen.await_
        if awaited is None:
            continue
        notice = procedure.notices.get(awaited.notice.name) if awaited.notice else None
        if notice and not _has_link(notice):
            yield Diagnostic(
                "await-without-link",
                _("Ce message ne contient pas le lien que l’usager attend pour continuer."),
                notice.span,
                _("Ajoutez {hole} à son texte.").format(hole="« {{ link }} »"),
                (Related(_("envoyé ici"), awaited.span),),
            )
        if awaited.expires and not awaited.notice:
            yield Diagnostic(
                "await-without-link",
                _("« expires: » limite un lien, et cette attente n’en envoie pas."),
                awaited.span,
                _("Ajoutez « notice: » avec le message du lien, ou retirez « expires: »."),
            )


def _has_link(notice: Notice) -> bool:
    """In what the e-mail says: nobody is signed in yet to read the other text."""
    read = {
        name.path for hole in all_holes(notice.mail or notice.text) for name in names(hole.expr)
    }
    return any(name in read for name, _type, _label in LINK)


RULE = Rule("await-without-link", check, needs_whole=True)
