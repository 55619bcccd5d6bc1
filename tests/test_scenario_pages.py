"""The story of a scenario: pages as they were left, messages and documents in their place."""

from __future__ import annotations

from datetime import date

import pytest

from parcours.engine.analysis.scenario import Scenario, read_scenario
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.page.page import Page
from parcours.engine.scenario.pages import DOTS, Given, Met, Sent, Shown, arrival, pages
from parcours.engine.source.parse import parse
from parcours.engine.source.text import Source, source
from parcours.engine.source.tree import Mapping
from parcours.tests.dossiers import ready
from parcours.tests.terminal_lines import checked, scenario

BPI = "bpi_case_2/refugiee_mariee.yaml"


def compiled(procedure: str) -> Compiled:
    return compile_procedure(checked(procedure))


def story(path: str) -> tuple[Met, ...]:
    return pages(compiled(path.partition("/")[0]), scenario(path))


def told(text: str) -> Scenario:
    """A scenario written in the test."""
    read = source("s.yaml", text)
    assert isinstance(read, Source)
    tree, faults = parse(read)
    assert isinstance(tree, Mapping)
    assert not faults
    return read_scenario("s.yaml", tree)


def names(found: tuple[Met, ...]) -> list[str]:
    """Each thing in a word: the page's id, the notice, the deliverable."""
    return [_name(met) for met in found]


def _name(met: Met) -> str:
    match met:
        case Shown(page=page, by=by):
            return f"{page.id}" if by == "applicant" else f"{by} {page.id}"
        case Sent(send=send):
            return f"sent {send.notice}"
        case Given(issue=issue):
            return f"given {issue.deliverable}"


def test_a_whole_story_in_order() -> None:
    assert names(story(BPI)) == [
        *("preambule", "etat_civil", "liens_familiaux", "adresse_contact", "motif_sejour"),
        *("honneur", "pieces", "recap_informations", "recap_motif"),
        *("given prolongation", "sent depot", "confirmation", "deposee"),
        *("caseworker deposee", "caseworker commencer_verification", "examen_formel"),
        *("caseworker declarer_complet", "en_instruction", "joindre_contrat_integration"),
        *("caseworker accorder", "given decision_favorable", "sent decision_accord"),
        *("decision_favorable", "caseworker lancer_fabrication", "titre_en_fabrication"),
        *("caseworker annoncer_titre", "sent titre_disponible", "titre_disponible"),
    ]


def test_pages_are_filled_as_the_person_left_them() -> None:
    found = {met.page.id: met for met in story(BPI) if isinstance(met, Shown)}
    family = {one.name: one for one in found["liens_familiaux"].page.questions}
    assert family["situation_familiale"].raw == "marie"
    assert family["date_union"].shown == "5\u00a0septembre\u00a02015"
    joined = {one.name: one for one in found["pieces"].page.documents}
    assert joined["decision_protection"].slots[0].files[0].name == "decision_ofpra.pdf"
    assert all(one.is_ticked for one in found["honneur"].page.ticks)
    assert found["joindre_contrat_integration"].page.documents[0].slots[0].files[0].name
    lengths = [met.length for met in story(BPI)]
    assert lengths == sorted(lengths)
    assert found["preambule"].at.date() == date(2026, 2, 16)


def test_a_message_stands_between_the_page_that_sends_it_and_the_one_that_waits() -> None:
    found = names(story("account/avec_un_visa.yaml"))
    assert found[1:4] == ["saisie_courriel", "sent lien_confirmation", "demande_enregistree"]


def test_a_secret_is_dots() -> None:
    found = [met.page for met in story("account/avec_un_visa.yaml") if isinstance(met, Shown)]
    secrets = [q.raw for page in found for q in page.questions if q.control == "secret"]
    assert secrets == [DOTS]
    refused = [
        m.page for m in story("account/mot_de_passe_trop_court.yaml") if isinstance(m, Shown)
    ]
    assert refused[-1].questions[0].raw == DOTS


@pytest.mark.parametrize(
    ("path", "name", "raw"),
    [
        ("account/naissance_a_venir.yaml", "date_naissance", "2027-01-01"),
        ("account/courriel_incomplet.yaml", "courriel", None),
    ],
)
def test_the_last_screen_of_who_stops_bears_what_was_refused(
    path: str, name: str, raw: str | None
) -> None:
    last = story(path)[-1]
    assert isinstance(last, Shown)
    assert [found for found, _said in last.page.errors] == [name]
    asked = next(one for one in last.page.questions if one.name == name)
    assert asked.error
    assert asked.raw
    assert raw is None or isinstance(asked.raw, str)


def test_an_end_is_shown_without_filing() -> None:
    last = story("orientation/autre_demarche.yaml")[-1]
    assert isinstance(last, Shown)
    assert last.page.kind == "end"


def test_a_refused_file_is_said_on_the_screen() -> None:
    found = story("ue_permanent_renewal/domicile_trop_ancien.yaml")
    last = found[-1]
    assert isinstance(last, Shown)
    slots = [slot for one in last.page.documents for slot in one.slots]
    assert any(slot.error for slot in slots)


DEMANDE = """
fields:
  nom: {label: Votre nom, type: text, max_length: 38}
  code: {label: Votre code, type: text, max_length: 5}
attestations: {vrai: {title: Vrai, text: Tout est vrai.}}
flow:
  - screen: un
    title: Un
    fields: [nom]
  - screen: deux
    title: Deux
    fields: [code]
    submit: {title: Déposer}
examination:
  opens: recue
  states:
    recue:
      title: Reçue
      timers: [{after: 10 days, to: close}]
      actions:
        completer: {by: applicant, title: Compléter, fields: [precision], attest: [vrai]}
    close: {title: Classée, final: oui}
""".replace("  code:", "  precision: {label: Précision, type: text, max_length: 38}\n  code:")


def test_actions_are_filled_and_ticked_and_time_passes() -> None:
    procedure = ready(DEMANDE)
    found = pages(
        procedure,
        told(
            "scenario: Une personne\nprocedure: demande\nanswers: {nom: AWA, code: A1}\n"
            "then:\n  - {do: completer, fields: {precision: Bientôt}}\n  - {wait: 20 days}\n"
        ),
    )
    assert names(found) == ["un", "deux", "recue", "completer", "close"]
    action = found[3]
    assert isinstance(action, Shown)
    assert action.page.questions[0].raw == "Bientôt"
    assert action.page.ticks[0].is_ticked


def test_a_screen_as_one_finds_it() -> None:
    page = arrival(compiled("bpi_case_2"), scenario(BPI), "liens_familiaux")
    assert isinstance(page, Page)
    assert [one.raw for one in page.questions if one.is_asked] == [""] * 2
    below = arrival(compiled("bpi_case_2"), scenario(BPI), "confirmation")
    assert below
    assert below.text
    assert arrival(compiled("bpi_case_2"), scenario(BPI), "apatride") is None
