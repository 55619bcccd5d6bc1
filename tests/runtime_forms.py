"""The two procedures of tests/data/runtime, told to the model, and what may be typed in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from parcours.tests.runtime_model import BLANK, REFUSED, Asked, Form, Page, Paper, Values

FOLDER = Path(__file__).parent / "data" / "runtime"
TEXTS = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.iterdir())}

SAFE = {"blank": ("", BLANK)}


def words(*values: str) -> dict[str, tuple[Any, Any]]:
    """Typed as they are."""
    return {value: (value, value) for value in values} | SAFE


def days(*values: str) -> dict[str, tuple[Any, Any]]:
    """Dates, and what is none."""
    return {v: (v, date.fromisoformat(v)) for v in values} | SAFE | {"odd": ("demain", REFUSED)}


def requests(*documents: str) -> dict[str, tuple[Any, Any]]:
    """One document each, and two at once; an unknown id is the title of another one."""
    known = {"identite", "domicile", "livret"}
    rows = {
        name: {
            "document": name if name in known else "",
            "title": "" if name in known else name,
            "reason": "missing",
            "message": "Envoyez-le.",
        }
        for name in documents
    }
    every = {name: ([row], (name,)) for name, row in rows.items()}
    both = {"both": ([rows["identite"], rows["plan"]], ("identite", "plan"))}
    without = {"odd": ([{**rows["plan"], "title": ""}], REFUSED)}
    return every | both | without | {"blank": ([], BLANK)}


def is_helped(v: Values) -> bool:
    """Whoever has little and is helped."""
    return bool(v["revenu"] < 1000 and v["aide"])


def after_today(value: Any, v: Values) -> bool:
    """A date to come."""
    return bool(value > v["today"])


BA = {"nom": "BA", "naissance": "1990-01-31"}
LEA = {"prenom": "Léa", "ans": "3"}

CARTE_ASKED = {
    "situation": Asked(words("seul", "couple", "famille") | {"odd": ("veuf", REFUSED)}),
    "conjoint": Asked(
        {
            "ba": (BA, "ba"),
            "sow": ({"nom": "SOW", "naissance": "31/01/1991"}, "sow"),
            "half": ({"nom": "BA", "naissance": ""}, REFUSED),
            "long": ({"nom": "BA BA BA BA", "naissance": "1990-01-31"}, REFUSED),
            "unborn": ({"nom": "BA", "naissance": "2999-01-01"}, REFUSED),
            "blank": ({}, BLANK),
        },
        when=lambda v: v["situation"] in ("couple", "famille"),
    ),
    "enfants": Asked(
        {
            "one": ([LEA], "one"),
            "two": ([LEA, {"prenom": "Tom", "ans": "30"}], "two"),
            "four": ([LEA] * 4, REFUSED),
            "old": ([{"prenom": "Tom", "ans": "31"}], REFUSED),
            "blank": ([], BLANK),
        },
        when=lambda v: v["situation"] == "famille",
    ),
    "revenu": Asked(
        {n: (n, int(n)) for n in ("13", "200", "500", "1500", "5500", "7500", "8500")}
        | {"odd": ("beaucoup", REFUSED), "minus": ("-1", REFUSED), **SAFE}
    ),
    "aide": Asked(
        {"oui": ("oui", True), "non": ("non", False), "odd": ("peut-être", REFUSED), **SAFE},
        when=lambda v: v["revenu"] < 1000,
    ),
    "detail": Asked(words("APL"), when=is_helped, optional=True),
    "logement": Asked(
        words("locataire", "heberge", "social"),
        stands=lambda value, v: value != "social" or v["revenu"] < 1000,
    ),
    "motif": Asked(words("besoin")),
    "pieces": Asked(requests("identite", "domicile", "livret", "plan")),
    "echeance": Asked(
        days("2026-12-20", "2027-01-15", "2027-03-01", "2020-01-01"), stands=after_today
    ),
    "motifs": Asked(words("incomplet")),
}

HOST = ("domicile.hebergement.hote", "domicile.hebergement.identite_hote")
LEASE = ("domicile.location.bail", "domicile.location.quittance")

CARTE_PAPERS = {
    "identite": Paper(accept=("application/pdf", "image/jpeg"), most=2, limit=1_000_000),
    "domicile": Paper(
        among=lambda v: () if v["logement"] == "heberge" else LEASE,
        slots=lambda v, _: HOST if v["logement"] == "heberge" else LEASE,
        is_dated=True,
    ),
    "livret": Paper(when=lambda v: v["situation"] == "famille", optional=True),
}


def carte(is_edited: bool = False) -> Form:
    """The card; edited: another first page and threshold, no check, a booklet to join."""
    limit = 7000 if is_edited else 8000
    booklet = replace(CARTE_PAPERS["livret"], optional=not is_edited)
    return Form(
        "carte",
        CARTE_ASKED,
        {**CARTE_PAPERS, "livret": booklet},
        (
            Page("accueil" if is_edited else "preambule"),
            Page("foyer", fields=("situation", "conjoint", "enfants")),
            Page(
                "argent",
                fields=("revenu", "aide", "detail", "logement"),
                check=lambda v: is_edited or v["revenu"] != 13,
                next=(
                    (lambda v: v["revenu"] > limit, "end riche"),
                    (lambda v: v["situation"] == "seul" and v["revenu"] > 5000, "recap"),
                ),
            ),
            Page(
                "motif",
                when=is_helped,
                fields=("motif",),
                attest=(("aide_vraie", lambda _: True),),
            ),
            Page(
                "pieces_jointes",
                when=lambda v: v["situation"] != "seul" or v["revenu"] <= 5000,
                attest=(
                    ("exact", lambda _: True),
                    ("enfants_vrais", lambda v: v["situation"] == "famille"),
                ),
                collect=tuple(CARTE_PAPERS),
            ),
            Page("recap", submit=True),
            Page("fin"),
        ),
        frozenset({"exact", "aide_vraie", "enfants_vrais", "complet"}),
        opens="instruction",
    )


def carte_text(is_edited: bool = False) -> str:
    """The same, as a file."""
    text = TEXTS["carte.yaml"]
    if not is_edited:
        return text
    for former, present in (
        ('version: "1"', 'version: "2"'),
        ("screen: preambule", "screen: accueil"),
        ("revenu > 8000", "revenu > 7000"),
        (
            "        checks:\n          - {that: revenu != 13, else: Ce revenu porte malheur.}\n",
            "",
        ),
        ("when: situation == 'famille', optional: oui}", "when: situation == 'famille'}"),
    ):
        assert former in text, former
        text = text.replace(former, present)
    return text


COMPTE = Form(
    "compte",
    {
        "nom": Asked(words("DIALLO", "BA") | {"long": ("X" * 11, REFUSED)}),
        "ville": Asked(words("paris", "lyon"), optional=True),
        "courriel": Asked(words("a@exemple.fr", "b@exemple.fr") | {"odd": ("a@", REFUSED)}),
        "depart": Asked(days("2026-11-20", "2027-06-01", "2020-01-01"), stands=after_today),
        "loisirs": Asked(
            {
                "sport": (["sport", "jeux"], frozenset({"sport", "jeux"})),
                "jeux": (["jeux"], frozenset({"jeux"})),
                "odd": (["lecture"], REFUSED),
                "blank": ([], BLANK),
            },
            optional=True,
        ),
        "club": Asked(words("Avenir"), when=lambda v: "sport" in v["loisirs"]),
        "secret_voulu": Asked(
            {"good": ("un-bon-secret", "x"), "short": ("court", REFUSED), **SAFE}, is_secret=True
        ),
    },
    {"photo": Paper(when=lambda v: v.get("ville") == "paris", is_code=True)},
    (
        Page("identite", verify=("nom", "ville"), collect=("photo",)),
        Page("contact", fields=("courriel", "depart", "loisirs", "club")),
        Page("attente", awaits="confirme"),
        Page("secrets", fields=("secret_voulu",), submit=True),
        Page("merci"),
    ),
    frozenset(),
)
