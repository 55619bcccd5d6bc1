"""Questions may bear any id: those of our own controls, and those of what a form is to a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import FilePayload, expect

from parcours.portal import views
from parcours.portal.house import House
from parcours.renderers.html import names
from parcours.renderers.html.environment import STATIC
from parcours.tests.html_browser import browser
from parcours.tests.portal_browser import Browser, opened
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import planted
from parcours.tests.portal_window import served, window

__all__ = ["browser"]

OURS = ("do", "token", "once", "version", "version_left", "anew", "follows")
FORM_S = ("action", "method", "append", "dataset", "elements", "remove", "closest", "name", "id")
WORDS = {name: f"Mot pour {name}" for name in (*OURS, *FORM_S)}
PROCEDURE = f"""
procedure: noms
version: "1"
title: Demande de noms
fields:
{"".join(f"  {name}: {{label: Question {name}, type: text}}{chr(10)}" for name in WORDS)}
  tick:
    label: Un groupe
    type: group
    fields: {{vrai: {{label: Question vrai, type: text}}}}
  files:
    label: Un autre groupe
    type: group
    fields: {{plan: {{label: Question plan, type: text}}}}
attestations:
  vrai: {{text: J’atteste que c’est vrai.}}
documents:
  plan: {{title: Plan}}
flow:
  - screen: tout
    title: Tout
    fields: [{", ".join(WORDS)}, tick, files]
    attest: [vrai]
    collect: [plan]
  - screen: depot
    title: Relisez
    review: all
    submit: {{title: Déposer}}
examination:
  opens: recue
  states: {{recue: {{title: Demande reçue, final: true}}}}
"""


@pytest.fixture
def procedures(tmp_path: Path) -> Path:
    return planted(tmp_path, PROCEDURE)


def test_no_name_is_taken_for_another(tmp_path: Path, procedures: Path) -> None:
    """Nor a tick for a part of a group, nor a file."""
    with opened(tmp_path, procedures=procedures) as house:
        filed(house)


def filed(house: House) -> None:
    """Everything is where it was written."""
    visitor = Browser(house).go("/demarche/noms").press("Commencer")
    told = {**WORDS, "tick.vrai": "Un vrai", "files.plan": "Un plan", "_tick.vrai": "1"}
    visitor.press("Continuer", told, {"_files.plan": ("plan.pdf", PDF)})
    assert visitor.read.heading == "Relisez", visitor.read.words
    visitor.press("Déposer")
    found = re.match(r"/dossier/([^/]+)", visitor.path)
    assert found, visitor.path
    state = house.runtime.dossier(found[1])[1]
    assert state.filed
    assert {name: state.filed.answers[name] for name in WORDS} == WORDS
    assert state.filed.answers["tick"] == {"vrai": "Un vrai"}
    assert [file.name for file in state.files["plan"]] == ["plan.pdf"]


def test_no_name_stops_the_script(browser: Chromium, tmp_path: Path, procedures: Path) -> None:
    """What is typed is kept, and forms are sent, where questions hide what a form can do."""
    with served(tmp_path, procedures=procedures) as place, window(browser, place) as page:
        page.goto("/demarche/noms")
        page.get_by_role("button", name="Commencer").click()
        page.get_by_label("Question action").fill("Mot")
        expect(page.locator(".status")).to_contain_text("Brouillon enregistré à")
        button = page.get_by_role("button", name="Continuer", exact=True)
        button.click()
        expect(page.locator("#erreurs")).to_be_visible()
        expect(page.get_by_label("Question action")).to_have_value("Mot")
        for name, word in {**WORDS, "vrai": "Un vrai", "plan": "Un plan"}.items():
            page.get_by_label(f"Question {name}", exact=True).fill(word)
        page.get_by_label("J’atteste que c’est vrai.").check()
        plan: FilePayload = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
        page.locator("input[type=file]").set_input_files(plan)
        button.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Relisez")
        assert page.url.endswith("/ecran/depot")


def test_scripts_read_nothing_of_a_form_that_a_question_may_hide() -> None:
    """Ids of questions hold no capital: a name in camel case is nobody's."""
    used = re.compile(r"\b(?:form|parentElement)\.([a-z]+)\b")
    for script in STATIC.glob("*.js"):
        assert used.findall(script.read_text("utf-8")) == [], script.name
    assert used.findall("form.append(told); form.querySelector('p')") == ["append"]


def test_our_own_names_are_no_id_of_a_question() -> None:
    drawn = (names.DO, names.FOLLOWS, names.TICK, names.CHOSEN, names.DATED, names.FILES)
    carried = (views.TOKEN, views.ONCE, views.VERSION, views.LEFT, views.ANEW, names.HEAVY)
    assert all(name.startswith("_") for name in (*drawn, *carried))
