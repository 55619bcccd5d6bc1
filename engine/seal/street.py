"""The street line of an address, in the abbreviations of NF Z10-011 when it is too long."""

from __future__ import annotations

from collections.abc import Mapping

_STREETS: Mapping[str, str] = {
    "ALLEE": "ALL",
    "ALLEES": "ALL",
    "APPARTEMENT": "APP",
    "AVENUE": "AV",
    "BATIMENT": "BAT",
    "BOULEVARD": "BD",
    "CENTRE COMMERCIAL": "CCAL",
    "CHAUSSEE": "CHS",
    "CHEMIN": "CHE",
    "COURS": "CRS",
    "DOMAINE": "DOM",
    "ESCALIER": "ESC",
    "ESPLANADE": "ESP",
    "ETAGE": "ETG",
    "FAUBOURG": "FG",
    "HAMEAU": "HAM",
    "IMMEUBLE": "IMM",
    "IMPASSE": "IMP",
    "LIEU DIT": "LD",
    "LOTISSEMENT": "LOT",
    "MONTEE": "MTE",
    "PASSAGE": "PAS",
    "PLACE": "PL",
    "PROMENADE": "PROM",
    "QUARTIER": "QUA",
    "RESIDENCE": "RES",
    "ROND POINT": "RPT",
    "ROUTE": "RTE",
    "SENTIER": "SEN",
    "SQUARE": "SQ",
    "TERRASSE": "TSSE",
    "TRAVERSE": "TRA",
    "VILLAGE": "VLGE",
    "ZONE ARTISANALE": "ZA",
    "ZONE D ACTIVITE": "ZA",
    "ZONE D AMENAGEMENT CONCERTE": "ZAC",
    "ZONE INDUSTRIELLE": "ZI",
}

_TITLES: Mapping[str, str] = {
    "CAPITAINE": "CNE",
    "COLONEL": "CNL",
    "COMMANDANT": "CDT",
    "DOCTEUR": "DR",
    "GENERAL": "GAL",
    "GRAND": "GD",
    "GRANDE": "GDE",
    "LIEUTENANT": "LT",
    "MADAME": "MME",
    "MARECHAL": "MAL",
    "MONSEIGNEUR": "MGR",
    "NOTRE DAME": "ND",
    "PREFET": "PREF",
    "PRESIDENT": "PDT",
    "PROFESSEUR": "PR",
    "SAINT": "ST",
    "SAINTE": "STE",
}

_ARTICLES = frozenset({"A", "AU", "AUX", "D", "DE", "DES", "DU", "ET", "L", "LA", "LE", "LES"})


def shortened(line: str, most: int) -> str:
    """As short as needed and no shorter: street, titles, articles, then first names.

    The last word, by which a street is found, is never touched. What is still too long is left to
    whoever cuts it.
    """
    for table in (_STREETS, _TITLES):
        for long, short in table.items():
            if len(line) <= most:
                return line
            line = _replaced(line, long, short)
    for step in (_without_article, _with_initial):
        while len(line) > most and (shorter := step(line)) != line:
            line = shorter
    return line


def _replaced(line: str, long: str, short: str) -> str:
    """The first place where those whole words stand, if words follow them."""
    return f" {line} ".replace(f" {long} ", f" {short} ", 1).strip()


def _without_article(line: str) -> str:
    words = line.split()
    place = next((i for i, word in enumerate(words[:-1]) if word in _ARTICLES), None)
    return line if place is None else " ".join(words[:place] + words[place + 1 :])


def _with_initial(line: str) -> str:
    """The first long word between the street and the last word: « JEAN » → « J »."""
    words = line.split()
    place = next(
        (i for i, word in enumerate(words[:-1]) if _is_name(word) and _follows_street(words, i)),
        None,
    )
    if place is None:
        return line
    return " ".join([*words[:place], words[place][0], *words[place + 1 :]])


def _is_name(word: str) -> bool:
    return len(word) > 1 and word.isalpha()


def _follows_street(words: list[str], place: int) -> bool:
    """Numbers, « BIS » and the kind of street stand before the names."""
    return any(_is_name(word) for word in words[:place]) and words[place] not in {
        *_STREETS.values(),
        *_TITLES.values(),
        "BIS",
        "TER",
        "RUE",
    }
