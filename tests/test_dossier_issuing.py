"""What a document issued carries: its answers, its service, the delays that run."""

from datetime import date, datetime
from typing import Any

import pytest

from parcours.engine.analysis.diagnose import check, diagnose
from parcours.engine.dossier import commands as do
from parcours.engine.dossier.effects import Issue
from parcours.engine.machine.compiled import compile_procedure
from parcours.engine.runtime.kept_effects import effect_of, kept
from parcours.engine.source.files import InMemory
from parcours.engine.source.wording import NBSP
from parcours.tests.dossiers import ACCOUNT, HEAD, at
from parcours.tests.dossiers import opened as opened_of

SERVICE = {"name": "le service", "phone": "01 00 00 00 00"}
PERMIT = """
requires: account
parameters:
  delai: {title: Délai, values: {2020-01-01: 2}}
fields:
  nom: {label: Votre nom, type: text}
  surnom: {label: Surnom, type: text, optional: true}
  marie: {label: Êtes-vous marié ?, type: boolean}
  union: {label: Date du mariage, type: date, before: today, when: marie}
  adresse: {label: Adresse, type: address}
  motifs: {label: Motifs, type: long_text}
flow:
  - screen: vous
    title: Vous
    fields: [nom, surnom, marie, union, adresse]
    submit: {title: Déposer, deliver: [recu]}
examination:
  opens: etude
  clocks:
    silence: {title: Réponse, delay: 4 months, starts: filing, runs_in: [etude], to: rejet}
    muette: {title: Relecture, delay: 1 month, starts: filing, runs_in: [etude], to: relue}
    annonce: {title: Annonce, delay: 1 month, starts: filing, runs_in: [etude], notice: rappel}
  states:
    etude:
      title: À l’étude
      actions:
        relire: {by: caseworker, title: Relire, fields: [motifs], to: relue, deliver: [decision]}
    relue:
      title: Relue
      actions:
        refuser: {by: caseworker, title: Refuser, to: rejet}
    rejet: {title: Rejet, text: "Vous avez {{ param.delai }} mois.", final: true}
notices:
  rappel: {title: Rappel, text: Patience.}
deliverables:
  recu:
    title: Reçu
    template: receipt
    law: [CRPA R. 112-11-1]
    fields: [nom, surnom, marie, union, adresse]
  decision:
    title: Décision
    template: decision
    text: "{{ motifs }}"
    fields: [nom, motifs]
"""


def driven(**answers: str) -> Any:
    files = {"demande.yaml": HEAD + PERMIT, "account.yaml": ACCOUNT}
    found, report = check(InMemory(files), "demande.yaml")
    assert found, report.diagnostics
    one = opened_of(compile_procedure(found, SERVICE))
    address = {"numero": "1", "voie": "rue A", "code_postal": "75001", "ville": "Paris"}
    one.answer("vous", nom="DIALLO", adresse=address, **answers)
    one.ok(do.Submit("vous"))
    return one


def issue_of(one: Any) -> Issue:
    found = [effect for effect in one.effects if isinstance(effect, Issue)]
    return found[-1]


def test_a_document_carries_all_that_is_printed() -> None:
    one = driven(marie="oui", union="2020-02-01", surnom="Didi")
    issue = issue_of(one)
    day: date = one.now.date()
    assert (issue.number, issue.filed, issue.day) == ("N-1", day, day)
    assert (issue.service, issue.law) == (SERVICE, ("CRPA R. 112-11-1",))
    assert issue.lines == (
        ("Votre nom", "DIALLO"),
        ("Surnom", "Didi"),
        ("Êtes-vous marié\u202f?", "Oui"),
        ("Date du mariage", "1er\u00a0février\u00a02020"),
        ("Adresse", issue.lines[4][1]),
    )
    assert "rue A" in issue.lines[4][1]
    assert issue.seal_type == ""


def test_what_was_not_answered_is_left_out() -> None:
    labels = [label for label, _shown in issue_of(driven(marie="non")).lines]
    assert labels == ["Votre nom", "Êtes-vous marié\u202f?", "Adresse"]


def test_the_delays_that_run_are_told_with_their_outcome() -> None:
    issue = issue_of(driven(marie="non"))
    assert issue.deadlines == (
        ("Réponse", "Jusqu’au 2\u00a0mars\u00a02027"),
        ("Sans réponse à cette date", "Rejet\nVous avez 2 mois."),
        ("Relecture", "Jusqu’au 2\u00a0décembre\u00a02026"),
        ("Sans réponse à cette date", "Relue"),
        ("Annonce", "Jusqu’au 2\u00a0décembre\u00a02026"),
    )


def test_answers_of_the_examination_are_printed_and_no_delay_runs_any_more() -> None:
    one = driven(marie="non")
    one.ok(do.Act("relire", "caseworker", {"motifs": "Incomplet"}))
    issue = issue_of(one)
    assert issue.lines == (("Votre nom", "DIALLO"), ("Motifs", "Incomplet"))
    assert (issue.text, issue.deadlines) == ("Incomplet", ())


def test_a_document_kept_before_these_were_is_read() -> None:
    issue = issue_of(driven(marie="non"))
    noon = at("2026-11-02", 12)
    assert isinstance(noon, datetime)
    data = dict(kept(issue, noon).data)
    assert effect_of(data) == issue
    for name in ("lines", "deadlines", "number", "filed", "service", "law", "seal_type"):
        del data[name]
    old = effect_of(data)
    assert isinstance(old, Issue)
    assert (old.title, old.lines, old.filed) == (issue.title, (), None)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("[nom, nim]", ["unknown-field: La question « nim » n’existe pas. Vouliez-vous « nom »"]),
        ("[adresse.ville]", ["unknown-field: La question « adresse.ville » n’existe pas."]),
        ("[nom + 1]", ["unknown-field: La question « nom + 1 » n’existe pas."]),
        ("[motifs]", ["maybe-unanswered: « motifs » n’est répondu sur aucun chemin qui mène ici."]),
        ("[]", ["empty: « fields » est vide."]),
        ("[nom, union]", []),
    ],
)
def test_a_field_that_cannot_be_printed_is_told(fields: str, told: list[str]) -> None:
    text = PERMIT.replace(
        "fields: [nom, surnom, marie, union, adresse]\n  dec", f"fields: {fields}\n  dec"
    )
    assert f"fields: {fields}\n" in text
    files = {"demande.yaml": HEAD + text, "account.yaml": ACCOUNT}
    found = [
        f"{one.rule}: {one.message} {one.help}" for one in diagnose(InMemory(files)).diagnostics
    ]
    assert len(found) == len(told), found
    for message, start in zip(found, told, strict=True):
        assert message.replace(NBSP, " ").startswith(start)
