"""The summary of a filed request: what was declared, attested, joined, what happened, remains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pypdfium2  # type: ignore[import-untyped]
import pytest

from parcours.engine.dossier.events import Recorded
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.page.page import Line
from parcours.engine.page.past import past
from parcours.engine.page.summary import Summary, summarise
from parcours.engine.scenario.flow import walk
from parcours.engine.scenario.following import follow
from parcours.engine.scenario.person import Person
from parcours.renderers.pdf.summary import summary
from parcours.tests.pdf_checks import face, faults, text_of, untagged
from parcours.tests.terminal_lines import checked, scenario

BPI = "bpi_case_2/refugiee_mariee.yaml"
LITTLE = "bpi_case_2/delai_suspendu.yaml"
EU = "ue_permanent_renewal/norvegien_deux_complements.yaml"


def lived(path: str, is_followed: bool = True) -> tuple[Compiled, Sequence[Recorded], datetime]:
    """The history of a scenario's person."""
    compiled = compile_procedure(checked(path.partition("/")[0]))
    person = Person(compiled, scenario(path))
    person.begin()
    walk(person)
    if is_followed:
        follow(person)
    return compiled, person.history, person.now


def told(path: str, is_followed: bool = True) -> tuple[Summary, datetime]:
    compiled, history, now = lived(path, is_followed)
    return summarise(compiled, history, now), now


def test_what_happened_is_told_in_order_to_the_applicant() -> None:
    compiled, history, _now = lived(EU)
    lines = past(compiled, history)
    assert lines[:5] == (
        Line("5\u00a0octobre\u00a02026", "Demande commencée"),
        Line("5\u00a0octobre\u00a02026", "Demande déposée sous le numéro 2026000001"),
        Line("5\u00a0octobre\u00a02026", "État de la demande\u00a0: Demande déposée"),
        Line("5\u00a0octobre\u00a02026", "Document délivré\u00a0: Confirmation de dépôt"),
        Line("5\u00a0octobre\u00a02026", "Message envoyé\u00a0: Votre demande est déposée"),
    )
    said = [line.shown.replace("\u00a0", " ") for line in lines]
    assert "Fichier joint : avis_2023.pdf" in said
    assert "Action de l’usager : Envoyer le complément de dossier" in said
    assert "État de la demande : Complément transmis" in said
    assert not any("Commencer la vérification" in line for line in said)  # its state says it
    assert not any("Complément de dossier reçu" in line for line in said)  # told to the service


def test_an_action_of_the_service_without_a_new_state_is_told() -> None:
    compiled, history, _now = lived("bpi_case_2/prolongations_puis_retrait.yaml")
    said = [line.shown.replace("\u00a0", " ") for line in past(compiled, history)]
    assert "Action du service : Renouveler l’attestation de prolongation" in said
    assert any(line.startswith("Action de l’usager : Retirer") for line in said)


def test_a_link_followed_is_told() -> None:
    compiled, history, _now = lived("account/avec_un_visa.yaml")
    assert "Lien du message ouvert" in [line.shown for line in past(compiled, history)]


def test_the_whole_request_is_in_its_summary() -> None:
    found, _now = told(BPI)
    assert found.page.facts[0] == Line("Numéro de la demande", "2026000001")
    assert [line.shown for line in found.person] == ["7503120521", "a.diallo@exemple.fr"]
    assert [section.screen for section in found.sections][:2] == ["etat_civil", "liens_familiaux"]
    assert [one.name for one in found.ticks] == ["sincerite", "non_polygamie"]
    assert all(one.is_ticked for one in found.ticks)
    assert "decision_protection" in [one.name for one in found.documents]
    assert [one.name for one in found.given] == ["prolongation", "decision_favorable"]


def test_what_remains_to_be_done() -> None:
    found, _now = told(BPI, is_followed=False)
    labels = [line.label for line in found.remains]
    assert "Retirer ma demande" in labels
    later = {line.label: line.shown for line in found.remains if line.shown}
    assert any("rendez-vous" in shown for shown in later.values())
    after, _later = told(BPI)
    assert "Contrat d’intégration républicaine" not in [line.label for line in after.remains]


def test_a_draft_has_no_summary() -> None:
    compiled, history, now = lived("ue_permanent_renewal/domicile_trop_ancien.yaml")
    with pytest.raises(ValueError, match="a draft has no summary"):
        summarise(compiled, history, now)


@pytest.mark.parametrize("path", [BPI, EU])
def test_the_summary_on_paper(path: str) -> None:
    found, now = told(path)
    pdf = summary(found, now)
    assert pdf == summary(found, now)
    assert faults(pdf) == []
    assert faults(untagged(pdf))
    assert face(pdf)[:2] == ("fr-FR", "Récapitulatif de la demande")
    text = "".join(text_of(pdf).split())
    lines = [*found.page.facts, *found.person, *found.past, *found.remains]
    lines += [line for section in found.sections for line in section.lines]
    names = [f.name for one in found.documents for slot in one.slots for f in slot.files]
    said = [words for line in lines for words in (line.label, *line.shown.split("\n"))]
    for words in (*said, *names):  # a group has a line for each part, perhaps on two pages
        assert "".join(words.split()) in text, words
    for one in found.ticks:
        assert "".join(one.text.split()) in text
    for page in pypdfium2.PdfDocument(pdf):
        assert len(page.get_textpage().get_text_range()) > 100


def test_a_file_sent_after_filing_is_listed_with_its_day() -> None:
    found, now = told(EU)
    first, *_others = found.sent
    assert len(found.sent) == 3
    assert (first.name, first.day) == ("avis_2023.pdf", "20\u00a0octobre\u00a02026")
    text = text_of(summary(found, now))
    row = f"{first.title}, envoyé le {first.day} {first.name}"
    assert "".join(row.split()) in "".join(text.split())
    assert told(EU, is_followed=False)[0].sent == ()


def test_the_summary_of_who_has_no_account_and_joined_little() -> None:
    found, now = told("account/avec_un_visa.yaml")
    assert found.person == ()
    assert "Ce que vous avez joint" not in text_of(summary(found, now))
    found, now = told(LITTLE, is_followed=False)
    assert "Non joint" in text_of(summary(found, now))
