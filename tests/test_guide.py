"""The user guide: it says all that its procedure says, and stands for the two source guides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

import pytest
import yaml

from parcours.renderers.guide import gather
from parcours.renderers.guide.guide import Data, data
from parcours.renderers.pdf.mock import MOST_FIELDS
from parcours.renderers.pdf.typeset import typeset_here
from parcours.tests.conftest import ROOT
from parcours.tests.guides import GARDEN, GUIDES, as_data, garden, letters, owed, said, shipped
from parcours.tests.pdf_checks import text_of

SOURCES = json.loads((ROOT / "tests/data/guide_pages.json").read_text(encoding="utf-8"))
MAPPED = yaml.safe_load((ROOT / "tests/data/guide_mapping.yaml").read_text(encoding="utf-8"))
COVER = "Couverture"

Page = tuple[str, str, str]
"""Its chapter, its heading, and what is drawn."""


@pytest.mark.parametrize(
    ("guide", "name"), [(guide, name) for guide, names in GUIDES.items() for name in names]
)
def test_a_guide_says_all_that_its_procedure_says(guide: str, name: str) -> None:
    texts = set(owed(shipped(name)))
    assert len(texts) > 200
    assert not sorted(text for text in texts if letters(text) not in said(guide))


@pytest.mark.parametrize("guide", GUIDES)
def test_every_page_of_a_source_guide_is_mapped(guide: str) -> None:
    assert [one["source"] for one in MAPPED[guide]] == SOURCES[guide]


@cache
def pages_of(guide: str) -> frozenset[Page]:
    return frozenset(_pages(as_data(guide)["slides"]))


def _pages(slides: list[Data]) -> Iterator[Page]:
    chapter = COVER
    yield chapter, "", ""
    for slide in slides:
        if slide["kind"] == "part":
            chapter = plain(" – ".join(filter(None, (slide["title"], slide["subtitle"]))))
            yield chapter, "", ""
        else:
            screen = slide["part"]["title"] if slide["kind"] == "screen" else ""
            yield chapter, plain(slide["heading"]), plain(slide["title"] or screen)


def plain(text: str) -> str:
    """With plain spaces."""
    return " ".join(text.split())


def unknown(mapped: list[dict[str, str]], pages: frozenset[Page]) -> list[str]:
    """What is mapped to a page that the guide does not have."""
    return [
        one["source"]
        for one in mapped
        if not any(
            one["chapter"] == chapter
            and one.get("heading", "") == heading
            and one.get("drawn", drawn) == drawn
            for chapter, heading, drawn in pages
        )
    ]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_page_of_a_source_guide_has_its_own(guide: str) -> None:
    assert not unknown(MAPPED[guide], pages_of(guide))


def silent(mapped: list[dict[str, str]]) -> list[str]:
    """Pages that bear another number than their source's, without a word."""
    return [
        one["source"]
        for one in mapped
        if number(one["source"]) != number(one.get("heading", "")) and not one.get("why")
    ]


def number(title: str) -> str:
    """« 2 » of « Étape 2 : … », « Annexe 2 : … » and « 2 – … »."""
    found = re.match(r"(?:[ée]tape |annexe )?([0-9]+)\b", title.lower())
    return found[1] if found else ""


@pytest.mark.parametrize("guide", GUIDES)
def test_a_page_numbered_otherwise_says_why(guide: str) -> None:
    assert not silent(MAPPED[guide])
    plain = [{**one, "why": ""} for one in MAPPED[guide]]
    assert silent(plain)


def test_control_a_page_that_is_not_there_is_seen() -> None:
    name, *_others = GUIDES
    wrong = [{**MAPPED[name][1], "heading": "99 – Nulle part"}]
    assert unknown(wrong, pages_of(name)) == [MAPPED[name][1]["source"]]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_page_is_of_a_heading_that_is_printed(guide: str) -> None:
    for chapter, heading, drawn in pages_of(guide):
        for told in (chapter if chapter != COVER else "", heading, drawn):
            assert all(letters(piece) in said(guide) for piece in told.split(" – ")), told


@pytest.mark.parametrize("guide", GUIDES)
def test_no_page_has_too_many_fields(guide: str) -> None:
    for slide in as_data(guide)["slides"]:
        if slide["kind"] == "screen":
            assert fields(slide["part"]) <= MOST_FIELDS, slide["heading"]


def fields(part: Data) -> int:
    """Controls to fill in."""
    weights = {"field": 1, "pair": 2, "tick": 1, "files": 1}
    return sum(weights.get(block["kind"], 0) for block in part["blocks"])


def test_cases_are_told_where_there_are_several() -> None:
    several, alone = as_data("bpi_cases_2_and_3"), as_data("ue_permanent_renewal")
    assert [one["name"] for one in several["cases"]] == ["Cas 2", "Cas 3"]
    assert {"Cas 2", "Cas 3"} == {case for slide in several["slides"] for case in slide["cases"]}
    assert not any(slide["cases"] for slide in alone["slides"])
    assert several["title"].endswith("(Cas 2 et Cas 3)")


def test_a_decision_is_told_by_the_document_it_brings() -> None:
    subtitles = [s["subtitle"] for s in as_data("bpi_cases_2_and_3")["slides"] if "subtitle" in s]
    assert any(one.endswith("– Attestation de décision favorable") for one in subtitles)
    assert any(one.endswith("– Décision défavorable") for one in subtitles)


WHOLE = (
    GARDEN
    + """documents:
  plan: {title: Plan du jardin, help: Un dessin suffit., when: eau == 'oui'}
attestations:
  vrai: {text: Je dis la vérité., title: Vérité}
flow:
  - step: demande
    title: Votre demande
    screens:
      - screen: qui
        title: Qui êtes-vous ?
        fields: [nom, eau, cuve]
      - screen: pieces
        title: Vos pièces
        attest: all
        collect: all
        submit: {title: Déposer, notice: recu, deliver: [carte]}
  - screen: fin
    title: C’est fait
    deliver: [carte]
deliverables:
  carte: {title: Carte de jardinier, template: receipt, text: "Bienvenue, {{ nom }}."}
notices:
  recu: {title: Demande reçue, text: "Bonjour {{ nom }}.", attach: [carte]}
  refus: {title: Demande refusée, text: Il n’y a plus de place.}
examination:
  opens: recue
  states:
    recue:
      title: En cours
      actions:
        refuser: {title: Refuser, by: caseworker, to: refusee, notice: refus}
    refusee: {title: Refusée, final: oui}
"""
)


def drawn(text: str) -> str:
    """The letters of the guide of a procedure that no scenario tells of."""
    told = garden(text)
    assert all(tale.is_invented for tale in told.tales)
    return letters(text_of(typeset_here("guide", data([told], None, None))))


@cache
def whole() -> str:
    return drawn(WHOLE)


def test_a_procedure_without_scenarios_has_a_guide_all_the_same() -> None:
    told = garden(WHOLE)
    texts = set(owed(told))
    assert not sorted(text for text in texts if letters(text) not in whole())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Votre nom", "Votre nom de famille"),
        ("De l’eau de pluie", "De l’eau du puits"),
        ("Je dis la vérité.", "Je jure de dire la vérité."),
        ("Plan du jardin", "Croquis du jardin"),
        ("Il n’y a plus de place.", "Le jardin est plein."),
        ("Carte de jardinier", "Permis de jardiner"),
    ],
)
def test_a_text_changed_in_the_definition_changes_the_guide(before: str, after: str) -> None:
    assert letters(before) in whole()
    assert letters(after) not in whole()
    changed = drawn(WHOLE.replace(before, after))
    assert letters(after) in changed


def test_a_condition_changed_in_the_definition_changes_the_guide() -> None:
    sentence = letters("« Voulez-vous de l’eau ? » est « Pas d’eau »")
    assert sentence not in whole()
    wrong = WHOLE.replace("integer, when: eau == 'oui'", "integer, when: eau == 'non'")
    assert sentence in drawn(wrong)


def test_what_nobody_meets_is_drawn_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "MOST_INVENTED", 0)
    told = garden(WHOLE)
    assert not told.tales
    text = letters(text_of(typeset_here("guide", data([told], None, None))))
    assert not sorted(one for one in set(owed(told)) if letters(one) not in text)
    assert letters("Bonjour « Votre nom ».") in text
