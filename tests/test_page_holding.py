"""What was typed, told as answers are: parts by their labels, choices and days in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parcours.engine.fields.field_type import Control, Raw, Settings
from parcours.engine.fields.registry import field_types
from parcours.engine.page.holding import holding
from parcours.engine.page.page import Choice, Line, Question
from parcours.engine.page.parts import choices_of

SEX = (Choice("feminin", "Féminin"), Choice("masculin", "Masculin"))


def question(name: str, label: str, type_: str, choices: tuple[Choice, ...] = ()) -> Question:
    found = field_types()[type_]
    offered = choices or choices_of(found, Settings())
    return Question(name, label, found.control.value, type_, choices=offered)


PARTS = (
    question("conjoint.nom", "Nom", "text"),
    question("conjoint.sexe", "Sexe", "choice", SEX),
    question("conjoint.naissance", "Naissance", "date"),
    question("conjoint.nationalite", "Nationalité", "country"),
    question("conjoint.en_france", "Vit en France", "boolean"),
)
SPOUSE = Question("conjoint", "Votre conjoint", Control.PARTS.value, "group", parts=PARTS)
LIST = replace(SPOUSE, name="enfants", label="Vos enfants", control="rows", type="list")
ROSSI: Raw = {
    "nom": "Rossi",
    "sexe": "feminin",
    "naissance": {"day": "3", "month": "4", "year": "1990"},
    "nationalite": "AG",
    "en_france": "non",
}
TOLD = (
    Line("Nom", "Rossi"),
    Line("Sexe", "Féminin"),
    Line("Naissance", "3\u00a0avril\u00a01990"),
    Line("Nationalité", "Antigua-et-Barbuda"),
    Line("Vit en France", "Non"),
)


def test_a_group_is_a_line_a_part() -> None:
    found = holding(SPOUSE, ROSSI, "Enregistré")
    assert (found.label, found.parts) == ("Enregistré", TOLD)
    assert found.shown.split("\n")[1] == "Sexe\u00a0: Féminin"


def test_each_row_bears_its_number_and_a_blank_one_is_passed_over() -> None:
    found = holding(LIST, [{"nom": "Awa"}, {"nom": " "}, {"sexe": "masculin"}], "Écrit")
    assert found.parts == (
        Line("N°\u00a01", "Awa", (Line("Nom", "Awa"),)),
        Line("N°\u00a03", "Masculin", (Line("Sexe", "Masculin"),)),
    )


def test_what_is_set_aside_is_no_part_of_an_answer() -> None:
    aside = replace(SPOUSE, parts=(PARTS[0], replace(PARTS[1], is_asked=False)))
    raw: Raw = {"nom": "Rossi", "sexe": "feminin"}
    assert [one.label for one in holding(aside, raw, "", is_kept=True).parts] == ["Nom"]
    assert [one.label for one in holding(aside, raw, "").parts] == ["Nom", "Sexe"]


@pytest.mark.parametrize(
    ("type_", "raw", "told"),
    [
        ("date", {"day": "3", "month": "4", "year": ""}, "3/4/–"),
        ("date", {"day": "", "month": "4", "year": "1990"}, "avril\u00a01990"),
        ("date", {"day": "", "month": "", "year": ""}, "–"),
        ("boolean", "oui", "Oui"),
        ("email", "ana@", "ana@"),
        ("money", "1200", "1\u202f200,00\u00a0€"),
        ("country", "ZZ", "ZZ"),
        ("text", "", "–"),
    ],
)
def test_one_answer_in_words(type_: str, raw: Raw, told: str) -> None:
    assert holding(question("q", "Q", type_), raw, "Q") == Line("Q", told)


def test_several_choices_by_their_labels() -> None:
    one = question(
        "langues", "Langues", "choices", (Choice("fr", "Français"), Choice("en", "Anglais"))
    )
    assert holding(one, ["fr", "en"], "").shown == "Français et Anglais"
    assert holding(one, ["fr", "xx"], "").shown == "Français, xx"
    assert holding(one, [], "").shown == "–"
