"""The condition language: what is written, what is refused, and how it is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.expr.check import check_condition
from parcours.engine.expr.compile import compiled
from parcours.engine.expr.functions import FUNCTIONS, age, days_until, months_since, shifted
from parcours.engine.expr.parser import parse
from parcours.engine.expr.syntax import Broken, walk
from parcours.engine.source.wording import typeset
from parcours.tests.conditions import SCOPE

# What is refused, and how it is said


def problems(text: str) -> list[tuple[str, str, str, str]]:
    """(rule, the characters pointed at, message, help) of each problem."""
    expr, found = parse(text)
    found = found or check_condition(expr, SCOPE)
    return [(p.rule, text[p.place.start : p.place.end], p.message, p.help) for p in found]


REFUSED = {
    "situation = 'marie'": ("condition-syntax", "=", "Écrivez « == »"),
    "situation == 'mariee'": ("unknown-option", "'mariee'", "Vouliez-vous 'marie'"),
    "situaton == 'marie'": ("unknown-name", "situaton", "Vouliez-vous « situation »"),
    "situation == marie_": ("unknown-name", "marie_", "Vouliez-vous"),
    "situation == pacse": ("ill-typed-condition", "pacse", "Écrivez 'pacse'"),
    "age_declare > '3'": ("ill-typed-condition", "'3'", "sans apostrophes : 3"),
    "age_declare > 130": ("out-of-domain", "130", "min"),
    # Hidden characters
    "situa\u200btion == 'seul'": ("condition-syntax", "\u200b", "de nouveau « situation »"),
    "\ufeffmarie": ("condition-syntax", "\ufeff", "Effacez-le"),
    "situation == 'se\u200bul'": ("unknown-option", "'se\u200bul'", "'seul' ? Un caractère"),
    "situation == 'seul\u00a0'": ("unknown-option", "'seul\u00a0'", "(U+00A0)"),
    "situ\u0430tion == 'seul'": ("unknown-name", "situ\u0430tion", "autre alphabet (U+0430)"),
    "sitûation == 'seul'": ("unknown-name", "sitûation", "Vouliez-vous « situation »"),
    # Signs of other languages
    "marie }": ("condition-syntax", "}", "Ajoutez « } »"),
    "marie } puis {{ nom": ("condition-syntax", "}", "Ajoutez « } »"),
    "marie and } x": ("condition-syntax", "}", "Ajoutez « } »"),
    "{{ marie }}": ("condition-syntax", "{{", "Supprimez-les"),
    "loyer =< 18": ("condition-syntax", "=<", "Écrivez « <= »"),
    "loyer =\u2039 18": ("condition-syntax", "=\u2039", "Écrivez « <= »"),
    "loyer => 18": ("condition-syntax", "=>", "Écrivez « >= »"),
    "loyer <> 18": ("condition-syntax", "<>", "Écrivez « != »"),
    "loyer === 18": ("condition-syntax", "===", "Écrivez « == »"),
    "loyer !== 18": ("condition-syntax", "!==", "Écrivez « != »"),
    "loyer =! 18": ("condition-syntax", "=!", "Écrivez « != »"),
    "loyer < = 18": ("condition-syntax", "< =", "Écrivez « <= »"),
    "loyer ? 18": ("condition-syntax", "?", "noms, nombres"),
    "!marie": ("condition-syntax", "!", "Écrivez « not marie »"),
    "!(marie)": ("condition-syntax", "!", "Écrivez « not »"),
    "marie && marie": ("condition-syntax", "&&", "Écrivez « and »"),
    "situation == ’": ("condition-syntax", "’", "Écrivez 'texte'"),
    # Lists
    "situation in ('seul', 'marie')": ("condition-syntax", "(", "situation in ['seul', 'marie']"),
    "situation not in (seul)": ("condition-syntax", "(", "situation not in ['seul']"),
    "situation in ('seul'": ("condition-syntax", "(", "situation in ['seul']"),
    "situation in 'seul', 'marie'": (
        "condition-syntax",
        "'seul', 'marie'",
        "situation in ['seul', 'marie']",
    ),
    "situation == ['seul', 'marie']": ("condition-syntax", "==", "situation in ['seul', 'marie']"),
    "situation != ['seul']": ("condition-syntax", "!=", "situation not in ['seul']"),
    "'fr' in langues": ("condition-syntax", "langues", "contains(langues, 'fr')"),
    "fr in langues": ("condition-syntax", "langues", "contains(langues, 'fr')"),
    "langues == fr": ("ill-typed-condition", "langues", "contains(langues, 'fr')"),
    "langues != 'fr'": ("ill-typed-condition", "langues", "not contains(langues, 'fr')"),
    "langues in ['fr', 'en']": (
        "ill-typed-condition",
        "langues",
        "contains(langues, 'fr') or contains(langues, 'en')",
    ),
    "contains(langues, fr)": ("ill-typed-condition", "fr", "Écrivez contains(langues, 'fr')"),
    "contains('fr', langues)": (
        "ill-typed-condition",
        "'fr', langues",
        "Écrivez contains(langues, 'fr')",
    ),
    "langues contient 'fr'": ("condition-syntax", "contient", "contains(langues, 'fr')"),
    # A value that is compared with nothing
    "situation == 'seul' or 'marie'": (
        "ill-typed-condition",
        "'marie'",
        "Écrivez or situation == 'marie'",
    ),
    "situation == 'seul' or pacse": ("ill-typed-condition", "pacse", "or situation == 'pacse'"),
    "situation != 'seul' and 'marie'": (
        "ill-typed-condition",
        "'marie'",
        "situation not in ['seul', 'marie']",
    ),
    "situation in ['seul'] or 'marie'": (
        "ill-typed-condition",
        "'marie'",
        "situation in ['seul', 'marie']",
    ),
    "(marie or situation not in ['seul']) and 'marie'": (
        "ill-typed-condition",
        "'marie'",
        "situation not in ['seul', 'marie']",
    ),
    "age_declare < 3 or 5": ("ill-typed-condition", "5", "or age_declare < 5"),
    "marie or 'seul'": ("ill-typed-condition", "'seul'", "Comparez-le"),
    # A bracket closed too late
    "age(naissance < 18)": (
        "ill-typed-condition",
        "age(naissance < 18)",
        "Écrivez age(naissance) < 18",
    ),
    "age(naissance < 18 and marie)": (
        "ill-typed-condition",
        "age(naissance < 18 and marie)",
        "Écrivez age(naissance) < 18 and marie",
    ),
    "age(naissance in [18])": (
        "ill-typed-condition",
        "age(naissance in [18])",
        "Écrivez age(naissance) in [18]",
    ),
    "answered(nom == 'a')": (
        "ill-typed-condition",
        "answered(nom == 'a')",
        "Écrivez answered(nom) and nom == 'a'",
    ),
    "age(marie)": ("ill-typed-condition", "marie", "age(naissance) >= 18"),
    # Days
    "naissance > 01/02/2008": ("condition-syntax", "01/02/2008", "date('2008-02-01')"),
    "naissance > 31/02/2008": ("condition-syntax", "31/02/2008", "Corrigez le jour"),
    "naissance > '01/02/2008'": ("ill-typed-condition", "'01/02/2008'", "date('2008-02-01')"),
    "naissance > '31/02/2008'": ("ill-typed-condition", "'31/02/2008'", "Exemple"),
    "naissance > 'hier'": ("ill-typed-condition", "'hier'", "Exemple"),
    "naissance > date('1/2/2008')": ("ill-typed-condition", "'1/2/2008'", "date('2008-02-01')"),
    "naissance > date('2008/02/01')": (
        "ill-typed-condition",
        "'2008/02/01'",
        "date('2008-02-01')",
    ),
    "naissance > date(entree)": ("ill-typed-condition", "entree", "Exemple"),
    "naissance < 18": ("ill-typed-condition", "naissance < 18", "age(naissance) en années"),
    # Options by their labels
    "situation == 'Lié par un PACS'": ("unknown-option", "'Lié par un PACS'", "'pacse'"),
    "situation == 'Lie par un Pacs'": ("unknown-option", "'Lie par un Pacs'", "'pacse'"),
    "pays == 'zzzzz'": ("unknown-option", "'zzzzz'", "p10, p11…"),
    # Names that are meant otherwise
    "loyer > plafond": ("unknown-name", "plafond", "Écrivez param.plafond"),
    "age < 18": ("unknown-name", "age", "Écrivez age(naissance)"),
    "count > 1": ("unknown-name", "count", "count(enfants) > 2"),
    "naissance < aujourd_hui": ("unknown-name", "aujourd_hui", "Écrivez « today »"),
    "naissance < now": ("unknown-name", "now", "Écrivez « today »"),
    "naissance < today()": ("unknown-name", "today", "sans parenthèses"),
    "naissance < aujourd'hui": ("condition-syntax", "aujourd'hui", "Écrivez « today »"),
    "situation.seul": ("unknown-name", "situation.seul", "Écrivez situation == 'seul'"),
    "langues.fr": ("unknown-name", "langues.fr", "Écrivez contains(langues, 'fr')"),
    "enfants.sexe == 'f'": ("unknown-name", "enfants.sexe", "any(enfants, … item.sexe …)"),
    "pacse": ("unknown-name", "pacse", "Écrivez situation == 'pacse'"),
    "len(enfants) > 1": ("unknown-name", "len", "Vouliez-vous « count »"),
    "zut(enfants) > 1": ("unknown-name", "zut", "Fonctions : age"),
    "nom == null": ("unknown-name", "null", "Écrivez not answered(nom)"),
    "nom != None": ("unknown-name", "None", "Écrivez answered(nom)"),
    "age(vide) > 3": ("unknown-name", "vide", "not answered(nom)"),
    "marie == oui": ("unknown-name", "oui", "Écrivez marie"),
    "marie != true": ("unknown-name", "true", "Écrivez not marie"),
    "marie == 'non'": ("ill-typed-condition", "marie", "Écrivez not marie"),
    # Numbers as one writes them elsewhere
    "age(naissance) < 18 ans": ("condition-syntax", "18 ans", "Écrivez 18 : age(…)"),
    "months_since(entree) > 6 mois": ("condition-syntax", "6 mois", "Écrivez 6 : months_since"),
    "loyer > 950 €": ("condition-syntax", "950 €", "Écrivez 950."),
    "loyer > 1 000": ("condition-syntax", "1 000", "Écrivez 1000."),
    "loyer > 1 000,50 €": ("condition-syntax", "1 000,50 €", "Écrivez 1000.50"),
    "loyer > 1,5": ("condition-syntax", "1,5", "Écrivez 1.5"),
    "entree + 6 months > today": ("condition-syntax", "6 months", "se décale de jours"),
    "entree + 30 jours > today": ("condition-syntax", "30 jours", "Écrivez 30 : une date"),
    # French and other words
    "si marie": ("condition-syntax", "si", "Supprimez-le"),
    "situation est 'seul'": ("condition-syntax", "est", "Écrivez « == »"),
    "situation n'est pas 'seul'": ("condition-syntax", "n'est pas", "Écrivez « != »"),
    "situation is not 'seul'": ("condition-syntax", "is not", "Écrivez « != »"),
    "situation not 'seul'": ("condition-syntax", "not", "Écrivez « != »"),
    "situation pas dans ['seul']": ("condition-syntax", "pas dans", "Écrivez « not in »"),
    "loyer supérieur à 18": ("condition-syntax", "supérieur à", "Écrivez « > »"),
    "loyer est inférieur ou égal à 18": (
        "condition-syntax",
        "est inférieur ou égal à",
        "Écrivez « <= »",
    ),
    "loyer entre 18 et 30": ("condition-syntax", "entre 18 et 30", ">= 18 and … <= 30"),
    "age naissance < 18": ("condition-syntax", "age naissance", "Écrivez age(naissance)"),
    "18px > 3": ("condition-syntax", "18px", "noms, nombres"),
    "1 < age_declare < 3": ("condition-syntax", "<", "deux comparaisons"),
    "marie and situation == 'seul' or marie": (
        "condition-syntax",
        "marie and situation == 'seul'",
        "parenthèses",
    ),
    "marie == marie": ("ill-typed-condition", "marie", "s’écrit seule"),
    "naissance < 2020-01-01": ("condition-syntax", "2020-01-01", "date('2020-01-01')"),
    "naissance < '2020-01-01'": ("ill-typed-condition", "'2020-01-01'", "date('2020-01-01')"),
    "naissance < date('2020-02-30')": ("ill-typed-condition", "'2020-02-30'", "Exemple"),
    "langues == 'fr'": ("ill-typed-condition", "langues", "contains(langues"),
    "contains(langues, 'de')": ("unknown-option", "'de'", "Options : fr, en, ar"),
    "enfants": ("ill-typed-condition", "enfants", "count(enfants) > 0"),
    "situation": ("ill-typed-condition", "situation", "situation == 'seul'"),
    "photo == 'x'": ("ill-typed-condition", "photo", "answered(photo)"),
    "age(nom) > 3": ("ill-typed-condition", "nom", "age(naissance) >= 18"),
    "agee(naissance) > 3": ("unknown-name", "agee", "Vouliez-vous « age »"),
    "age(naissance, 3) > 3": ("ill-typed-condition", "age(naissance, 3)", "Exemple"),
    "any(enfants, item.sex == 'f')": ("unknown-name", "item.sex", "Vouliez-vous « item.sexe »"),
    "item.sexe == 'f'": ("unknown-name", "item.sexe", "fields"),
    "nom < 'b'": ("ill-typed-condition", "nom < 'b'", "==, != ou in"),
    "age_declare * age_declare > 3": ("ill-typed-condition", "age_declare * age_declare", "fixe"),
    "nom + 1 > 3": ("ill-typed-condition", "nom + 1", "On calcule"),
    "situation in []": ("condition-syntax", "[]", "au moins une"),
    "situation in ['seul', 'seul']": ("ill-typed-condition", "'seul'", "Supprimez-en un"),
    "situation in 'seul'": ("condition-syntax", "'seul'", "Écrivez situation in ['seul']"),
    "marie et marie": ("condition-syntax", "et", "Écrivez « and »"),
    "oui": ("unknown-name", "oui", "s’écrit seule"),
    "situation == “seul”": ("condition-syntax", "“seul”", "Écrivez 'seul'"),
    "situation == 'seul": ("condition-syntax", "'", "Fermez-le"),
    "(marie": ("condition-syntax", "(", "Ajoutez « ) »"),
    "marie)": ("condition-syntax", ")", "Supprimez-le"),
    "": ("condition-syntax", "", "Écrivez-la"),
    "marie and": ("condition-syntax", "", "Complétez-la"),
    "naissance > loyer": ("ill-typed-condition", "naissance > loyer", "même type"),
    "age_declare > 1234567890123456": ("condition-syntax", "1234567890123456", "Raccourcissez"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_fault_is_told_once_at_its_place_with_its_cure(text: str) -> None:
    rule, culprit, cure = REFUSED[text]
    (found,) = problems(text)
    assert found[:2] == (rule, culprit)
    assert typeset(cure) in found[3]


RIGHT = [
    "situation in ['marie', 'pacse'] and (not marie or count(enfants) > 2)",
    "age(naissance) >= 18",
    "today - naissance > 30",
    "naissance + 30 < today",
    "any(enfants, age(item.naissance) < 18 and item.sexe == 'f')",
    "all(enfants, item.a_charge)",
    "loyer * 12 <= 9000.50",
    "contains(langues, 'fr') or answered(photo)",
    'nom != "l\'autre"',
    "not not marie",
    "situation not in ['seul']",
    "months_since(entree) >= 12 and days_until(entree) < 0",
    "-age_declare < -3",
    "naissance < entree",
    "age_declare in [1,5]",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_stays_silent(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    "text",
    ["(" * 60 + "marie", "not " * 60 + "marie", "1" + "+1" * 60 + " > 0", "-" * 60 + "1 > 0"],
)
def test_depth_is_limited(text: str) -> None:
    ((rule, _culprit, message, _help),) = problems(text)
    assert rule == "condition-syntax"
    assert "40 niveaux" in message


def test_length_is_limited() -> None:
    ((rule, _culprit, message, _help),) = problems("marie and " * 300 + "marie")
    assert rule == "condition-syntax"
    assert "2000" in message


def test_long_conditions_within_the_limits_are_fine() -> None:
    text = " and ".join(["marie"] * 200)
    assert problems(text) == []
    assert compiled(parse(text)[0], SCOPE)({"marie": True})


@given(st.text(max_size=60) | st.text(alphabet="ab(),[]'\" =<>!+-*.01andort", max_size=80))
def test_parsing_never_raises(text: str) -> None:
    expr, found = parse(text)
    broken = any(isinstance(node, Broken) for node in walk(expr))
    assert found or not broken
    for problem in found:
        assert 0 <= problem.place.start <= problem.place.end <= max(len(text), 1)
    check_condition(expr, SCOPE)


# The functions at their limits


def test_dates_at_their_limits() -> None:
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert months_since(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_since(date(2026, 1, 31), date(2026, 3, 1)) == 1
    assert days_until(date(2026, 1, 31), date(2026, 2, 1)) == -1
    assert shifted(date.max, 10**14) == date.max
    assert shifted(date.min, -(10**14)) == date.min


def test_every_function_has_an_example_that_checks() -> None:
    known = {"date_union": "entree", "fin_validite": "entree", "nom_usage": "nom"}
    for function in FUNCTIONS.values():
        example = function.example
        for there, here in known.items():
            example = example.replace(there, here)
        if function.name != "date":
            assert problems(example) == [], example
