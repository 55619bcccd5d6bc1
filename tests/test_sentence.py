"""Conditions told in French: what applicants and civil servants read, and that it never fails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.expr.check import check_condition, check_expression
from parcours.engine.expr.parser import parse
from parcours.engine.expr.phrases import in_french
from parcours.engine.expr.sentence import if_sentence, phrase, sentence
from parcours.engine.expr.syntax import (
    And,
    Broken,
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
from parcours.engine.source.wording import typeset


@dataclass(frozen=True, slots=True)
class Told:
    """A scope written by hand."""

    table: Mapping[str, Declared]

    def declared(self, name: str) -> Declared | None:
        """What is known of that name, or None."""
        return self.table.get(name)

    def names(self) -> Iterable[str]:
        """Every name."""
        return self.table


FAMILY = (("celibataire", "Célibataire"), ("marie", "Marié(e)"), ("pacse", "Pacsé(e)"))
LANGUAGES = (("fr", "Français"), ("ar", "Arabe"))
COUNTRIES = (("FR", "France"), ("SY", "Syrie"))


def choice(name: str, label: str, options: tuple[tuple[str, str], ...]) -> Declared:
    """A question with one answer among several."""
    return Declared(name, Choice(tuple(id_ for id_, _label in options)), label, labels=options)


SCOPE = Told(
    {
        item.name: replace(item, label=typeset(item.label))
        for item in (
            Declared("today", DATE, "la date du jour"),
            Declared("signed_in", BOOLEAN, "La personne est connectée"),
            choice("situation", "Situation familiale", FAMILY),
            choice("votre_situation", "Votre situation familiale", FAMILY),
            choice("qui", "Qui êtes-vous ?", FAMILY),
            choice("reconnu", "Vous êtes reconnu comme", FAMILY),
            choice("nationalite", "Nationalité", COUNTRIES),
            choice("pays", "Pays de naissance", (("FR", "France"),)),
            choice("registry.situation", "Situation familiale", FAMILY),
            Declared("registry.titre_fin", DATE, "Fin du titre", optional=True),
            Declared("enfants_a_charge", BOOLEAN, "Avez-vous des enfants à charge ?"),
            Declared("reside", BOOLEAN, "Cette personne vit en France"),
            Declared("nom_usage", TEXT, "Nom d’usage", optional=True),
            Declared("nom", TEXT, "Nom de naissance"),
            Declared("naissance", DATE, "Date de naissance"),
            Declared("echeance", DATE, "La date limite de réponse"),
            Declared("union", DATE, "Date du mariage, du Pacs ou de l’union", optional=True),
            Declared("loyer", DECIMAL, "Loyer"),
            Declared("revenus", DECIMAL, "Vos revenus du mois"),
            Declared("pieces", INTEGER, "Le nombre de pièces"),
            Declared("param.plafond", DECIMAL, "Plafond de ressources, en euros"),
            Declared("conjoint", OPAQUE, "Votre conjoint"),
            Declared("conjoint.naissance", DATE, "Date de naissance"),
            Declared("adresse", OPAQUE, "Adresse"),
            Declared("adresse.ville", TEXT, "Adresse – Ville"),
            Declared(
                "langues", Choices(("fr", "ar")), "Quelles langues parlez-vous ?", labels=LANGUAGES
            ),
            Declared("enfants", Listed((("naissance", DATE), ("reside", BOOLEAN))), "Vos enfants"),
            Declared("enfants[].naissance", DATE, "Date de naissance"),
            Declared("enfants[].reside", BOOLEAN, "Cet enfant vit en France"),
        )
    }
)


def read(text: str) -> Expr:
    """A condition that is right in SCOPE."""
    expr, problems = parse(text)
    assert not problems
    assert not check_expression(expr, SCOPE)[1]
    return expr


PAIRS = re.compile(r"^(?P<text>[^\s#].*)\n    (?P<told>.*)$", re.MULTILINE)
GOLDEN = tuple(
    (pair["text"], pair["told"])
    for pair in PAIRS.finditer(
        (Path(__file__).parent / "golden" / "sentences.txt").read_text(encoding="utf-8")
    )
)


def test_the_table_is_read_whole() -> None:
    assert len(GOLDEN) >= 80


@pytest.mark.parametrize(("text", "expected"), GOLDEN, ids=[text for text, _told in GOLDEN])
def test_each_condition_reads_as_french(text: str, expected: str) -> None:
    assert sentence(read(text), SCOPE) == typeset(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("situation == 'marie'", "si Situation familiale est « Marié(e) »"),
        ("days_until(naissance) < 9", "s’il reste moins de 9 jours avant « Date de naissance »"),
    ],
)
def test_a_condition_after_if(text: str, expected: str) -> None:
    assert if_sentence(read(text), SCOPE) == typeset(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("echeance - 10", "le 10e jour avant « La date limite de réponse »"),
        ("echeance + 0", "« La date limite de réponse »"),
        ("echeance", "à la date « La date limite de réponse »"),
        ("today", "aujourd’hui"),
        (
            "today + pieces",
            "le jour qui vient après aujourd’hui au bout de « Le nombre de pièces » jours",
        ),
        ("today - pieces", "le jour qui vient avant aujourd’hui de « Le nombre de pièces » jours"),
        ("-loyer", "l’opposé de « Loyer »"),
        ("situation", "« Situation familiale »"),
        ("'AB'", "« AB »"),
        ("reside", "la réponse à « Cette personne vit en France » est oui"),
        ("count(enfants) + 1", "(le nombre d’éléments de « Vos enfants ») plus 1"),
    ],
)
def test_any_expression_is_told(text: str, expected: str) -> None:
    assert phrase(read(text), SCOPE) == typeset(expected)


def test_what_was_never_declared_is_told_by_its_name() -> None:
    expr = And((Compare("==", Name("inconnu"), Text("x")), Not(Broken()), Call("any", ())))
    assert sentence(expr, SCOPE) == typeset("inconnu est « x », … et (…)")


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (Compare("==", Text("a"), Text("b")), "« a » est « b »"),
        (Compare("<", Call("date", (Text("x"),)), Name("today")), "la date du jour est après …"),
        (Compare("<", Call("age", ()), Number(3)), "… est de moins de 3"),
        (
            Compare("<", Name("loyer"), Sum("+", Number(1), Broken())),
            "Loyer n’atteint pas 1 plus (…)",
        ),
        (Call("any", (Name("x"), Not(Broken()))), "pour au moins un élément de « x », …"),
        (Call("answered", (Name("registry.x"),)), "« registry.x » est renseigné"),
        (Compare("<", Name("situation"), Text("marie")), "…"),
    ],
)
def test_what_would_not_pass_the_check_does_not_fail(expr: Expr, expected: str) -> None:
    assert sentence(expr, SCOPE) == typeset(expected)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0"),
        (1999, "1999"),
        (12345, "12\u202f345"),
        (Decimal("-0.50"), "\u22120,50"),
        (Decimal(10**15), "1\u202f000\u202f000\u202f000\u202f000\u202f000"),
    ],
)
def test_numbers_are_french(number: int | Decimal, expected: str) -> None:
    assert in_french(number) == expected


# Random conditions, right by construction.

numbers = st.integers(-5, 20_000).map(lambda n: Number(n) if n >= 0 else Negative(Number(-n)))
days = st.recursive(
    st.sampled_from(
        [Name("today"), Name("naissance"), Name("union"), Call("date", (Text("2026-03-01"),))]
    ),
    lambda inner: st.builds(Sum, st.sampled_from("+-"), inner, numbers),
    max_leaves=3,
)
counted = st.one_of(
    st.sampled_from([Name("loyer"), Name("pieces"), Name("param.plafond")]),
    st.builds(
        lambda function, day: Call(function, (day,)),
        st.sampled_from(["age", "months_since", "days_until"]),
        days,
    ),
    st.just(Call("count", (Name("enfants"),))),
    st.builds(lambda left, right: Sum("-", left, right), days, days),
)
amounts = st.recursive(
    st.one_of(counted, numbers),
    lambda inner: st.one_of(
        st.builds(Sum, st.sampled_from("+-"), inner, inner),
        st.builds(Product, inner, numbers),
        st.builds(Negative, inner),
    ),
    max_leaves=4,
)
orders = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
options = st.sampled_from([id_ for id_, _label in FAMILY]).map(Text)
simple = st.one_of(
    st.builds(Compare, orders, amounts, amounts),
    st.builds(Compare, orders, days, days),
    st.builds(Compare, st.sampled_from(["==", "!="]), st.just(Name("situation")), options),
    st.builds(
        In,
        st.sampled_from([Name("situation"), Name("qui")]),
        st.lists(options, min_size=1, max_size=3, unique_by=lambda o: o.value).map(tuple),
        st.booleans(),
    ),
    st.sampled_from([Name("reside"), Name("signed_in"), Call("answered", (Name("union"),))]),
    st.just(Call("contains", (Name("langues"), Text("ar")))),
    st.just(Call("any", (Name("enfants"), Not(Name("item.reside"))))),
)


def joined(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Conditions of conditions."""
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    rows = st.sampled_from(["any", "all"])
    return st.one_of(
        st.builds(Not, inner),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(lambda name, inside: Call(name, (Name("enfants"), inside)), rows, inner),
    )


conditions = st.recursive(simple, joined, max_leaves=8)


@given(conditions)
def test_no_condition_fails(expr: Expr) -> None:
    told = sentence(expr, SCOPE)
    assert told == sentence(expr, SCOPE)
    assert told == typeset(told)
    assert told.count("(") == told.count(")")
    assert "{" not in told
    if not check_condition(expr, SCOPE):
        assert "…" not in told
        assert "n’est pas vrai" not in told


@given(conditions)
def test_a_contrary_is_told_otherwise(expr: Expr) -> None:
    assert sentence(Not(expr), SCOPE) != sentence(expr, SCOPE)
    assert sentence(Not(Not(expr)), SCOPE) == sentence(expr, SCOPE)


@given(st.lists(simple, min_size=2, max_size=3, unique_by=repr).map(tuple))
def test_and_is_never_told_as_or(parts: tuple[Expr, ...]) -> None:
    assert sentence(And(parts), SCOPE) != sentence(Or(parts), SCOPE)


def meaning(op: str, bound: int) -> tuple[str, int]:
    """Bounds on whole numbers that mean the same are one."""
    return {">": (">=", bound + 1), "<=": ("<", bound + 1)}.get(op, (op, bound))


@given(
    st.sampled_from(["naissance", "union", "echeance"]),
    st.sampled_from(["age", "months_since", "days_until"]),
    st.tuples(orders, st.integers(1, 30)),
    st.sampled_from(["naissance", "union", "echeance"]),
    st.sampled_from(["age", "months_since", "days_until"]),
    st.tuples(orders, st.integers(1, 30)),
)
def test_two_comparisons_are_told_apart(
    name: str,
    function: str,
    bound: tuple[str, int],
    other_name: str,
    other_function: str,
    other: tuple[str, int],
) -> None:
    first = Compare(bound[0], Call(function, (Name(name),)), Number(bound[1]))
    second = Compare(other[0], Call(other_function, (Name(other_name),)), Number(other[1]))
    same = (name, function, meaning(*bound)) == (other_name, other_function, meaning(*other))
    if same and function != "days_until":
        assert sentence(first, SCOPE) == sentence(second, SCOPE)
    elif not same:
        assert sentence(first, SCOPE) != sentence(second, SCOPE)


def test_every_simple_comparison_of_the_table_is_its_own() -> None:
    """Texts that mean the same, written in two ways, are the only ones told alike."""
    told: dict[str, set[str]] = {}
    for text, expected in GOLDEN:
        told.setdefault(expected, set()).add(text)
    alike = sorted(sorted(texts) for texts in told.values() if len(texts) > 1)
    assert alike == [
        ["'marie' == situation", "situation == 'marie'", "situation in ['marie']"],
        ["3 < pieces", "pieces > 3"],
        ["age(naissance) > 17", "age(naissance) >= 18"],
        ["not situation == 'marie'", "situation != 'marie'"],
    ]
