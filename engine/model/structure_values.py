"""A value that has not the form it should: the sentence, and what its author surely meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ..source.suggest import nearest
from ..source.wording import _, listed

UNITS = {
    "h": "hours",
    "heure": "hours",
    "heures": "hours",
    "jour": "days",
    "jours": "days",
    "j": "days",
    "d": "days",
    "semaine": "weeks",
    "semaines": "weeks",
    "mois": "months",
    "an": "years",
    "ans": "years",
    "annee": "years",
    "annees": "years",
}
YES_NO = {"oui": "true", "yes": "true", "y": "true", "on": "true", "vrai": "true", "1": "true"} | {
    "non": "false", "no": "false", "n": "false", "off": "false", "faux": "false", "0": "false"
}  # fmt: skip
SIZES = {"mo": "MB", "mb": "MB", "m": "MB", "ko": "kB", "kb": "kB", "k": "kB"}
FORMATS = {"jpg": "jpeg"}
TYPES = {
    "string": "text",
    "str": "text",
    "texte": "text",
    "textarea": "long_text",
    "int": "integer",
    "entier": "integer",
    "number": "decimal",
    "nombre": "decimal",
    "float": "decimal",
    "bool": "boolean",
    "oui_non": "boolean",
    "select": "choice",
    "radio": "choice",
    "choix": "choice",
    "enum": "choice",
    "checkbox": "boolean",
    "checkboxes": "choices",
    "multiselect": "choices",
    "pays": "country",
    "mail": "email",
    "courriel": "email",
    "tel": "phone",
    "telephone": "phone",
    "adresse": "address",
    "password": "secret",
    "groupe": "group",
    "liste": "list",
}
PURPOSES = {
    "nom": "family-name",
    "nom_usage": "family-name",
    "lastname": "family-name",
    "prenom": "given-name",
    "prenoms": "given-name",
    "firstname": "given-name",
    "naissance": "bday",
    "date_naissance": "bday",
    "adresse": "street-address",
    "ville": "address-level2",
    "code_postal": "postal-code",
    "telephone": "tel",
    "courriel": "email",
    "mail": "email",
    "pays": "country",
}
MEANT = YES_NO | FORMATS | TYPES


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of value is written: two sentences, and a guess at what was meant."""

    message: str
    help: str
    meant: Callable[[str], str | None]


def ascii_id(text: str) -> str:
    """« État civil » → `etat_civil`; empty when nothing can be made of it."""
    folded = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").lower())
    words = re.sub(r"[^a-z0-9]+", "_", folded.encode("ascii", "ignore").decode())
    return words.lstrip("_0123456789").rstrip("_")


def meant_word(value: str, words: tuple[str, ...]) -> str | None:
    """The one of these words that was meant, by its spelling or its sense."""
    senses = (MEANT.get(value.lower()), PURPOSES.get(ascii_id(value)))
    return next((sense for sense in senses if sense in words), None) or nearest(value, words)


def _duration(value: str) -> str | None:
    match = re.fullmatch(r"0*([1-9][0-9]{0,5})\s*([^\W\d]+)", value.strip())
    if not match:
        return None
    word = ascii_id(match[2])
    unit = UNITS.get(word) or nearest(word, ("hours", "days", "weeks", "months", "years"))
    unit = unit or UNITS.get(nearest(word, UNITS) or "")
    return f"{match[1]} {unit}" if unit else None


def _size(value: str) -> str | None:
    match = re.fullmatch(r"([1-9][0-9]{0,5})\s*([A-Za-z]+)", value.strip())
    unit = SIZES.get(match[2].lower()) if match else None
    return f"{match[1]} {unit}" if match and unit else None


def _count(value: str) -> str | None:
    bounds = re.findall(r"[0-9]+", value)
    return "..".join(bounds) if 1 <= len(bounds) <= 2 and "0" not in bounds else None


def _date(value: str) -> str | None:
    """`2/11/2026`, `2026/11/2`, `2026-11-2`."""
    if match := re.fullmatch(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})", value):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"([0-9]{4})[/. -]([0-9]{1,2})[/. -]([0-9]{1,2})", value):
        year, month, day = match.groups()
    else:
        return None
    is_real = 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    return f"{year}-{int(month):02}-{int(day):02}" if is_real else None


def _day(value: str) -> str | None:
    if ascii_id(value) in ("aujourd_hui", "aujourdhui", "now"):
        return "today"
    return _date(value) or nearest(value, ("today",))


def _number(value: str) -> str | None:
    match = re.fullmatch(
        r"(-?[0-9]{1,15})(?:[.,]([0-9]{1,6}))?(?:\s*(?:€|%|euros?))?", _tight(value)
    )
    return f"{match[1]}.{match[2]}" if match and match[2] else match and match[1]


def _integer(value: str) -> str | None:
    match = re.fullmatch(r"(-?[0-9]{1,15})([.,]0+)?", _tight(value))
    return match[1] if match else None


def _tight(value: str) -> str:
    return re.sub(r"(?<=[0-9])[\s_](?=[0-9])", "", value)


def _all(value: str) -> str | None:
    return "all" if ascii_id(value) in ("tous", "toutes", "tout") else nearest(value, ("all",))


def _none(_value: str) -> str | None:
    return None


FORMS = {
    "duration": Form(
        _("« {value} » n'est pas une durée."),
        _("Écrivez un nombre, une espace et hours, days, weeks, months ou years, comme : 6 months"),
        _duration,
    ),
    "size": Form(
        _("« {value} » n'est pas un poids de fichier."),
        _("Écrivez un nombre, une espace et « kB » ou « MB », par exemple : 10 MB"),
        _size,
    ),
    "count": Form(
        _("« {value} » n'est pas un nombre de fichiers."),
        _("Écrivez « 1 » pour un seul fichier, ou « 1..5 » pour un à cinq."),
        _count,
    ),
    "date": Form(
        _("« {value} » n'est pas une date."),
        _("Une date s'écrit année-mois-jour, par exemple : 2026-11-02"),
        _date,
    ),
    "day": Form(
        _("« {value} » n'est ni « today » ni une date."),
        _("Une date s'écrit année-mois-jour, par exemple : 2026-11-02"),
        _day,
    ),
    "number": Form(
        _("« {value} » n'est pas un nombre."),
        _("Écrivez-le en chiffres, sans unité, avec un point pour les décimales."),
        _number,
    ),
    "integer": Form(
        _("« {value} » n'est pas un nombre entier."),
        _("Écrivez-le en chiffres seulement."),
        _integer,
    ),
    "id": Form(
        _("« {value} » ne peut pas servir de nom."),
        _("Minuscules sans accent, chiffres et « _ » seulement, en commençant par une lettre."),
        lambda value: ascii_id(value) or None,
    ),
    "full_name": Form(
        _("« {value} » ne peut pas être un nom de question ou de document."),
        _("Écrivez le nom tel que la procédure le donne, par exemple : conjoint.nom"),
        _none,
    ),
    "seal_key": Form(
        _("« {value} » n'est pas un code de donnée du 2D-DOC."),
        _("Un code a deux caractères, chiffres ou majuscules, par exemple : 6J"),
        lambda value: value.upper() if re.fullmatch("[0-9A-Za-z]{2}", value) else None,
    ),
    "all_or_names": Form(
        _("« {value} » n'est ni « all » ni une liste de noms."),
        _("Écrivez « all », ou une liste : [{value}]"),
        _all,
    ),
    "account": Form(
        _("« {value} » ne dit pas si l'usager est connecté."),
        _("Écrivez « oui », « non », ou un bloc de clés : {{email: awa@example.org}}"),
        lambda value: MEANT.get(value.lower()),
    ),
}
"""By the definition of the value in the schema."""


def form_of(definition: str) -> Form:
    """How values of that definition are written."""
    plain = Form(
        _("« {value} » n'a pas la forme attendue."), _("Voyez l'aide de cette clé."), _none
    )
    return FORMS.get(definition, plain)


def words_form(words: tuple[str, ...]) -> Form:
    """One word among a few."""
    if "true" in words:
        words = ("true", "false")
        message = _("« {value} » n'est ni « true » ni « false ».")
        return Form(
            message,
            _("Écrivez « true » (oui) ou « false » (non)."),
            lambda value: meant_word(value, words),
        )
    if len(words) == 1:
        help_ = _("Écrivez : {words}").format(words=words[0])
    else:
        help_ = _("Les valeurs possibles sont : {words}.").format(words=listed(words, "ou"))
    return Form(
        _("« {value} » n'est pas une valeur possible de « {key} »."),
        help_,
        lambda value: meant_word(value, words),
    )
