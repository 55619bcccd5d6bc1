"""What the script says to people: a page carries the sentences, the script fills them in."""

from __future__ import annotations

from ...engine.source.wording import _


def words() -> dict[str, str | list[str]]:
    """By their names in static/parcours.js; braces stand for what only the browser knows."""
    return {
        "left": _("Caractères restants : {count}."),
        "over": _("Caractères de trop : {count}."),
        "appears": _("À remplir aussi, plus bas : {labels}"),
        "kept": _("Brouillon enregistré à {hour} h {minute}."),
        "changed": _(
            "Pas encore enregistré : votre demande a changé ailleurs, dans un autre onglet ou sur "
            "un autre appareil. Appuyez sur « {button} » : s’il y a un choix à faire, il vous est "
            "demandé."
        ),
        "unkept": _(
            "Brouillon pas encore enregistré. Gardez cette page ouverte : rien de ce que vous avez "
            "écrit n’est perdu."
        ),
        "ended": _("Votre session est terminée : reconnectez-vous, rien n’est perdu."),
        "sending": _("Envoi en cours : {percent} %"),
        "unsent": _(
            "L’envoi n’a pas abouti. Vérifiez votre connexion, puis recommencez : rien n’est perdu."
        ),
        "big": _("« {name} » est trop lourd : {size}, et {most} au plus."),
        "chosen": _("{name}, {size}, {type}"),
        "type": _("type inconnu"),
        "units": [_("{count} octets"), _("{count} ko"), _("{count} Mo")],
    }
