"""Un message est adressé à qui ne peut pas le recevoir.

« to: » prend applicant (l’usager, par défaut), caseworker (l’agent), ou une question de type email
à laquelle tout le monde a répondu avant l’envoi.

Faux ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
      telephone: {label: Votre téléphone, type: phone}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel, telephone]
        submit: {title: Déposer, outcome: depose, notice: depot}
    notices:
      depot: {title: Votre demande est déposée, to: telephone, text: Nous avons reçu votre demande.}

Juste ::

    fields:
      courriel: {label: Votre adresse électronique, type: email}
      telephone: {label: Votre téléphone, type: phone}
    flow:
      - screen: demande
        title: Votre demande
        fields: [courriel, telephone]
        submit: {title: Déposer, outcome: depose, notice: depot}
    notices:
      depot: {title: Votre demande est déposée, to: courriel, text: Nous avons reçu votre demande.}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...model.definitions import Field, Ref
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..meant import unknown
from ..rule import Facts, Rule
from ..sendings import Sending, sendings
from ..story import Story

WHO = ("applicant", "caseworker")


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Whom each notice is for, then whether that address is known when it leaves."""
    procedure = facts.story.procedure
    for notice in procedure.notices.values():
        if notice.to and notice.to.name not in WHO:
            yield from _no_address(notice.to, procedure.fields)
    told: set[str] = set()
    for sending in sendings(facts.story):
        known = procedure.notices.get(sending.notice.name)
        if (
            known
            and known.to
            and known.id not in told
            and _may_lack(facts.story, sending, known.to)
        ):
            told.add(known.id)
            yield _not_known(known.to, sending)


def _no_address(to: Ref, fields: Mapping[str, Field]) -> Iterator[Diagnostic]:
    field = fields.get(to.name)
    if field is None:
        emails = [known.id for known in fields.values() if known.type_name == "email"]
        message = _("« {name} » n’est ni applicant, ni caseworker, ni une question de type email.")
        yield unknown(
            "notice-to", message, to, [*WHO, *emails], _("Écrivez applicant ou caseworker.")
        )
    elif field.type and field.type_name != "email":
        message = _("« {name} » est une question de type {type}, pas une adresse électronique.")
        yield Diagnostic(
            "notice-to",
            message.format(name=field.id, type=field.type_name),
            to.span,
            _("Nommez une question de type email, ou applicant ou caseworker."),
            (Related(_("défini ici"), field.span),),
        )


def _may_lack(story: Story, sending: Sending, to: Ref) -> bool:
    field = story.procedure.fields.get(to.name)
    if field is None or field.type_name != "email":
        return False
    if field.id in sending.given and not field.optional and not field.when:
        return False
    lacking = story.space.and_(sending.people, story.space.not_(sending.asked(field.id)))
    return story.space.is_satisfiable(lacking)


def _not_known(to: Ref, sending: Sending) -> Diagnostic:
    return Diagnostic(
        "notice-to",
        _("Quand ce message part, certaines personnes n’ont pas répondu à « {name} ».").format(
            name=to.name
        ),
        to.span,
        _("Posez cette question, obligatoire et sans condition, sur un écran plus tôt."),
        (Related(_("envoyé ici"), sending.where),),
    )


RULE = Rule("notice-to", check, needs_whole=True)
