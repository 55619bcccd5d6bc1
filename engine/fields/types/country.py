"""A country or a nationality, among those of ISO 3166-1 and the codes of the stateless."""

from __future__ import annotations

from datetime import date

from ...expr.types import Choice
from ...source.suggest import nearest
from ...source.wording import _
from ..countries import countries, country_codes, country_names
from ..field_type import Accepts, Control, FieldType, Option, Raw, Refused, Refuses, Settings
from ..reading import folded, line_of


def _options(_settings: Settings) -> tuple[Option, ...]:
    return countries()


def _expression(_settings: Settings) -> Choice:
    return Choice(tuple(option.id for option in countries()))


def _parse(raw: Raw, _settings: Settings, _today: date) -> str:
    wrong = _("Écrivez le nom d’un pays en français, par exemple « Sri Lanka ».")
    name = folded(line_of(raw, wrong))
    code = country_codes().get(name)
    if code:
        return code
    meant = nearest(name, (folded(option.label) for option in countries()))
    if meant is None:
        raise Refused(wrong)
    country = country_names()[country_codes()[meant]]
    sentence = _("Aucun pays ne porte ce nom : écrivez « {country} », si c’est lui.")
    raise Refused(sentence.format(country=country))


def _show(code: str, _settings: Settings) -> str:
    return country_names().get(code, code)


FIELD_TYPE = FieldType(
    name="country",
    title=_("Pays ou nationalité"),
    control=Control.ONE_OF,
    expression=_expression,
    parse=_parse,
    show=_show,
    options=_options,
    purposes=("country",),
    accepts=(
        Accepts("LK", "LK", "Sri Lanka"),
        Accepts("senegal", "SN", "Sénégal"),
        Accepts("Côte d'Ivoire", "CI", "Côte d’Ivoire"),
        Accepts("république démocratique du congo", "CD", "Congo-Kinshasa"),
        Accepts("NO", "NO", "Norvège"),
        Accepts("apatride", "XA", "Apatride"),
        Accepts("XB", "XB", "Réfugié (Convention de 1951)"),
        Accepts("xh", "XK", "Kosovo"),
    ),
    refuses=(
        Refuses("", "Répondez à cette question."),
        Refuses("Atlantide", "Écrivez le nom d'un pays en français, par exemple « Sri Lanka »."),
        Refuses("ZZ", "Écrivez le nom d'un pays en français, par exemple « Sri Lanka »."),
        Refuses(
            "Afganistan", "Aucun pays ne porte ce nom : écrivez « Afghanistan », si c'est lui."
        ),
        Refuses(["SN"], "Écrivez le nom d'un pays en français, par exemple « Sri Lanka »."),
    ),
)
