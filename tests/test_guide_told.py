"""How a guide reads: French that follows the service's name, one person, rows told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from parcours.engine.source.wording import quoted
from parcours.renderers.guide.branches import rows
from parcours.renderers.guide.deposit import deposit
from parcours.renderers.guide.drawn import drawn
from parcours.renderers.guide.examination import examination
from parcours.renderers.guide.guide import Data, data
from parcours.renderers.guide.slides import Block, Chapter, Group
from parcours.renderers.pdf.typeset import typeset_here
from parcours.tests.guides import GARDEN, GUIDES, as_data, garden, letters, shipped
from parcours.tests.pdf_checks import text_of

EVERY = ("orientation", "account", *(name for names in GUIDES.values() for name in names))


def texts(thing: Any) -> Iterator[str]:
    """All that is written in it, at any depth."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        yield from (text for one in fields(thing) for text in texts(getattr(thing, one.name)))
    elif isinstance(thing, Mapping):
        yield from (text for one in thing.values() for text in texts(one))
    elif isinstance(thing, Sequence) and not isinstance(thing, bytes):
        yield from (text for one in thing for text in texts(one))


def broken(said: str, service: str) -> list[str]:
    """Where the name of the service, which begins with its article, does not fit its sentence."""
    contracted = rf"\b(?:à|de) {re.escape(service)}"
    begun = rf"(?:^|\n|[.!?…]\s+){re.escape(service)}"
    return re.findall(rf"(?:{contracted}|{begun}|\b(?:à|de) les? (?!\w+(?:er|ir|re)\b))", said)


@pytest.mark.parametrize("name", EVERY)
def test_the_name_of_the_service_fits_its_sentences(name: str) -> None:
    told = shipped(name)
    service = told.compiled.service["name"]
    stories = [met for tale in told.tales for met in tale.story]
    said = [" ".join(text.split()) for text in set(texts(stories)) if text != service]
    assert len(said) > 20
    assert not [text for text in said if broken(text, service)]


@pytest.mark.parametrize(
    "wrong",
    ["Signalez-le à le service.", "Bonjour. le service répond.", "le service aide", "L’avis de le"],
)
def test_control_a_name_that_does_not_fit_is_seen(wrong: str) -> None:
    assert broken(f"{wrong} ", "le service")
    assert not broken("Appelez le service, à qui il revient de le faire.", "le service")


WARNED = (
    GARDEN
    + """flow:
  - step: demande
    title: Votre demande
    screens:
      - screen: qui
        title: Qui êtes-vous ?
        fields: [nom, eau, cuve]
        warnings:
          - {when: eau == 'oui', text: Prévoyez un tuyau assez long pour la citerne du quartier.}
          - {when: eau == 'non', text: Un jardin sans eau demande des plantes sobres.}
        submit: {title: Déposer, notice: recu, outcome: depose}
  - screen: fin
    title: Confirmation de la demande
notices:
  recu: {title: Demande reçue, text: "Bonjour {{ nom }}."}
"""
)


def test_the_mail_after_a_last_screen_outside_any_step_is_under_its_title() -> None:
    (mail,) = (slide for slide in deposit(garden(WARNED)).slides if slide.mail)
    assert mail.heading == "Confirmation de la demande"
    inside = WARNED.replace(
        "  - screen: fin\n    title: Confirmation de la demande\n",
        "  - step: suite\n    title: Suite\n    screens:\n      - {screen: fin, title: Fin}\n",
    )
    (mail,) = (slide for slide in deposit(garden(inside)).slides if slide.mail)
    assert " ".join(mail.heading.split()) == "Étape 2 : Suite"


def test_rows_of_the_table_of_branches_are_told_apart() -> None:
    subjects = [" ".join(subject.split()) for subject, _condition in rows(garden(WARNED))]
    assert any(
        one.endswith("« Prévoyez un tuyau assez long pour la citerne du… »") for one in subjects
    )
    assert any("« Un jardin sans eau demande des plantes sobres. »" in one for one in subjects)


@pytest.mark.parametrize("name", EVERY)
def test_no_two_texts_of_a_procedure_are_one_subject(name: str) -> None:
    """Data of a code are told by their names, under each condition that chooses their value."""
    plain = (" ".join(subject.split()) for subject, _condition in rows(shipped(name)))
    subjects = Counter(subject for subject in plain if " : « " in subject)
    assert not [one for one, times in subjects.items() if times > 1]


def test_data_of_a_code_are_named() -> None:
    subjects = [subject for subject, _condition in rows(shipped("ue_permanent_renewal"))]
    assert any(quoted("Genre – Attestation de décision favorable") in one for one in subjects)


@pytest.mark.parametrize("guide", GUIDES)
def test_annexes_of_several_cases_say_which_in_the_contents(guide: str) -> None:
    slides = as_data(guide)["slides"]
    annexes = [one["heading"] for one in slides if one.get("heading", "").startswith("Annexe ")]
    assert len(annexes) > 3
    told = [bool(re.search(r"\(Cas\s[23]\)$", one)) for one in annexes]
    assert set(told) == {len(GUIDES[guide]) > 1}


def test_a_table_that_runs_on_repeats_its_heading() -> None:
    wide = data([garden(WARNED), garden(WARNED)], None, None)
    table = next(slide for slide in wide["slides"] if slide["kind"] == "table")
    table["rows"] = [(f"Ligne {n}", "si " + "long " * 60) for n in range(60)]
    pages = text_of(typeset_here("guide", {**wide, "slides": [table]}))
    assert all(letters(f"Ligne {n} si") in letters(pages) for n in range(60))
    assert letters(pages).count(letters(table["heading"])) >= 4


def test_callouts_of_one_slide_bear_one_sequence() -> None:
    slides = as_data("bpi_cases_2_and_3")["slides"] + as_data("ue_permanent_renewal")["slides"]
    for slide in (one for one in slides if one["kind"] == "blocks"):
        assert not [n for n, times in Counter(numbers(slide)).items() if times > 1]


def numbers(slide: Data) -> list[int]:
    """Of the callouts of a slide."""
    parts = [part for block in slide["blocks"] for part in block["parts"]]
    return [callout["number"] for part in parts for callout in part["callouts"]]


def test_callouts_of_several_situations_are_numbered_on() -> None:
    slide = next(slide for slide in deposit(shipped("bpi_case_2")).slides if noted(slide.page))
    assert slide.page
    twice = replace(slide, blocks=(Block("si un", slide.page), Block("si deux", slide.page)))
    _opening, shown = drawn(Chapter("c", "C", "", (Group(0, (twice,)),)))
    found = numbers(shown)
    assert found == list(range(1, len(found) + 1))
    badges = {n for block in shown["blocks"] for part in block["parts"] for n in standing(part)}
    assert badges == set(found)


def noted(page: Any) -> bool:
    """Whether callouts stand on it."""
    return bool(page and page.notes)


def standing(thing: Any) -> Iterator[int]:
    """The numbers where callouts point."""
    if isinstance(thing, Mapping):
        yield from thing.get("badges", ())
        yield from (n for one in thing.values() for n in standing(one))
    elif isinstance(thing, list | tuple):
        yield from (n for one in thing for n in standing(one))


def test_the_person_who_creates_an_account_knows_the_whole_birth_date() -> None:
    lead = shipped("account").tales[0]
    assert lead.vagueness == 0
    assert max(tale.vagueness for tale in shipped("account").tales) == 1


@pytest.mark.parametrize("name", [name for names in GUIDES.values() for name in names])
def test_one_person_receives_the_message_and_answers_it(name: str) -> None:
    """The greeting of the mail that opens a chapter is the one of the message read in it."""
    compared = 0
    for chapter in examination(shipped(name)):
        if chapter.id == "examination others":
            continue
        mails = [slide.mail for slide in chapter.slides if slide.mail]
        read = [slide.page.text for slide in chapter.slides if slide.page and slide.page.text]
        greeting = mails[0].mail.partition("\n")[0]
        if greeting.startswith("Bonjour"):
            assert any(text.startswith(greeting) for text in read), chapter.subtitle
            compared += 1
    assert compared > 1
