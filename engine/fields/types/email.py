"""An e-mail address that a message can be sent to.

The rule is that of the HTML standard for `<input type=email>`, which browsers apply too, with a
dot in the domain, and the lengths of RFC 5321: 64 before the @, 254 in all. Quoted local parts,
comments and addresses by number, which RFC 5322 allows and nobody has, are refused, and so are
accents: few servers deliver to them (RFC 6531). Only the domain is lower-cased, for only there is
case surely without meaning (RFC 5321, 2.4).
"""

from __future__ import annotations

import re
from datetime import date

from ...expr.types import TEXT
from ...source.wording import _
from ..field_type import OFF, Accepts, Control, FieldType, Raw, Refused, Refuses, Settings
from ..reading import line_of

LONGEST = 254
LONGEST_LOCAL = 64

_LOCAL = re.compile(r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def _parse(raw: Raw, _settings: Settings, _today: date) -> str:
    wrong = _("Écrivez une adresse électronique complète, par exemple « nom@exemple.fr ».")
    local, _at, domain = line_of(raw, wrong).partition("@")
    address = f"{local}@{domain.lower()}"
    if len(address) > LONGEST or not (_is_local(local) and _is_domain(domain.lower())):
        raise Refused(wrong)
    return address


def _is_local(local: str) -> bool:
    return len(local) <= LONGEST_LOCAL and _LOCAL.fullmatch(local) is not None


def _is_domain(domain: str) -> bool:
    """Two labels or more, the last one not a number, as in an IP address."""
    names = domain.split(".")
    return len(names) > 1 and all(map(_LABEL.fullmatch, names)) and not names[-1].isdecimal()


FIELD_TYPE = FieldType(
    name="email",
    title=_("Adresse électronique"),
    control=Control.TEXT,
    expression=lambda _settings: TEXT,
    parse=_parse,
    autocomplete="email",
    purposes=("email", "username", OFF),
    accepts=(
        Accepts("awa.diallo@exemple.fr", "awa.diallo@exemple.fr", "awa.diallo@exemple.fr"),
        Accepts(" Awa+titre@EXEMPLE.Fr ", "Awa+titre@exemple.fr", "Awa+titre@exemple.fr"),
        Accepts("a@b-c.co.uk", "a@b-c.co.uk", "a@b-c.co.uk"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses(
            "awa.exemple.fr",
            "Écrivez une adresse électronique complète, par exemple « nom@exemple.fr ».",
        ),
        Refuses(
            "awa@exemple",
            "Écrivez une adresse électronique complète, par exemple « nom@exemple.fr ».",
        ),
        Refuses(
            "awa@exemple.fr\nBcc: tous@exemple.fr",
            "Écrivez une adresse électronique complète, par exemple « nom@exemple.fr ».",
        ),
        Refuses(
            "a..b@exemple.fr",
            "Écrivez une adresse électronique complète, par exemple « nom@exemple.fr ».",
        ),
    ),
)
