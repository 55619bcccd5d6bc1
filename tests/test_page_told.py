"""The lines of a review: whose each answer is, where a request tells of several persons."""

from __future__ import annotations

from collections.abc import Mapping

from parcours.engine.dossier import commands as do
from parcours.engine.fields.field_type import Raw
from parcours.engine.page.compose import compose
from parcours.engine.page.page import Line, Section
from parcours.renderers.html.html import html
from parcours.renderers.terminal.show import show
from parcours.tests.dossiers import Driven, at, ready
from parcours.tests.html_checks import read
from parcours.tests.html_pages import FRAME

FAMILY = """
fields:
  nom: {label: Nom, type: text}
  conjoint:
    label: Votre conjoint
    type: group
    fields: {nom: {label: Nom, type: text}, ne: {label: Né le, type: date, optional: oui}}
  enfants:
    label: Vos enfants
    type: list
    item: {nom: {label: Nom, type: text}, ville: {label: Ville, type: text}}
  surnoms: {label: Surnoms, type: list, item: {mot: {label: Mot, type: text}}}
flow:
  - screen: vous
    title: Vous
    fields: [nom]
  - screen: proches
    title: Vos proches
    fields: [conjoint, enfants, surnoms]
  - screen: relecture
    title: Relisez
    review: all
    submit: {title: Envoyer, outcome: fini}
"""
TOLD: Mapping[str, Raw] = {
    "conjoint": {"nom": "BARRY"},
    "enfants": [{"nom": "Awa", "ville": "Lyon"}, {"nom": "Ali", "ville": "Metz"}],
    "surnoms": [{"mot": "A"}, {"mot": "B"}],
}


def reviewed(told: Mapping[str, Raw]) -> tuple[Driven, tuple[Section, ...]]:
    driven = Driven(ready(FAMILY), at("2026-11-02"))
    driven.ok(do.Open())
    driven.passes("vous", nom="DIALLO")
    driven.passes("proches", **told)
    return driven, compose(driven.compiled, driven.dossier, driven.now).review


def test_each_answer_stands_under_whose_it_is() -> None:
    _driven, (own, close) = reviewed(TOLD)
    assert own == Section("vous", "Vous", (Line("Nom", "DIALLO"),))
    names = [
        (Line("Nom", name), Line("Ville", town))
        for name, town in (("Awa", "Lyon"), ("Ali", "Metz"))
    ]
    assert close.lines == (
        Line("Votre conjoint", "Nom\u00a0: BARRY", (Line("Nom", "BARRY"),)),
        Line("Vos enfants, n°\u00a01", "Nom\u00a0: Awa\nVille\u00a0: Lyon", names[0]),
        Line("Vos enfants, n°\u00a02", "Nom\u00a0: Ali\nVille\u00a0: Metz", names[1]),
        Line("Surnoms", "Mot\u00a0: A\nMot\u00a0: B"),
    )


def test_one_row_needs_no_number() -> None:
    _driven, (_own, close) = reviewed({**TOLD, "enfants": [{"nom": "Awa", "ville": "Lyon"}]})
    assert [line.label for line in close.lines] == ["Votre conjoint", "Vos enfants", "Surnoms"]


def test_every_renderer_tells_whose_it_is() -> None:
    driven, _review = reviewed(TOLD)
    page = compose(driven.compiled, driven.dossier, driven.now)
    drawn = html(page, FRAME)
    assert read(drawn).faults == []
    rows = "".join(one.strip() for one in drawn.splitlines())
    assert "<div><dt>Nom</dt><dd>DIALLO</dd></div>" in rows
    for label, answers in (
        ("Votre conjoint", {"Nom": "BARRY"}),
        ("Vos enfants, n°\u00a02", {"Nom": "Ali", "Ville": "Metz"}),
    ):
        inside = "".join(f"<div><dt>{x}</dt><dd>{y}</dd></div>" for x, y in answers.items())
        whole = f'<div class="parts"><dt>{label}</dt><dd><dl class="facts">{inside}</dl></dd></div>'
        assert whole in rows
    assert "Vos enfants, n°\u00a02\u00a0:\n     Nom\u00a0: Ali\n" in show(page)
