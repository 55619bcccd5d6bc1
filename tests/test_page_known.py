"""A page's conditions hold what is known already, and read nothing but what the page asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from parcours import InMemory, Runtime, Sources, check, open_store
from parcours.engine.expr.json import Json
from parcours.engine.fields.field_type import Raw
from parcours.engine.page.known import ALWAYS, NEVER
from parcours.engine.page.page import Page, Question
from parcours.tests.html_pages import shipped

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

ESSAI = """
procedure: essai
version: "1"
title: Un essai
fields:
  vrai: {label: Vrai, type: boolean}
  jour: {label: Jour, type: date}
  entier: {label: Entier, type: integer}
  prix: {label: Prix, type: money}
  texte: {label: Texte, type: text}
  langues: {label: Langues, type: choices, options: {fr: F, ar: A}}
  enfants: {label: Enfants, type: list, item: {ans: {label: Ans, type: integer}}}
  vide: {label: Vide, type: text, optional: oui}
  ici: {label: Ici, type: integer}
  mot: {label: Mot, type: text}
  ne: {label: Né, type: date}
  lignes:
    label: Lignes
    type: list
    item:
      ans: {label: Ans, type: integer}
      plus: {label: Plus, type: text, when: item.ans > entier}
QUESTIONS
flow:
  - screen: un
    title: Un
    fields: [vrai, jour, entier, prix, texte, langues, enfants, vide]
  - screen: deux
    title: Deux
    fields: [ici, mot, ne, lignes, NAMES]
    submit: {title: Déposer, outcome: fini}
ends:
  fini: {title: Fini, text: Fini.}
"""

FIRST: dict[str, Raw] = {
    "vrai": "oui",
    "jour": "2008-11-02",
    "entier": "3",
    "prix": "12,50",
    "texte": "l'un",
    "langues": ["fr"],
    "enfants": [{"ans": "4"}, {"ans": "9"}],
}

ICI: Json = ["name", "ici"]

FORMS: dict[str, Json] = {
    "vrai": ALWAYS,
    "not vrai": NEVER,
    "age(jour) >= 18": ALWAYS,
    "any(enfants, item.ans > 8)": ALWAYS,
    "all(enfants, item.ans < 9) or not vrai": NEVER,
    "answered(vide)": NEVER,
    "contains(langues, 'ar')": NEVER,
    "entier < ici": ["<", ["number", "3"], ICI],
    "prix * 2 + ici > 1": [">", ["+", ["number", "25.00"], ICI], ["number", "1"]],
    "mot == texte": ["==", ["name", "mot"], ["text", "l'un"]],
    "ne > jour": [">", ["name", "ne"], ["call", "date", ["text", "2008-11-02"]]],
    "vrai and ici > 1": ["and", ALWAYS, [">", ICI, ["number", "1"]]],
    "ici in [1, 2] or not vrai": [
        "or", ["in", ICI, [["number", "1"], ["number", "2"]]], NEVER,
    ],
    "age(ne) > count(enfants)": [">", ["call", "age", ["name", "ne"]], ["number", "2"]],
    "answered(vide) and vide == mot": ["and", NEVER, ["==", ["name", "vide"], ["name", "mot"]]],
    "any(lignes, item.ans == entier)": [
        "call", "any", ["name", "lignes"], ["==", ["name", "item.ans"], ["number", "3"]],
    ],
}  # fmt: skip
"""What is written, and what is left of it on the second screen."""


@pytest.fixture(scope="module")
def second() -> Page:
    asked = "\n".join(
        f'  q{n}: {{label: Q, type: text, optional: oui, when: "{when}"}}'
        for n, when in enumerate(FORMS)
    )
    names = ", ".join(f"q{n}" for n in range(len(FORMS)))
    text = ESSAI.replace("QUESTIONS", asked).replace("NAMES", names)
    found, report = check(InMemory({"essai.yaml": text}), "essai.yaml")
    serious = [(one.rule, one.message) for one in report.diagnostics]
    assert found is not None, serious
    sources = Sources(now=lambda: NOON, dossier=lambda: "d", number=lambda: "1", link=str)
    with open_store("memory:") as store:
        runtime = Runtime([found], store, sources)
        runtime.start("essai")
        assert runtime.answer("d", "un", FIRST).refused == {}
        assert runtime.press("d", "un").refused == {}
        return runtime.page("d", "deux")


def test_only_what_the_page_asks_is_left(second: Page) -> None:
    found = {one.name: one.when for one in second.questions}
    assert {when: found[f"q{n}"] for n, when in enumerate(FORMS)} == FORMS
    assert second.today == "2026-11-02"


def test_columns_read_their_row_and_nothing_else(second: Page) -> None:
    rows = next(one for one in second.questions if one.name == "lignes")
    form = [">", ["name", "item.ans"], ["number", "3"]]
    assert rows.parts[1].when == form
    assert [column.when for row in rows.rows for column in row] == [None, form]


ASIDE = """
procedure: essai
version: "1"
title: Un essai
fields:
  vrai: {label: Vrai, type: boolean}
  mot: {label: Mot, type: text, when: vrai}
flow:
  - screen: un
    title: Un
    fields: [vrai, mot]
    submit: {title: Déposer}
examination: {opens: recue, states: {recue: {title: Reçue, final: oui}}}
"""


def test_what_is_set_aside_is_still_there_when_it_appears_again() -> None:
    found, _report = check(InMemory({"essai.yaml": ASIDE}), "essai.yaml")
    assert found is not None
    sources = Sources(now=lambda: NOON, dossier=lambda: "d", number=lambda: "1", link=str)
    with open_store("memory:") as store:
        runtime = Runtime([found], store, sources)
        runtime.start("essai")
        runtime.answer("d", "un", {"vrai": "oui", "mot": "voilà"})
        runtime.answer("d", "un", {"vrai": "non"})
        mot = runtime.page("d", "un").questions[1]
        assert (mot.is_asked, mot.raw) == (False, "voilà")
        typed = runtime.page("d", "un", {"mot": "autre"}).questions[1]
        assert (typed.is_asked, typed.raw) == (False, "autre")


def read(form: Json) -> Iterator[str]:
    """The names in a form."""
    if isinstance(form, list):
        if form[:1] == ["name"]:
            yield str(form[1])
        else:
            for one in form:
                yield from read(one)


def forms(question: Question) -> Iterator[Json]:
    """Its own, and those of its parts."""
    if question.when is not None:
        yield question.when
    for part in question.parts:
        yield from forms(part)


def test_no_shipped_page_tells_of_another_screen() -> None:
    """What nobody answered stays a name, and only so."""
    met = set()
    for page in shipped().values():
        asked = {one.name for one in page.questions}
        for question in page.questions:
            for form in forms(question):
                names = {name.partition(".")[0] for name in read(form)}
                met |= names
                assert names <= asked | {"item"}, (page.id, form)
    assert met
