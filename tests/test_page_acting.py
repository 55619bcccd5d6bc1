"""What may be done on a filed request: which button is the usual way on, and which never is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.model.basics import APPLICANT, CASEWORKER
from parcours.engine.page.compose import action_page, status
from parcours.engine.page.page import Page
from parcours.renderers.html.frame import DSFR
from parcours.renderers.html.html import html
from parcours.renderers.pdf.showing import buttons
from parcours.renderers.terminal.show import show
from parcours.tests.dossiers import Driven, at, ready
from parcours.tests.html_pages import FRAME, shipped

EXAMINED = """
fields: {raison: {label: Pourquoi ?, type: long_text}}
notices: {mot: {title: Un mot, text: Bonjour.}}
documents:
  lettre: {title: Lettre signée, help: Datée., later: Plus tard.}
  contrat: {title: Contrat, help: Signé., later: Plus tard.}
flow:
  - screen: envoi
    title: Envoi
    submit: {title: Envoyer}
examination:
  opens: recue
  states:
    recue:
      title: Demande reçue
      actions:
        renoncer: {by: applicant, title: Renoncer, collect: [lettre], to: retiree}
        expliquer: {by: applicant, title: Expliquer, fields: [raison], notice: mot}
        joindre: {by: applicant, title: Joindre le contrat, collect: [contrat]}
        accorder: {by: caseworker, title: Accorder, to: retiree}
        relancer: {by: caseworker, title: Relancer, notice: mot}
    retiree: {title: Demande retirée, final: oui}
  actions:
    retirer: {in: [recue], by: applicant, title: Retirer ma demande, to: retiree}
"""
CLASSES = re.compile(r'<(?:a|button)[^>]*? class="(?P<class>button[^"]*)"[^>]*>(?P<label>[^<]*)<')


@pytest.fixture(name="driven")
def filed() -> Driven:
    """A request that awaits its examination."""
    driven = Driven(ready(EXAMINED), at("2026-11-02"))
    driven.ok(do.Open())
    driven.ok(do.Submit("envoi"))
    return driven


def weights(page: Page, theme: str = "") -> dict[str, str]:
    """The classes of each button drawn that is seen, by its label."""
    text = html(page, replace(FRAME, theme=theme))
    found = {one["label"]: one["class"] for one in CLASSES.finditer(text)}
    found.pop("Enregistrer et quitter", None)
    return found


def test_what_is_awaited_comes_first_and_alone_is_the_usual_way_on(driven: Driven) -> None:
    page = status(driven.compiled, driven.dossier, driven.now, APPLICANT)
    assert [(one.target, one.is_aside) for one in page.buttons] == [
        ("joindre", False),
        ("renoncer", True),  # the documents it asks for make it no better a way on
        ("expliquer", True),
        ("retirer", True),
    ]
    assert weights(page) == {
        "Joindre le contrat": "button",
        "Renoncer": "button second",
        "Expliquer": "button second",
        "Retirer ma demande": "button second",
    }


def test_what_a_caseworker_decides_has_no_usual_way(driven: Driven) -> None:
    page = status(driven.compiled, driven.dossier, driven.now, CASEWORKER)
    assert [(one.target, one.is_aside) for one in page.buttons] == [
        ("accorder", True),
        ("relancer", True),
    ]
    act = action_page(driven.compiled, driven.dossier, driven.now, "accorder")
    assert act is not None
    assert not act.buttons[0].is_aside  # a page of its own has no other way on


@pytest.mark.parametrize(
    ("action", "is_aside"), [("retirer", True), ("renoncer", True), ("expliquer", False)]
)
def test_the_page_of_an_action(driven: Driven, action: str, is_aside: bool) -> None:
    page = action_page(driven.compiled, driven.dossier, driven.now, action)
    assert page is not None
    assert [one.is_aside for one in page.buttons] == [is_aside]
    assert list(weights(page).values()) == ["button second" if is_aside else "button"]
    assert list(weights(page, DSFR).values()) == [
        "button fr-btn second fr-btn--secondary" if is_aside else "button fr-btn"
    ]
    assert (next(iter(buttons(page.buttons, 60.0))).data["buttons"][0]["first"]) is not is_aside
    assert ("> " in show(page)) is not is_aside
    assert '<a class="back" href="/ecran/">' in html(page, FRAME)


def test_nobody_is_led_to_withdraw_in_any_shipped_procedure() -> None:
    alone = 0
    for name, page in shipped().items():
        drawn = weights(page)
        if page.kind == "status" and name.endswith(APPLICANT) and "Retirer ma demande" in drawn:
            assert drawn["Retirer ma demande"] == "button second", name
            alone += len(drawn) == 1
            if "Envoyer le complément de dossier" in drawn:
                assert drawn["Envoyer le complément de dossier"] == "button", name
    assert alone
