"""Conditions told in French: what applicants and civil servants read, and that it never fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

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
        item.name: item
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
            Declared(
                "enfants", Listed((("naissance", DATE), ("reside", BOOLEAN))), "Vos enfants"
            ),
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


GOLDEN = (
    ("situation == 'marie'", "Situation familiale est « Marié(e) »"),
    ("'marie' == situation", "Situation familiale est « Marié(e) »"),
    ("situation != 'marie'", "Situation familiale n’est pas « Marié(e) »"),
    ("not situation == 'marie'", "Situation familiale n’est pas « Marié(e) »"),
    ("votre_situation == 'marie'", "votre situation familiale est « Marié(e) »"),
    ("qui == 'marie'", "la réponse à « Qui êtes-vous ? » est « Marié(e) »"),
    ("reconnu != 'marie'", "la réponse à « Vous êtes reconnu comme » n’est pas « Marié(e) »"),
    ("situation in ['marie', 'pacse']", "Situation familiale est « Marié(e) » ou « Pacsé(e) »"),
    ("situation in ['marie']", "Situation familiale est « Marié(e) »"),
    (
        "situation not in ['marie', 'pacse']",
        "Situation familiale n’est ni « Marié(e) » ni « Pacsé(e) »",
    ),
    (
        "not (votre_situation in ['marie', 'pacse', 'celibataire'])",
        "votre situation familiale n’est ni « Marié(e) », ni « Pacsé(e) », ni « Célibataire »",
    ),
    ("nationalite == 'SY'", "Nationalité est « Syrie »"),
    ("nationalite != 'SY' and pays == 'FR'", "Nationalité n’est pas « Syrie » et Pays de naissance est « France »"),
    ("registry.situation == 'marie'", "Situation familiale (d’après l’administration) est « Marié(e) »"),
    ("answered(registry.titre_fin)", "l’administration connaît « Fin du titre »"),
    ("not answered(registry.titre_fin)", "l’administration ne connaît pas « Fin du titre »"),
    ("enfants_a_charge", "la réponse à « Avez-vous des enfants à charge ? » est oui"),
    ("not enfants_a_charge", "la réponse à « Avez-vous des enfants à charge ? » est non"),
    ("not not reside", "la réponse à « Cette personne vit en France » est oui"),
    ("signed_in", "la personne est connectée"),
    ("not signed_in", "la personne n’est pas connectée"),
    ("answered(nom_usage)", "« Nom d’usage » est renseigné"),
    ("not answered(nom_usage)", "« Nom d’usage » n’est pas renseigné"),
    ("nom == nom_usage", "Nom de naissance est identique à « Nom d’usage »"),
    ("nom != 'X'", "Nom de naissance n’est pas « X »"),
    ("adresse.ville == 'Metz'", "Adresse – Ville est « Metz »"),
    ("pieces == 3", "le nombre de pièces est de 3"),
    ("pieces != 3", "le nombre de pièces n’est pas de 3"),
    ("pieces >= 3", "le nombre de pièces est d’au moins 3"),
    ("pieces > 3", "le nombre de pièces dépasse 3"),
    ("pieces < 3", "le nombre de pièces est de moins de 3"),
    ("pieces <= 3", "le nombre de pièces est d’au plus 3"),
    ("3 < pieces", "le nombre de pièces dépasse 3"),
    ("pieces in [1, 2, 4]", "le nombre de pièces est de 1, 2 ou 4"),
    ("pieces not in [1, 2]", "le nombre de pièces n’est ni 1 ni 2"),
    ("pieces >= 2 and pieces < 5", "le nombre de pièces est d’au moins 2 et de moins de 5"),
    ("loyer >= 12345.50", "Loyer est d’au moins 12\u202f345,50"),
    ("loyer > -3", "Loyer dépasse \u22123"),
    ("revenus < 1500", "la réponse à « Vos revenus du mois » est de moins de 1500"),
    ("revenus <= param.plafond", "la réponse à « Vos revenus du mois » ne dépasse pas « Plafond de ressources, en euros »"),
    ("loyer * 3 > revenus", "(« Loyer ») fois 3 dépasse « Vos revenus du mois »"),
    ("loyer + 100 >= revenus - 2 * loyer", "« Loyer » plus 100 atteint ou dépasse « Vos revenus du mois » moins (2 fois « Loyer »)"),
    ("naissance < date('2026-01-01')", "Date de naissance est avant le 1er janvier 2026"),
    ("naissance <= date('2026-08-31')", "Date de naissance est au plus tard le 31 août 2026"),
    ("naissance > date('2026-01-01')", "Date de naissance est après le 1er janvier 2026"),
    ("naissance >= date('2026-01-01')", "Date de naissance est au plus tôt le 1er janvier 2026"),
    ("naissance == today", "Date de naissance est aujourd’hui"),
    ("echeance <= today + 30", "la date limite de réponse est au plus tard le 30e jour après aujourd’hui"),
    ("echeance < today - 1", "la date limite de réponse est avant le 1er jour avant aujourd’hui"),
    ("echeance >= naissance", "la date limite de réponse est au plus tôt à la date « Date de naissance »"),
    ("today >= date('2026-03-01')", "la date du jour est au plus tôt le 1er mars 2026"),
    ("date('2026-03-01') > today", "la date du jour est avant le 1er mars 2026"),
    ("today - naissance > 30", "le nombre de jours entre « Date de naissance » et aujourd’hui dépasse 30"),
    ("age(naissance) >= 18", "l’âge d’après « Date de naissance » est d’au moins 18 ans"),
    ("age(naissance) > 17", "l’âge d’après « Date de naissance » est d’au moins 18 ans"),
    ("18 > age(naissance)", "l’âge d’après « Date de naissance » est de moins de 18 ans"),
    ("age(naissance) == 1", "l’âge d’après « Date de naissance » est de 1 an"),
    ("age(naissance) >= 16 and age(naissance) < 18", "l’âge d’après « Date de naissance » est d’au moins 16 ans et de moins de 18 ans"),
    ("age(conjoint.naissance) >= 18", "l’âge d’après « Votre conjoint – Date de naissance » est d’au moins 18 ans"),
    ("months_since(union) >= 12", "« Date du mariage, du Pacs ou de l’union » remonte à au moins 12 mois"),
    ("months_since(naissance) <= 2", "« Date de naissance » remonte à moins de 3 mois"),
    ("months_since(naissance) != 2", "« Date de naissance » ne remonte pas à 2 mois révolus"),
    ("months_since(naissance) >= 0", "le nombre de mois écoulés depuis « Date de naissance » est d’au moins 0"),
    ("days_until(echeance) <= 120", "il reste au plus 120 jours avant « La date limite de réponse »"),
    ("days_until(echeance) > 1", "il reste plus de 1 jour avant « La date limite de réponse »"),
    ("days_until(echeance) < 0", "la date limite de réponse est avant aujourd’hui"),
    ("days_until(echeance) > param.plafond", "le nombre de jours restants avant « La date limite de réponse » dépasse « Plafond de ressources, en euros »"),
    ("count(enfants) > 2", "la liste « Vos enfants » compte plus de 2 éléments"),
    ("count(enfants) <= 1", "la liste « Vos enfants » compte au plus 1 élément"),
    ("count(enfants) > 0", "la liste « Vos enfants » compte au moins un élément"),
    ("not count(enfants) > 0", "la liste « Vos enfants » est vide"),
    ("count(enfants) != 2", "la liste « Vos enfants » ne compte pas 2 éléments"),
    ("contains(langues, 'fr')", "« Français » fait partie des réponses à « Quelles langues parlez-vous ? »"),
    ("not contains(langues, 'fr')", "« Français » ne fait pas partie des réponses à « Quelles langues parlez-vous ? »"),
    ("any(enfants, age(item.naissance) < 3)", "pour au moins un élément de « Vos enfants », l’âge d’après « Date de naissance » est de moins de 3 ans"),
    ("not any(enfants, item.reside)", "pour chaque élément de « Vos enfants », la réponse à « Cet enfant vit en France » est non"),
    ("all(enfants, item.reside and item.naissance < today)", "pour chaque élément de « Vos enfants », la réponse à « Cet enfant vit en France » est oui et Date de naissance est avant aujourd’hui"),
    ("reside and pieces > 1 and loyer < 500", "la réponse à « Cette personne vit en France » est oui, le nombre de pièces dépasse 1 et Loyer est de moins de 500"),
    ("reside or not signed_in", "la réponse à « Cette personne vit en France » est oui ou la personne n’est pas connectée"),
    ("situation in ['marie', 'pacse'] and reside", "Situation familiale est « Marié(e) » ou « Pacsé(e) », et la réponse à « Cette personne vit en France » est oui"),
    ("(situation == 'marie' and reside) or pieces > 3", "(Situation familiale est « Marié(e) » et la réponse à « Cette personne vit en France » est oui) ou le nombre de pièces dépasse 3"),
    ("not (situation == 'marie' and (reside or pieces > 3))", "Situation familiale n’est pas « Marié(e) » ou (la réponse à « Cette personne vit en France » est non et le nombre de pièces est d’au plus 3)"),
    ("not (reside or (pieces > 3 or signed_in))", "la réponse à « Cette personne vit en France » est non, le nombre de pièces est d’au plus 3 et la personne n’est pas connectée"),
    ("any(enfants, item.reside) and reside", "(pour au moins un élément de « Vos enfants », la réponse à « Cet enfant vit en France » est oui) et la réponse à « Cette personne vit en France » est oui"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GOLDEN, ids=[text for text, _told in GOLDEN])
def test_each_condition_reads_as_french(text: str, expected: str) -> None:
    assert sentence(read(text), SCOPE) == typeset(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("situation == 'marie'", "si Situation familiale est « Marié(e) »"),
        ("days_until(echeance) < 9", "s’il reste moins de 9 jours avant « La date limite de réponse »"),
    ],
)  # fmt: skip
def test_a_condition_after_if(text: str, expected: str) -> None:
    assert if_sentence(read(text), SCOPE) == typeset(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("echeance - 10", "le 10e jour avant « La date limite de réponse »"),
        ("echeance + 0", "« La date limite de réponse »"),
        ("echeance", "à la date « La date limite de réponse »"),
        ("today", "aujourd’hui"),
        ("echeance + pieces", "le jour qui vient après « La date limite de réponse » au bout de « Le nombre de pièces » jours"),
        ("echeance - pieces", "le jour qui vient avant « La date limite de réponse » de « Le nombre de pièces » jours"),
        ("-loyer", "l’opposé de « Loyer »"),
        ("situation", "« Situation familiale »"),
        ("'AB'", "« AB »"),
        ("reside", "la réponse à « Cette personne vit en France » est oui"),
        ("count(enfants) + 1", "(le nombre d’éléments de « Vos enfants ») plus 1"),
    ],
)  # fmt: skip
def test_any_expression_is_told(text: str, expected: str) -> None:
    assert phrase(read(text), SCOPE) == typeset(expected)


def test_what_was_never_declared_is_told_by_its_name() -> None:
    expr = And((Compare("==", Name("inconnu"), Text("x")), Not(Broken()), Call("any", ())))
    assert sentence(expr, SCOPE) == typeset("inconnu est « x », … et …")


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
    unwritten = {"condition-syntax"}
    told = sentence(expr, SCOPE)
    assert told == sentence(expr, SCOPE)
    assert told == typeset(told)
    assert told.count("(") == told.count(")")
    assert "{" not in told
    if not {problem.rule for problem in check_condition(expr, SCOPE)} - unwritten:
        assert "…" not in told
        assert "n’est pas vrai" not in told


@given(conditions)
def test_a_contrary_is_told_otherwise(expr: Expr) -> None:
    assert sentence(Not(expr), SCOPE) != sentence(expr, SCOPE)
    assert sentence(Not(Not(expr)), SCOPE) == sentence(expr, SCOPE)


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
