"""What a browser may fill in for the person before it (WCAG 1.3.5): said, carried and drawn."""

from datetime import date
from functools import cache
from itertools import chain

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.fields.field_type import Control
from parcours.engine.fields.registry import field_types
from parcours.engine.machine.compiled import compile_procedure
from parcours.engine.model.settings import settings_of
from parcours.engine.page.asking import hidden
from parcours.engine.page.page import Page, Question
from parcours.engine.scenario.pages import Shown, pages
from parcours.engine.source.files import InMemory
from parcours.tests.terminal_lines import checked, scenario, scenarios
from parcours.tests.test_html import drawn, screen

FIELDS = """
procedure: demande
version: "1"
title: Demande
fields:
  nom: {label: Votre nom, type: text, autocomplete: family-name}
  ne: {label: Né(e) le, type: date, autocomplete: bday}
  adresse: {label: Votre adresse, type: address, autocomplete: street-address}
  ecrite: {label: Votre adresse, type: long_text, autocomplete: street-address}
  pays: {label: Votre pays, type: country, autocomplete: country}
  telephone: {label: Votre téléphone, type: phone}
  bureau: {label: Téléphone de votre employeur, type: phone, autocomplete: off}
  terrain: {label: Adresse du terrain, type: address}
  debut: {label: Début du bail, type: date}
  vous:
    label: Vous
    type: group
    fields:
      prenom: {label: Votre prénom, type: text, autocomplete: given-name}
      adresse: {label: Votre autre adresse, type: address, autocomplete: street-address}
  hote:
    label: Qui vous héberge
    type: group
    fields:
      nom: {label: Son nom, type: text}
      telephone: {label: Son téléphone, type: phone}
      code: {label: Son code postal, type: postal_code}
  amis: {label: Vos amis, type: list, item: {courriel: {label: Courriel, type: email}}}
flow:
  - screen: tout
    title: Vous
    fields: [nom, ne, adresse, ecrite, pays, telephone, bureau]
  - screen: suite
    title: Les autres
    fields: [terrain, debut, vous, hote, amis]
    submit: {title: Déposer, outcome: depose}
"""

ADDRESS = {
    "voie": "address-line1",
    "complement": "address-line2",
    "code_postal": "postal-code",
    "ville": "address-level2",
}

DRAWN = {
    "nom": "family-name",
    "ne.day": "bday-day",
    "ne.month": "bday-month",
    "ne.year": "bday-year",
    **{f"adresse.{part}": token for part, token in ADDRESS.items()},
    "ecrite": "street-address",
    "pays": "country",
    "telephone": "tel",
    "bureau": "off",
    "vous.prenom": "given-name",
    **{f"vous.adresse.{part}": token for part, token in ADDRESS.items()},
}
"""By the control's name in the form; what is not here has none."""


@cache
def asked() -> tuple[Question, ...]:
    found, _report = check(InMemory({"demande.yaml": FIELDS}), "demande.yaml")
    assert found
    fields = found.procedure.fields.values()
    today = date(2026, 11, 2)
    return tuple(hidden(field, settings_of(field), today) for field in fields)


def tokens(page: Page) -> dict[str, str]:
    """What is drawn, by the name of each control."""
    return {
        control.told["name"]: control.told["autocomplete"]
        for control in drawn(page).controls
        if "autocomplete" in control.told
    }


def test_each_input_says_its_purpose() -> None:
    assert tokens(screen(*asked())) == DRAWN


def test_the_page_carries_it_as_data() -> None:
    page = screen(*asked()).as_json()
    by_name = {one["name"]: one for one in page["questions"]}
    assert by_name["ne"]["autocomplete"] == "bday"
    parts = {one["name"]: one["autocomplete"] for one in by_name["adresse"]["parts"]}
    assert parts["adresse.ville"] == "address-level2"
    assert parts["adresse.numero"] == ""
    assert {one["autocomplete"] for one in by_name["terrain"]["parts"]} == {""}


@pytest.mark.parametrize("name", sorted(field_types()))
def test_a_type_says_only_what_its_control_can_draw(name: str) -> None:
    """A radio has no `autocomplete` (HTML, the autofill attribute): such types say nothing."""
    type_ = field_types()[name]
    deaf = {Control.YES_NO, Control.SOME_OF, Control.ROWS, Control.REQUEST}
    assert not (type_.purposes and type_.control in deaf)
    assert not type_.autocomplete or type_.autocomplete in type_.purposes


PERSON = {"family-name", "given-name", "bday-day", "bday-month", "bday-year", "tel"}
EXPECTED = {
    "account": {*PERSON, "username", "email", "new-password"},
    "bpi_case_2": {*PERSON, *ADDRESS.values()},
    "bpi_family_case_3": {*PERSON, *ADDRESS.values()},
    "orientation": set[str](),
    "ue_permanent_renewal": {*PERSON, *ADDRESS.values()},
}


@pytest.mark.parametrize("procedure", sorted(EXPECTED))
def test_the_shipped_procedures_say_it_of_the_applicant_alone(procedure: str) -> None:
    """Nothing about a spouse, a child, a host or the protected person is filled in."""
    compiled = compile_procedure(checked(procedure))
    told = [name for name in scenarios() if name.partition("/")[0] == procedure]
    met = chain.from_iterable(pages(compiled, scenario(name)) for name in told)
    found: dict[str, str] = {}
    for shown in met:
        if isinstance(shown, Shown):
            found |= tokens(shown.page)
            given = [one.autocomplete for one in shown.page.questions if one.is_asked]
            assert not {one for one in given if one and given.count(one) > 1}  # else filled alike
    others = ("conjoint", "enfants", "hebergeant", "beneficiaire", "parents")
    assert not [name for name in found if name.startswith(others)]
    assert set(found.values()) == EXPECTED[procedure]
