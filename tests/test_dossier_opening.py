"""What another procedure handed over: screens it answered whole are not asked again."""

import pytest

from parcours.engine.dossier import commands as do
from parcours.engine.dossier.not_allowed import NotAllowed
from parcours.engine.fields.field_type import Json
from parcours.tests.dossiers import AWAITING, PERSON, Driven, at, opened, ready

TEXT = """
fields:
  age: {label: Votre âge, type: integer, min: 0, max: 130}
  ville: {label: Votre ville, type: text}
  nom: {label: Votre nom, type: text}
attestations:
  sincerite: {text: Je dis la vérité.}
flow:
  - screen: age
    title: Votre âge
    fields: [age]
  - screen: ville
    title: Votre ville
    fields: [ville]
    attest: [sincerite]
  - screen: depot
    title: Dépôt
    fields: [nom]
    submit: {title: Déposer, outcome: account_created}
"""


@pytest.mark.parametrize(
    ("given", "current"),
    [
        ({}, "age"),
        ({"ville": "Lyon"}, "age"),
        ({"age": 30}, "ville"),
        ({"age": 130 + 1}, "age"),  # no longer valid there
        ({"age": 30, "ville": "Lyon"}, "ville"),  # the attestation is the person's own
    ],
)
def test_screens_answered_before_are_passed(given: dict[str, Json], current: str) -> None:
    driven = Driven(ready(TEXT), at("2026-11-02"))
    driven.ok(do.Open(given=given))
    assert driven.here.current == current
    driven.ok(do.Go("age"))


def test_a_filing_is_never_passed() -> None:
    text = TEXT.replace("    attest: [sincerite]\n", "").replace(
        "attestations:\n  sincerite: {text: Je dis la vérité.}\n", ""
    )
    driven = Driven(ready(text), at("2026-11-02"))
    driven.ok(do.Open(given={"age": 30, "ville": "Lyon", "nom": "Diallo"}))
    assert driven.here.current == "depot"


def test_a_procedure_answered_whole_stops_at_its_end() -> None:
    text = """
fields:
  age: {label: Votre âge, type: integer, min: 0, max: 130}
flow:
  - screen: age
    title: Votre âge
    fields: [age]
    next: [{to: fin}]
ends:
  fin: {title: C’est tout, text: Merci.}
"""
    driven = Driven(ready(text), at("2026-11-02"))
    driven.ok(do.Open(given={"age": 30}))
    assert driven.here.end == "fin"


def test_a_draft_that_opens_on_what_it_awaits_sends_its_message() -> None:
    driven = opened(ready(AWAITING))
    assert driven.here.current == "attente"
    assert [getattr(effect, "awaits", "") for effect in driven.effects] == ["confirme"]
    assert driven.notices == ["lien"]


def test_a_message_to_somebody_unknown_waits_for_the_sign_in() -> None:
    text = AWAITING.replace("requires: account\n", "", 1).replace(
        "title: Confirmez\n", "title: Confirmez\n    requires: account\n"
    )
    driven = opened(ready(text), account={})
    assert (driven.here.current, driven.effects) == ("attente", [])
    for command in (do.Tell("confirme"), do.Resend("attente")):
        with pytest.raises(NotAllowed):
            driven.do(command)
    driven.ok(do.Know({}, PERSON))
    assert driven.notices == ["lien"]
    driven.ok(do.Tell("confirme"))
    assert driven.here.current == "depot"
