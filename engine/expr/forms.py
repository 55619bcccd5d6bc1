"""The French sentences of conditions: one form for each comparison and each function."""

from __future__ import annotations

from ..source.wording import _

YES = _("{answer} est oui"), _("{answer} est non")
CONNECTED = _("la personne est connectée"), _("la personne n’est pas connectée")
ANSWERED = _("{name} est renseigné"), _("{name} n’est pas renseigné")
KNOWN = _("l’administration connaît {name}"), _("l’administration ne connaît pas {name}")
CONTAINS = (
    _("{option} fait partie des réponses à {question}"),
    _("{option} ne fait pas partie des réponses à {question}"),
)
ROWS = {
    "any": _("pour au moins un élément de {list}, {condition}"),
    "all": _("pour chaque élément de {list}, {condition}"),
}

EQUALS = {"==": _("{subject} est {value}"), "!=": _("{subject} n’est pas {value}")}
SAME = {
    "==": _("{subject} est identique à {value}"),
    "!=": _("{subject} n’est pas identique à {value}"),
}
THAT = {"==": _("c’est {value}"), "!=": _("ce n’est pas {value}")}
NOT_THAT = _("ce n’est {neither}")
DAYS = {
    "<": _("{subject} est avant {day}"),
    "<=": _("{subject} est au plus tard {on_day}"),
    ">": _("{subject} est après {day}"),
    ">=": _("{subject} est au plus tôt {on_day}"),
}
# No adjective: « inférieur » would have to agree with a label whose gender nobody knows.
NUMBERS = {
    "==": _("{subject} est de {value}"),
    "!=": _("{subject} n’est pas de {value}"),
    "<": _("{subject} est de moins de {value}"),
    "<=": _("{subject} est d’au plus {value}"),
    ">": _("{subject} dépasse {value}"),
    ">=": _("{subject} est d’au moins {value}"),
}
CALCULATED = {
    "==": _("{subject} égale {value}"),
    "!=": _("{subject} n’égale pas {value}"),
    "<": _("{subject} n’atteint pas {value}"),
    "<=": _("{subject} ne dépasse pas {value}"),
    ">": _("{subject} dépasse {value}"),
    ">=": _("{subject} atteint ou dépasse {value}"),
}
COUNTS = {
    "==": (_("{list} compte {n} élément"), _("{list} compte {n} éléments")),
    "!=": (_("{list} ne compte pas {n} élément"), _("{list} ne compte pas {n} éléments")),
    "<": (_("{list} compte moins de {n} élément"), _("{list} compte moins de {n} éléments")),
    "<=": (_("{list} compte au plus {n} élément"), _("{list} compte au plus {n} éléments")),
    ">": (_("{list} compte plus de {n} élément"), _("{list} compte plus de {n} éléments")),
    ">=": (_("{list} compte au moins {n} élément"), _("{list} compte au moins {n} éléments")),
}
AGES = {
    "==": (_("{age} est de {n} an"), _("{age} est de {n} ans")),
    "!=": (_("{age} n’est pas de {n} an"), _("{age} n’est pas de {n} ans")),
    "<": (_("{age} est de moins de {n} an"), _("{age} est de moins de {n} ans")),
    ">=": (_("{age} est d’au moins {n} an"), _("{age} est d’au moins {n} ans")),
}
MONTHS = {
    "==": _("{day} remonte à {n} mois révolus"),
    "!=": _("{day} ne remonte pas à {n} mois révolus"),
    "<": _("{day} remonte à moins de {n} mois"),
    ">=": _("{day} remonte à au moins {n} mois"),
}
LEFT = {
    "==": (_("il reste {n} jour avant {d}"), _("il reste {n} jours avant {d}")),
    "!=": (_("il ne reste pas {n} jour avant {d}"), _("il ne reste pas {n} jours avant {d}")),
    "<": (_("il reste moins de {n} jour avant {d}"), _("il reste moins de {n} jours avant {d}")),
    "<=": (_("il reste au plus {n} jour avant {d}"), _("il reste au plus {n} jours avant {d}")),
    ">": (_("il reste plus de {n} jour avant {d}"), _("il reste plus de {n} jours avant {d}")),
    ">=": (_("il reste au moins {n} jour avant {d}"), _("il reste au moins {n} jours avant {d}")),
}
ONE_OF = _("{subject} est {values}")
ONE_OF_NUMBERS = _("{subject} est de {values}")
NONE_OF = _("{subject} n’est {neither}")
