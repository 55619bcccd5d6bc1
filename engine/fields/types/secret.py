"""A password: handed to the application once, kept and shown nowhere."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

from ...expr.types import OPAQUE
from ...source.wording import _, ngettext
from ..field_type import (
    OFF,
    Accepts,
    Control,
    FieldType,
    Key,
    Kind,
    Raw,
    Refused,
    Refuses,
    Settings,
)
from ..reading import empty, visible

# Cnil, recommendation of 21 July 2022 on passwords: where attempts are limited, as the portal
# limits them, 50 bits suffice; twelve characters hold that without any rule of composition.
SHORTEST = 12
LONGEST = 256  # hashing must not take as long as an attacker wishes

HIDDEN = "••••••"

CURRENT = "current-password"
"""`autocomplete` where a password is proved, not chosen (WHATWG, autofill)."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What was typed; printing the value, as a log or a traceback would, does not tell it."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return HIDDEN


def _parse(raw: Raw, settings: Settings, _today: date) -> Secret:
    """Blanks count; only Unicode's form is settled (RFC 8265), for keyboards differ in it."""
    if not isinstance(raw, str):
        raise Refused(_("Écrivez une seule réponse, dans la case prévue."))
    if not raw:
        raise empty()
    least = settings.values.get("min_length", SHORTEST)
    if len(raw) > LONGEST:
        sentence = _("Choisissez un mot de passe de {count} caractères au plus.")
        raise Refused(sentence.format(count=LONGEST))
    text = unicodedata.normalize("NFC", visible(raw))
    if len(text) < least:
        sentence = ngettext(
            "Choisissez un mot de passe d’au moins {count} caractère, par exemple plusieurs mots.",
            "Choisissez un mot de passe d’au moins {count} caractères, par exemple plusieurs mots.",
            least,
        )
        raise Refused(sentence.format(count=least))
    return Secret(text)


def _show(_value: Secret, _settings: Settings) -> str:
    return HIDDEN


def _pack(_value: Secret, _settings: Settings) -> NoReturn:
    raise TypeError("a secret never enters a journal: hand it to the application and forget it")


def _unpack(_packed: Any, _settings: Settings) -> NoReturn:
    raise TypeError("no journal holds a secret")


def _raw(_value: Secret, _settings: Settings) -> str:
    """A page drawn again asks for it again."""
    return ""


FIELD_TYPE = FieldType(
    name="secret",
    title=_("Mot de passe"),
    control=Control.SECRET,
    expression=lambda _settings: OPAQUE,
    parse=_parse,
    show=_show,
    pack=_pack,
    unpack=_unpack,
    raw=_raw,
    keys={
        "min_length": Key(
            Kind.INTEGER, _("Le plus petit nombre de caractères (12 si rien n’est dit).")
        )
    },
    autocomplete="new-password",
    purposes=("new-password", CURRENT, OFF),
    accepts=(
        Accepts("correct cheval agrafe", Secret("correct cheval agrafe"), HIDDEN),
        Accepts("  e\u0301té à Oran  ", Secret("  été à Oran  "), HIDDEN),
        Accepts("1234", Secret("1234"), HIDDEN, Settings({"min_length": 4})),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses(
            "court",
            "Choisissez un mot de passe d'au moins 12 caractères, par exemple plusieurs mots.",
        ),
        Refuses("x" * 257, "Choisissez un mot de passe de 256 caractères au plus."),
        Refuses(["a" * 12], "Écrivez une seule réponse, dans la case prévue."),
    ),
)
