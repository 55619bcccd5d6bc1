"""Conditions drawn at random over a small scope, and the answers to judge them by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from parcours.engine.expr.syntax import (
    And,
    Call,
    Compare,
    Expr,
    In,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Product,
    Sum,
    Text,
)
from parcours.engine.expr.types import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    OPAQUE,
    TEXT,
    Choice,
    Choices,
    Declared,
    Listed,
)

ROW = (("naissance", DATE), ("sexe", Choice(("f", "m"))), ("a_charge", BOOLEAN))
TABLE = {
    declared.name: declared
    for declared in (
        Declared("marie", BOOLEAN, "Marié"),
        Declared(
            "situation",
            Choice(("seul", "marie", "pacse")),
            "Situation",
            labels=(("seul", "Seul(e)"), ("marie", "Marié(e)"), ("pacse", "Lié par un Pacs")),
        ),
        Declared("langues", Choices(("fr", "en", "ar")), "Langues"),
        Declared("age_declare", INTEGER, "Âge", minimum=0, maximum=120),
        Declared("loyer", DECIMAL, "Loyer"),
        Declared("naissance", DATE, "Naissance"),
        Declared("entree", DATE, "Entrée"),
        Declared("nom", TEXT, "Nom"),
        Declared("photo", OPAQUE, "Photo"),
        Declared("enfants", Listed(ROW), "Enfants"),
        Declared("enfants[].naissance", DATE, "Naissance de l’enfant"),
        Declared("pays", Choice(tuple(f"p{number}" for number in range(20))), "Pays"),
        Declared("param.plafond", DECIMAL, "Plafond"),
        Declared("today", DATE, "Jour"),
    )
}


class Names:
    """A small scope."""

    def declared(self, name: str) -> Declared | None:
        return TABLE.get(name)

    def names(self) -> Iterable[str]:
        return (name for name in TABLE if "[]" not in name)


SCOPE = Names()
DAY = st.dates(date(1950, 1, 1), date(2030, 12, 31))
_BOOLEANS = st.sampled_from([Name("marie"), Call("answered", (Name("nom"),))])
_NUMBERS = st.integers(0, 120).map(Number)
_TERMS = st.sampled_from(
    [
        Name("age_declare"),
        Call("age", (Name("naissance"),)),
        Call("months_since", (Name("entree"),)),
        Call("days_until", (Name("entree"),)),
        Call("count", (Name("enfants"),)),
        Sum("-", Name("today"), Name("naissance")),
        Name("loyer"),
        Product(Name("loyer"), Number(Decimal("1.5"))),
        Sum("+", Name("age_declare"), Number(3)),
        Negative(Name("age_declare")),
    ]
)
_OPS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_DATES = st.sampled_from([Name("naissance"), Name("entree"), Name("today")])
_DATE_TERMS = st.one_of(
    _DATES,
    DAY.map(lambda day: Call("date", (Text(day.isoformat()),))),
    st.builds(lambda d, n: Sum("+", d, Number(n)), _DATES, st.integers(0, 400)),
)
_ROWS: list[Expr] = [
    Name("item.a_charge"),
    Compare("==", Name("item.sexe"), Text("f")),
    Compare("<", Call("age", (Name("item.naissance"),)), Number(18)),
]
_LEAVES = st.one_of(
    _BOOLEANS,
    st.builds(Compare, _OPS, _TERMS, _NUMBERS),
    st.builds(Compare, _OPS, _DATES, _DATE_TERMS),
    st.builds(
        lambda op, o: Compare(op, Name("situation"), Text(o)),
        st.sampled_from(["==", "!="]),
        st.sampled_from(["seul", "marie", "pacse"]),
    ),
    st.builds(
        lambda os, n: In(Name("situation"), tuple(map(Text, os)), n),
        st.lists(st.sampled_from(["seul", "marie", "pacse"]), min_size=1, unique=True),
        st.booleans(),
    ),
    st.sampled_from(["fr", "en"]).map(lambda o: Call("contains", (Name("langues"), Text(o)))),
    st.builds(
        lambda f, c: Call(f, (Name("enfants"), c)),
        st.sampled_from(["any", "all"]),
        st.sampled_from(_ROWS),
    ),
)


def _junction(node: type[And] | type[Or], parts: list[Expr]) -> Expr:
    flat = [p for part in parts for p in (part.parts if isinstance(part, node) else (part,))]
    return node(tuple(flat))


CONDITIONS: st.SearchStrategy[Expr] = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: _junction(And, parts)),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: _junction(Or, parts)),
    ),
    max_leaves=8,
)
ROWS = st.fixed_dictionaries(
    {"naissance": DAY, "sexe": st.sampled_from(["f", "m"]), "a_charge": st.booleans()}
)
VALUES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "marie": st.booleans(),
        "situation": st.sampled_from(["seul", "marie", "pacse"]),
        "langues": st.frozensets(st.sampled_from(["fr", "en", "ar"])),
        "age_declare": st.integers(0, 120),
        "loyer": st.decimals(0, 5000, places=2),
        "naissance": DAY,
        "entree": DAY,
        "today": DAY,
    },
    optional={"nom": st.text(max_size=3), "enfants": st.lists(ROWS, max_size=3).map(tuple)},
)
