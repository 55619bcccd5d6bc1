"""Rules on what follows filing, on texts and seals, and on scenarios: their reports, word for word.

Each case edits a sound procedure or scenario; the manual pages of the rules hold plainer examples.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from parcours.engine.analysis.diagnose import diagnose
from parcours.engine.analysis.document_names import document_names
from parcours.engine.analysis.rule import rules
from parcours.engine.analysis.scenario import (
    USUAL_DAY,
    Account,
    Act,
    Event,
    Scenario,
    Wait,
    read_scenario,
)
from parcours.engine.analysis.scenario_days import dated, later
from parcours.engine.fields.registry import field_types
from parcours.engine.model.definitions import ALL, Duration
from parcours.engine.model.read import read
from parcours.engine.source.files import InMemory
from parcours.engine.source.parse import parse
from parcours.engine.source.text import source
from parcours.engine.source.tree import Mapping as Tree

ROOT = Path(__file__).parents[1]

CASES = ROOT / "tests" / "golden" / "scenario_rules.txt"


@dataclass(frozen=True, slots=True)
class Case:
    """Texts replaced in a sound file, and what is then told of it."""

    base: str
    id: str
    edits: tuple[tuple[str, str], ...]
    told: tuple[str, ...]


def read_case(text: str) -> Case:
    """One paragraph of the golden file, whose head explains the format."""
    title, *lines = text.splitlines()
    base, _colon, id_ = title.removeprefix("# ").partition(": ")
    edits: list[tuple[list[str], list[str]]] = []
    told: list[str] = []
    before = ""
    for line in lines:
        sign, rest = line[:1], line[2:]
        if sign == "-":
            if before != "-":
                edits.append(([], []))
            edits[-1][0].append(rest)
        elif sign == "+":
            edits[-1][1].append(rest)
        elif sign == "!":
            told.append(rest)
        else:
            told[-1] += f" → {rest}" if sign == "→" else f" {rest}"
        before = sign
    replaced = [("\n".join(old), "\n".join(new)) for old, new in edits]
    return Case(base, id_, tuple((o, n) if n else (f"{o}\n", "") for o, n in replaced), tuple(told))


CASE_LIST = [read_case(part) for part in CASES.read_text(encoding="utf-8").split("\n\n")[1:]]


def edited(text: str, edits: tuple[tuple[str, str], ...]) -> str:
    """The text with these edits, each of which must find something."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def told(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Rule, line and column, message and cure of each fault, blanks made single."""
    return tuple(
        f"{d.rule} {d.span.line}:{d.span.column} {_plain(d.message)} → {_plain(d.help)}"
        for d in diagnose(InMemory(texts)).diagnostics
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


ACCOUNT = """procedure: account
version: "1"
title: Compte
fields:
  situation: {label: Situation, type: choice, options: {marie: Marié(e), seul: Célibataire}}
flow:
  - screen: compte
    title: Créez votre compte
    fields: [situation]
    submit: {title: Créer, outcome: account_created}
"""

FILED = """procedure: exemple
version: "1"
title: Exemple
fields:
  courriel: {label: Votre adresse électronique, type: email}
  pieces: {label: Pièces demandées, type: documents_request}
  limite: {label: Date limite, type: date, after: today}
  message: {label: Message, type: long_text}
documents:
  identite: {title: Carte d’identité, help: Les deux faces., files: 1..2}
  photo: {title: Code de la photo, help: Il est donné par le photographe., code: ephoto_code}
  domicile:
    title: Justificatif de domicile
    help: Un seul suffit.
    any_of:
      bail: {title: Bail}
      facture: {title: Facture, accept: [pdf]}
attestations:
  sincerite: {text: J’atteste l’exactitude de ces informations.}
flow:
  - screen: demande
    title: Votre demande
    fields: [courriel]
    attest: all
    collect: all
    submit: {title: Déposer, notice: depot, deliver: [recepisse]}
examination:
  opens: deposee
  clocks:
    silence: {delay: 4 months, starts: filing, runs_in: [deposee], to: rejetee}
  states:
    deposee:
      title: Demande déposée
      actions:
        demander: {by: caseworker, title: Demander, fields: [pieces, limite], to: attente}
        accorder: {by: caseworker, title: Accorder, to: accordee, deliver: [decision]}
    attente:
      title: Pièces attendues
      actions:
        envoyer: {by: applicant, title: Envoyer, collect: pieces, to: deposee}
      timers:
        - {at: limite, to: rejetee, notice: rappel}
    accordee: {title: Demande acceptée, final: true}
    rejetee: {title: Demande rejetée, final: true}
    retiree: {title: Demande retirée, final: true}
  actions:
    retirer:
      {in: [deposee, attente], by: applicant, title: Retirer, fields: [message], to: retiree}
deliverables:
  recepisse: {title: Récépissé, template: receipt, text: "Déposée le {{ filing.date }}."}
  decision: {title: Décision, template: decision, text: La demande est acceptée.}
notices:
  depot: {title: Demande déposée, text: Le récépissé est joint., attach: [recepisse]}
  rappel: {title: Date passée, text: "La date limite, le {{ limite }}, est passée.", to: courriel}
"""

SEALED = """procedure: exemple
version: "1"
title: Exemple
registry:
  visa: {label: Numéro de visa, type: visa_number}
fields:
  nom: {label: Nom, type: text, max_length: 38}
  sexe: {label: Sexe, type: choice, options: {feminin: Féminin, masculin: Masculin}}
  naissance: {label: Date de naissance, type: date, partial: true}
  entree: {label: Date d’entrée, type: date, partial: true, optional: true}
  pays: {label: Pays de naissance, type: country}
  adresse: {label: Adresse, type: address}
  conjoint:
    label: Votre conjoint
    type: group
    fields:
      pays: {label: Pays, type: country}
      rang: {label: Rang, type: integer, min: 0, max: 9}
flow:
  - screen: identite
    title: Votre identité
    requires: account
    fields: [nom, sexe, naissance, entree, pays, adresse, conjoint]
    submit: {title: Déposer, outcome: depose, deliver: [attestation]}
deliverables:
  attestation:
    title: Attestation de prolongation
    template: certificate
    text: "Demande n° {{ filing.number }}, entrée le {{ filing.date }}."
    seal:
      standard: 2d-doc
      type: "13"
      values:
        6J: "'2'"
        6K: filing.number
        6L: filing.date
        6P: "'AUTORISÉ A TRAVAILLER'"
        6Q: account.number
        "62": nom
        "63": nom
        "60": nom
        "68":
          - {when: sexe == 'masculin', value: "'M'"}
          - {value: "'F'"}
        "69": naissance
        6A: "'LYON 2'"
        6C: pays
        "67": conjoint.pays
        6U: adresse
        6W: adresse.code_postal
        6X: adresse.ville
        6R: registry.visa
"""

ASKED = """procedure: exemple
version: "1"
title: Exemple
registry:
  nom: {label: Nom, type: text}
  adresse: {label: Adresse, type: address}
fields:
  nom: {label: Nom, known_from: registry.nom}
  adresse: {label: Adresse, known_from: registry.adresse}
  situation: {label: Situation, type: choice, options: {marie: Marié(e), seul: Célibataire}}
  conjoint:
    label: Votre conjoint
    type: group
    when: situation == 'marie'
    fields:
      prenom: {label: Prénom, type: text}
      naissance: {label: Naissance, type: date, before: today}
      sexe: {label: Sexe, type: choice, options: {feminin: Féminin, masculin: Masculin}}
  enfants:
    label: Vos enfants
    type: list
    min: 0
    item:
      prenom: {label: Prénom, type: text}
      ecole: {label: Est à l’école, type: boolean}
      classe: {label: Classe, type: text, when: item.ecole}
  courriel: {label: Adresse électronique, type: email, optional: true}
  pieces: {label: Pièces demandées, type: documents_request}
  limite: {label: Date limite, type: date, after: today}
documents:
  identite: {title: Carte d’identité, help: Les deux faces., files: 1..2}
  photo: {title: Code de la photo, help: Donné par le photographe., code: ephoto_code}
  domicile:
    title: Justificatif de domicile
    help: Un seul suffit.
    max_age: 6 months
    variants:
      seul:
        title: Vous vivez seul
        when: situation == 'seul'
      marie:
        title: Vous êtes marié
        when: situation == 'marie'
        any_of:
          bail: {title: Bail}
          facture: {title: Facture, accept: [pdf]}
attestations:
  sincerite: {text: J’atteste l’exactitude de ces informations.}
flow:
  - screen: famille
    title: Votre famille
    requires: account
    verify: [nom, adresse]
    fields: [situation, conjoint, enfants, courriel]
    warnings: [{when: situation == 'seul', text: Attention}]
    next:
      - {when: "situation == 'seul' and not answered(courriel)", to: ailleurs}
  - screen: attente
    title: Ouvrez votre messagerie
    await: {event: clic, notice: lien}
  - screen: depot
    title: Dépôt
    attest: all
    collect: all
    submit: {title: Déposer, notice: depot, deliver: [recepisse]}
ends:
  ailleurs: {title: Ailleurs, text: Un autre., open: {procedure: account, give: [situation]}}
examination:
  opens: deposee
  states:
    deposee:
      title: Demande déposée
      actions:
        demander: {by: caseworker, title: Demander, fields: [pieces, limite], to: attente}
        fermer: {by: caseworker, title: Fermer, to: fermee}
    attente:
      title: Pièces attendues
      text: "Avant le {{ limite }}."
      actions:
        envoyer: {by: applicant, title: Envoyer, collect: pieces, to: deposee}
    fermee: {title: Fermée, final: true}
deliverables:
  recepisse: {title: Récépissé, template: receipt, text: "Déposée le {{ filing.date }}."}
notices:
  lien: {title: Confirmez, text: "Ici : {{ link }}"}
  depot: {title: Demande déposée, text: Le récépissé est joint., attach: [recepisse]}
"""

TOLD = """scenario: Une demande est acceptée
procedure: exemple
today: 2026-11-02
account: {email: a.b@exemple.fr, number: "9912345678"}
registry: {nom: DIALLO, adresse: {voie: rue du Bac, code_postal: "75007", ville: Paris}}
answers:
  situation: marie
  conjoint: {prenom: Awa, sexe: feminin}
  conjoint.naissance: 1990-01-31
  enfants: [{prenom: Ali, ecole: oui}, {prenom: Zoé, ecole: non, classe: CP}]
files:
  domicile.facture: {file: facture.pdf, date: 2026-10-01}
  identite: [recto.jpg, verso.PNG]
  photo: 68DKEB9M8G97UCGDA5F5VW
attest: [sincerite]
events: [clic, {event: clic, on: 2026-11-03}]
then:
  - {wait: 1 month}
  - do: demander
    by: caseworker
    on: 2026-12-03
    fields:
      pieces: [{document: identite, reason: missing, message: Merci}]
      limite: 2027-01-31
  - {event: clic, on: 2026-12-04}
  - {do: envoyer, files: {identite: carte.pdf}, attest: all}
expect:
  screens: [famille, attente, depot]
  documents: [identite, photo, domicile]
  attestations: [sincerite]
  state: deposee
  delivered: [recepisse]
  notices: [lien, depot]
  warnings: [Attention]
"""


def files(case: Case) -> dict[str, str]:
    """The files of that case, one of them edited."""
    match case.base:
        case "filed":
            return {"exemple.yaml": edited(FILED, case.edits)}
        case "sealed":
            return {"exemple.yaml": edited(SEALED, case.edits), "account.yaml": ACCOUNT}
        case _:
            scenario = edited(TOLD, case.edits)
            known = {"exemple.yaml": ASKED, "account.yaml": ACCOUNT}
            return {**known, "scenarios/exemple/un.yaml": scenario}


@pytest.mark.parametrize("case", CASE_LIST, ids=lambda case: f"{case.base}: {case.id}")
def test_what_is_told(case: Case) -> None:
    assert told(files(case)) == case.told


def test_control_cases() -> None:
    assert len({(case.base, case.id) for case in CASE_LIST}) == len(CASE_LIST)
    assert {case.base for case in CASE_LIST} == {"filed", "sealed", "told"}
    read = read_case("# a: b\n- x\n-   y\n+ z\n- w\n+\n! r 1:1 un\n  deux\n→ trois")
    assert read == Case("a", "b", (("x\n  y", "z"), ("w\n", "")), ("r 1:1 un deux → trois",))
    with pytest.raises(AssertionError, match="nulle part"):
        edited(FILED, (("nulle part", ""),))


# Reading.


def scenario_of(text: str, file: str = "scenarios/exemple/un.yaml") -> Scenario:
    """The scenario of a text whose shape is right."""
    tree, faults = parse(source(file, text))
    assert isinstance(tree, Tree)
    assert not faults
    return read_scenario(file, tree)


def test_a_whole_scenario_is_read() -> None:
    scenario = scenario_of(TOLD)
    assert (scenario.title, scenario.day) == ("Une demande est acceptée", date(2026, 11, 2))
    assert isinstance(scenario.account, Account)
    assert [given.name.name for given in scenario.answers] == [
        "situation",
        "conjoint",
        "conjoint.naissance",
        "enfants",
    ]
    files = {j.document.name: [ref.name for ref in j.files] for j in scenario.files}
    assert files["identite"] == ["recto.jpg", "verso.PNG"]
    assert scenario.files[0].dated
    assert scenario.files[0].dated.value == date(2026, 10, 1)
    assert [type(one) for one in scenario.then] == [Wait, Act, Event, Act]
    first, last = scenario.then[1], scenario.then[3]
    assert isinstance(first, Act)
    assert isinstance(last, Act)
    assert (first.by and first.by.name, last.by) == ("caseworker", None)
    assert (last.attest, scenario.attest) != (ALL, ALL)
    assert scenario.expect.end is None
    assert [ref.name for ref in scenario.expect.warnings or ()] == ["Attention"]


def test_what_is_not_told() -> None:
    scenario = scenario_of("scenario: Rien\nprocedure: exemple\naccount: non\nthen: [x]\n")
    assert (scenario.day, scenario.attest, scenario.account) == (USUAL_DAY, ALL, None)
    assert scenario.is_anonymous
    assert scenario.then == ()
    assert (scenario.expect.screens, scenario.expect.gives) == (None, None)
    assert scenario.expect.refused == ()
    assert scenario_of("procedure: exemple\nexpect: {screens: []}\n").expect.screens == ()


def test_the_days_of_a_scenario() -> None:
    moments = dated(scenario_of(TOLD))
    days = [(moment.before.isoformat(), moment.day.isoformat()) for moment in moments]
    assert days == [
        ("2026-11-02", "2026-11-02"),
        ("2026-11-02", "2026-11-03"),
        ("2026-11-03", "2026-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("2026-12-03", "2026-12-04"),
        ("2026-12-04", "2026-12-04"),
    ]


@pytest.mark.parametrize(
    ("count", "unit", "day"),
    [
        (30, "hours", date(2026, 2, 1)),
        (3, "days", date(2026, 2, 3)),
        (2, "weeks", date(2026, 2, 14)),
        (1, "months", date(2026, 2, 28)),
        (12, "months", date(2027, 1, 31)),
        (2, "years", date(2028, 1, 31)),
        (999_999, "years", date.max),
        (999_999, "weeks", date.max),
    ],
)
def test_a_delay(count: int, unit: str, day: date) -> None:
    assert later(date(2026, 1, 31), Duration(count, unit)) == day


def test_names_of_documents() -> None:
    tree, _faults = parse(source("exemple.yaml", ASKED))
    assert isinstance(tree, Tree)
    names = document_names(read("exemple.yaml", tree))
    assert names["domicile.facture"] is names["domicile.marie.facture"]
    assert sorted(names) == [
        "domicile",
        "domicile.bail",
        "domicile.facture",
        "domicile.marie",
        "domicile.marie.bail",
        "domicile.marie.facture",
        "domicile.seul",
        "identite",
        "photo",
    ]


# Every rule has its page.


_ID = re.compile(r"[a-z]{2,}(-[a-z]+)+")
PURPOSES = {word for type_ in field_types().values() for word in type_.purposes}
"""What browsers may fill in by themselves: HTML writes it likewise."""


def rule_ids() -> Iterator[tuple[str, str]]:
    """Every text of the engine that is written like the id of a rule, with its file."""
    for path in sorted((ROOT / "engine").rglob("*.py")):
        if path.is_relative_to(ROOT / "engine" / "fields"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and value not in PURPOSES and _ID.fullmatch(value):
                yield value, path.name


def test_every_rule_emitted_has_a_page() -> None:
    assert [found for found in rule_ids() if found[0] not in rules()] == []


def test_every_rule_with_a_page_is_emitted() -> None:
    emitted = {id_ for id_, _file in rule_ids()} | {"yaml", "empty", "translation"}
    assert [id_ for id_ in rules() if id_ not in emitted] == []
