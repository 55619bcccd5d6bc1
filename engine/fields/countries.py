"""The countries of ISO 3166-1 in French, and the codes of people whom no country claims."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from ..source.wording import _
from .field_type import Option
from .reading import folded

# The 249 codes officially assigned (ISO 3166-1). Babel's own list mixes in the European Union, the
# euro area and « pseudo-accents »; its names (Unicode CLDR) are those used here.
CODES = tuple(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - a column of 249 quoted texts would hide the list
)

# 2D-DOC specification 3.2.6, after the machine-readable passport codes of ICAO 9303.
SPECIAL = {
    "XA": _("Apatride"),
    "XB": _("Réfugié (Convention de 1951)"),
    "XC": _("Réfugié (autres)"),
    "XK": _("Kosovo"),
    "XX": _("Nationalité indéterminée"),
}

# One code for one country, or a condition on XK would silently miss those entered as XH. The
# 2D-DOC writes Kosovo XH: its writer translates.
SAME = {"XH": "XK"}

# Names people use that Unicode does not: the State's official ones, former ones, everyday ones.
# « Congo », « Corée » and « Guinée-… » alone stay ambiguous: they are refused, not guessed.
ALSO = {
    "Angleterre": "GB",
    "Bélarus": "BY",
    "Birmanie": "MM",
    "Centrafrique": "CF",
    "République du Congo": "CG",
    "Congo (République démocratique)": "CD",
    "République démocratique du Congo": "CD",
    "RDC": "CD",
    "République de Corée": "KR",
    "République populaire démocratique de Corée": "KP",
    "Émirats": "AE",
    "États-Unis d'Amérique": "US",
    "USA": "US",
    "Grande-Bretagne": "GB",
    "Hong Kong": "HK",
    "Kirghizistan": "KG",
    "Macao": "MO",
    "Macédoine": "MK",
    "Moldova": "MD",
    "Myanmar": "MM",
    "Palestine": "PS",
    "République arabe syrienne": "SY",
    "République tchèque": "CZ",
    "Réunion": "RE",
    "Fédération de Russie": "RU",
    "Swaziland": "SZ",
    "Timor-Leste": "TL",
    "Vatican": "VA",
    "Vietnam": "VN",
}


@lru_cache(maxsize=1)
def countries() -> tuple[Option, ...]:
    """Code and French name, in the order of the names, accents aside; the special codes last."""
    names = Locale.parse("fr").territories
    known = sorted((Option(code, names[code]) for code in CODES), key=lambda o: folded(o.label))
    return (*known, *(Option(code, label) for code, label in SPECIAL.items()))


@lru_cache(maxsize=1)
def country_names() -> Mapping[str, str]:
    """The French name of each code."""
    return {option.id: option.label for option in countries()}


@lru_cache(maxsize=1)
def country_codes() -> Mapping[str, str]:
    """The code meant by each folded name or code: « cote d ivoire » and « ci » → CI."""
    meant = {folded(name): code for name, code in ALSO.items()}
    meant |= {code.lower(): same for code, same in SAME.items()}
    for option in countries():
        meant[folded(option.label)] = meant[option.id.lower()] = option.id
    return meant
