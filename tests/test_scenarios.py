"""Scenarios of a small procedure: a wrong one is told where it parts, and what they meet counts."""

from __future__ import annotations

import pytest

from parcours.engine.analysis.diagnose import check
from parcours.engine.analysis.scenario import read_scenario
from parcours.engine.expr.syntax import show
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.model.use import Library
from parcours.engine.scenario.branches import branches
from parcours.engine.scenario.coverage import Coverage, Figure, coverage, percent, summed
from parcours.engine.scenario.differences import differences
from parcours.engine.scenario.items import FAILS, HOLDS, Kind
from parcours.engine.scenario.run import Run, run
from parcours.engine.source.files import InMemory
from parcours.engine.source.position import Span
from parcours.engine.source.wording import typeset
from parcours.tests.dossiers import ACCOUNT, HEAD, ready

# A small procedure, to be wrong about.

HOUSE = """
requires: account
registry:
  nom: {label: Nom, type: text}
  telephone: {label: Téléphone, type: phone}
fields:
  nom: {known_from: registry.nom}
  telephone: {known_from: registry.telephone}
  situation:
    label: Situation
    type: choice
    options: {seul: Seul, couple: En couple, veuf: {label: Veuf, when: age >= 18}}
  age: {label: Âge, type: integer, min: 0, max: 120}
  ville: {label: Ville, type: text, default: Lyon}
  surnom: {label: Surnom, type: text, optional: true, when: situation == 'seul'}
  motifs: {label: Motifs, type: text}
  delai: {label: Délai, type: integer, min: 0, max: 9, default: 3}
attestations:
  sincerite: {text: J’atteste.}
  union: {text: "Oui.", when: situation == 'couple'}
documents:
  domicile:
    title: Domicile
    help: Aide.
    max_age: 3 months
    variants:
      seul:
        title: Bail
        when: situation != 'couple'
        any_of: {bail: {title: Bail}, acte: {title: Acte}}
      couple:
        title: Livret
        when: situation != 'seul'
        all_of: {livret: {title: Livret}}
  timbre: {title: Timbre, help: Aide., later: plus tard, when: situation == 'couple'}
flow:
  - screen: identite
    title: Identité
    announce: documents
    verify: [nom]
    fields: [telephone, age, situation, surnom, ville]
    checks:
      - {that: age < 100, else: Écrivez-nous.}
    warnings:
      - {when: age < 30, text: Vous êtes jeune.}
      - {when: age < 25, text: "Très jeune, à {{ age }} ans."}
    next:
      - {when: age < 18, to: mineur}
  - screen: pieces
    title: Pièces
    attest: all
    collect: all
    submit: {title: Déposer, notice: recu, deliver: [recepisse]}
ends:
  mineur: {title: Trop jeune, text: Revenez., open: {procedure: account, give: [courriel]}}
examination:
  opens: etude
  states:
    etude:
      title: Étude
      actions:
        refuser: {by: caseworker, title: Refuser, fields: [motifs, delai], to: refusee}
        noter: {by: applicant, title: Noter, when: situation == 'couple', notice: recu}
      timers:
        - {after: 30 days, to: classee}
    refusee: {title: Refusée, final: true}
    classee: {title: Classée, final: true}
notices:
  recu: {title: Reçu, text: Reçu.}
deliverables:
  recepisse: {title: Récépissé, template: receipt, text: Reçu.}
""".replace(", open: {procedure: account, give: [courriel]}", "")

SOUND = """
scenario: Une personne seule
procedure: demande
today: 2026-11-02
account: {email: a@exemple.fr}
registry: {nom: DIALLO, telephone: "01 23 45 67 89"}
answers: {age: 20, situation: seul}
files:
  domicile.bail: {file: bail.pdf, date: 2026-10-01}
then:
  - {do: refuser, on: 2026-11-05, fields: {motifs: Non.}}
expect:
  screens: [identite, pieces]
  documents: [domicile]
  later: []
  attestations: [sincerite]
  warnings: [Vous êtes, "Très jeune, à 20"]
  state: refusee
  delivered: [recepisse]
  notices: [recu]
  unasked: [timbre, noter]
"""


@pytest.fixture(scope="module")
def house() -> Compiled:
    files = InMemory({"demande.yaml": HEAD + HOUSE, "account.yaml": ACCOUNT})
    checked, report = check(files, "demande.yaml")
    assert checked is not None, report.diagnostics
    return compile_procedure(checked)


def played(house: Compiled, text: str) -> Run:
    path = "scenarios/demande/un.yaml"
    tree = Library(InMemory({path: text})).parsed(path).tree
    assert tree is not None
    return run(house, read_scenario(path, tree))


def parted(house: Compiled, old: str = "", new: str = "") -> list[tuple[str, str, str]]:
    """Key, what is underlined and message of what differs in the scenario changed so."""
    assert old in SOUND
    text = SOUND.replace(old, new, 1) if old else SOUND
    found = differences(house.procedure, played(house, text))
    return [(one.key, underlined(text, one.span), one.message) for one in found]


def underlined(text: str, span: Span) -> str:
    assert span.line == span.end_line
    line = text.split("\n")[span.line - 1]
    return line[span.column - 1 : span.end_column - 1].strip('"')


def test_a_sound_scenario_passes(house: Compiled) -> None:
    assert parted(house) == []
    found = played(house, SOUND)
    assert found.dossier.answers["telephone"] == "+33123456789", "a prefill is left as it is"
    assert found.dossier.answers["ville"] == "Lyon"
    assert found.dossier.answers["delai"] == 3
    assert found.transitions == (("etude", "do/refuser"),)


STOPPED = "Écran attendu : « pieces » ; obtenu : aucun de plus. La personne est arrêtée : "
TOO_OLD = "Ce document est trop ancien : joignez-en un plus récent."
FORMAT = "Ce format n’est pas accepté : joignez un fichier PDF, JPEG, PNG."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "[identite, pieces]",
            "[identite]",
            ("screens", "identite", "Écran attendu : aucun de plus ; obtenu : « pieces »."),
        ),
        (
            "age: 20, ",
            "",
            (
                "screens",
                "pieces",
                f"{STOPPED}age : Répondez à cette question.",
            ),
        ),
        (
            "age: 20",
            "age: 15",
            ("screens", "pieces", "Écran attendu : « pieces » ; obtenu : aucun de plus."),
        ),
        (
            "age: 20",
            "age: 110",
            (
                "screens",
                "pieces",
                f"{STOPPED}checks.0 : Écrivez-nous.",
            ),
        ),
        (
            "age: 20",
            "age: 110",
            ("refused", "expect", "« identite » est refusé : « Écrivez-nous. »"),
        ),
        (
            "documents: [domicile]",
            "documents: []",
            ("documents", "expect", "Document attendu : aucun de plus ; demandé : « domicile »."),
        ),
        (
            "later: []",
            "later: [timbre]",
            (
                "later",
                "timbre",
                "Document attendu pour plus tard : « timbre » ; annoncé : aucun de plus.",
            ),
        ),
        (
            "[sincerite]",
            "[union]",
            (
                "attestations",
                "union",
                "Attestation attendue : « union » ; demandée : « sincerite ».",
            ),
        ),
        (
            "[Vous êtes, ",
            "[Vous avez, ",
            (
                "warnings",
                "Vous avez",
                "Avertissement attendu : « Vous avez » ; dit : « Vous êtes jeune. ».",
            ),
        ),
        (
            ', "Très jeune, à 20"',
            "",
            (
                "warnings",
                "Vous êtes",
                "Avertissement attendu : aucun de plus ; dit : « Très jeune, à 20 ans. ».",
            ),
        ),
        (
            "[Vous êtes, ",
            "[Vous êtes, Très, ",
            None,
        ),
        (
            "state: refusee",
            "state: classee",
            ("state", "classee", "État attendu : « classee » ; obtenu : « refusee »."),
        ),
        (
            "state: refusee",
            "end: mineur",
            ("end", "mineur", "Fin attendue : « mineur » ; obtenue : rien."),
        ),
        (
            "state: refusee",
            "outcome: rien",
            ("outcome", "rien", "Suite attendue du dépôt : « rien » ; obtenue : rien."),
        ),
        (
            "delivered: [recepisse]",
            "delivered: []",
            (
                "delivered",
                "expect",
                "Document délivré attendu : aucun de plus ; obtenu : « recepisse ».",
            ),
        ),
        (
            "notices: [recu]",
            "notices: [recu, recu]",
            ("notices", "recu", "Message attendu : « recu » ; envoyé : aucun de plus."),
        ),
        (
            "unasked: [timbre, noter]",
            "unasked: [surnom]",
            (
                "unasked",
                "surnom",
                "« surnom » est proposé à cette personne, et ne devait pas l’être.",
            ),
        ),
        (
            "situation: seul",
            "situation: seul, motifs: x",
            ("answers", "motifs", "« motifs » est donné et n’est jamais demandé à cette personne."),
        ),
        (
            "situation: seul",
            "situation: seul, nom: BA",
            ("answers", "nom", "« nom » est donné et n’est jamais demandé à cette personne."),
        ),
        (
            "registry: {nom: DIALLO",
            "registry: {nom: DIALLO, titre: x",
            ("answers", "titre", "« titre » est donné et n’est jamais demandé à cette personne."),
        ),
        (
            '"01 23 45 67 89"',
            '"12"',
            None,
        ),
        (
            "motifs: Non.",
            "motifs: Non., age: 3",
            ("then", "refuser", "Cette action ne pose pas ces questions."),
        ),
        (
            "do: refuser",
            "do: noter",
            ("then", "noter", "Cette action n’est pas possible dans l’état « Étude »."),
        ),
        (
            "do: refuser, on",
            "do: refuser, by: applicant, on",
            ("then", "refuser", "Cette action ne vous revient pas."),
        ),
        (
            "{motifs: Non.}",
            '{motifs: " "}',
            ("refused", "motifs", "« motifs » est refusé : « Répondez à cette question. »"),
        ),
        (
            "on: 2026-11-05",
            "on: 2026-12-05",
            ("then", "refuser", "Cette action n’est pas possible dans l’état « Classée »."),
        ),
        (
            "date: 2026-10-01",
            "date: 2026-06-01",
            (
                "refused",
                "domicile.bail",
                f"« domicile.bail » est refusé : « {TOO_OLD} »",
            ),
        ),
        (
            "bail.pdf",
            "bail.doc",
            (
                "refused",
                "domicile.bail",
                f"« domicile.bail » est refusé : « {FORMAT} »",
            ),
        ),
        (
            "fields: {motifs: Non.}}",
            "fields: {motifs: Non.}, files: {timbre: t.pdf}}",
            ("answers", "timbre", "« timbre » est donné et n’est jamais demandé à cette personne."),
        ),
    ],
)
def test_where_a_scenario_parts(
    house: Compiled, old: str, new: str, expected: tuple[str, str, str] | None
) -> None:
    """Key, what is underlined, message."""
    found = parted(house, old, new)
    assert found
    if expected:
        key, underlined, message = expected
        assert (key, underlined, typeset(message)) in found


def refusing(more: str, expect: str) -> str:
    text = SOUND.replace("situation: seul", f"situation: seul{more}", 1)
    return text.split("then:")[0] + f"expect:\n  screens: [identite]\n{expect}"


def test_a_refusal_is_awaited_by_its_sentence(house: Compiled) -> None:
    said = "Choisissez parmi les réponses proposées, par exemple « Seul »."
    text = refusing("", f'  refused:\n    situation: "{said}"\n')
    text = text.replace("situation: seul", "situation: marin").replace("files:", "events: []\nx:")
    run_ = played(house, text)
    assert run_.refused == {"situation": typeset(said)}
    found = differences(house.procedure, run_)
    assert found == ()
    wrong = played(house, text.replace("par exemple", "disons"))
    (found_wrong,) = differences(house.procedure, wrong)
    assert found_wrong.message.startswith(typeset("« situation » est refusé autrement : « Choisi"))
    text = text.replace("situation: marin", "situation: seul").replace("age: 20", "age: 15")
    (missed, *_rest) = differences(house.procedure, played(house, text))
    assert missed.message == typeset("« situation » devait être refusé et ne l’est pas.")


def test_where_the_person_chooses_among_variants_the_scenario_says_which(house: Compiled) -> None:
    """A widower may join either: `domicile.bail` alone does not say."""
    text = SOUND.replace("situation: seul", "situation: veuf").split("  unasked:")[0]
    messages = [one.message for one in differences(house.procedure, played(house, text))]
    unused = "« domicile.bail » est donné et n’est jamais demandé à cette personne."
    assert typeset(unused) in messages
    whole = text.replace("domicile.bail", "domicile.seul.bail")
    assert differences(house.procedure, played(house, whole)) == ()


def test_time_that_passes(house: Compiled) -> None:
    text = SOUND.replace(
        "  - {do: refuser, on: 2026-11-05, fields: {motifs: Non.}}", "  - {wait: 31 days}"
    ).replace("state: refusee", "state: classee")
    found = played(house, text)
    assert differences(house.procedure, found) == ()
    assert found.transitions == (("etude", "timer/etude/0"),)


def test_an_account_is_lent_where_one_is_needed(house: Compiled) -> None:
    text = SOUND.replace("account: {email: a@exemple.fr}\n", "")
    assert played(house, text).dossier.account["number"]
    found = played(house, SOUND.replace("{email: a@exemple.fr}", "non"))
    assert found.dossier.opened is None
    assert found.obstacles[0].sentence == typeset("Connectez-vous pour commencer cette démarche.")
    assert found.screens == ("identite",)


OPENS = """
fields:
  lien: {label: Lien, type: choice, options: {enfant: Enfant, parent: Parent}}
  age: {label: Âge, type: integer, min: 0, max: 120}
  courriel: {label: Courriel, type: email}
attestations:
  un: {text: Un.}
  deux: {text: Deux.}
flow:
  - screen: lien
    title: Lien
    fields: [lien, age, courriel]
    attest: all
  - screen: attente
    title: Attente
    text: Attendez.
    await: {event: confirme, notice: message}
    next: [{to: suite}]
ends:
  suite: {title: Suite, text: La suite., open: {procedure: account, give: [courriel, lien, age]}}
notices:
  message: {title: Message, text: "{{ link }}", to: courriel}
"""
GIVEN = """
scenario: Un parent
procedure: demande
today: 2026-11-02
answers: {lien: parent, age: 40, courriel: a@exemple.fr}
events: [confirme]
expect:
  screens: [lien, attente]
  end: suite
  opens: account
  gives: {lien: parent, age: 40, courriel: a@exemple.fr}
"""


WIDER = ACCOUNT.replace(
    "{label: Votre adresse électronique, type: email}\n",
    "{label: Votre adresse électronique, type: email}\n"
    "  lien: {label: Lien, type: choice, options: {enfant: Enfant, parent: Parent}}\n"
    "  age: {label: Âge, type: integer, min: 0, max: 120}\n",
).replace("[courriel]", "[courriel, lien, age]")


@pytest.fixture(scope="module")
def opening() -> Compiled:
    return ready(OPENS, account=WIDER)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("gives: {lien: parent, age: 40", "gives: {lien: enfant, age: 40", ["lien"]),
        ("gives: {lien: parent, age: 40", "gives: {lien: parent, age: peu", ["age"]),
        ("  gives: {lien: parent, age: 40, courriel: a@exemple.fr}\n", "", []),
        ("gives: {lien: parent, ", "gives: {nom: x, ", ["nom", "expect"]),
        ("opens: account", "opens: autre", ["autre"]),
        (
            "events: [confirme]",
            "attest: [un]",
            ["attente", "suite", "account", "lien", "age", "courriel"],
        ),
        ("events: [confirme]", "events: []\nthen: [{event: confirme}]", []),
    ],
)
def test_what_an_end_gives(opening: Compiled, old: str, new: str, expected: list[str]) -> None:
    text = GIVEN.replace(old, new, 1)
    found = differences(opening.procedure, played(opening, text))
    assert [underlined(text, one.span) for one in found] == expected


def test_a_message_needs_somebody_to_read_it(opening: Compiled) -> None:
    lost = ready(OPENS.replace(", to: courriel", ""), account=WIDER)
    run_ = played(lost, GIVEN)
    (obstacle,) = run_.obstacles
    assert obstacle.sentence == typeset("Le message « message » n’a pas de destinataire.")
    assert played(opening, GIVEN).obstacles == ()


def test_the_trace_tells_values_and_outcomes(house: Compiled) -> None:
    found = played(house, SOUND)
    told = {show(one.condition.expr): (dict(one.values), one.held) for one in found.trace}
    assert told["age < 18"] == ({"age": 20}, False)
    assert told["age < 30"] == ({"age": 20}, True)
    assert told["situation == 'couple'"] == ({"situation": "seul"}, False)
    spans = {branch.condition.span for branch in branches(house.procedure)}
    assert {one.condition.span for one in found.trace} <= spans


def test_coverage_counts_both_ways_and_names_what_is_missed(house: Compiled) -> None:
    found = coverage(house.procedure, [played(house, SOUND)])
    figures = {figure.kind: (figure.met, figure.of) for figure in found.figures}
    assert figures[Kind.SCREEN] == (2, 2)
    assert figures[Kind.TRANSITION] == (1, 3)
    assert figures[Kind.END] == (0, 1)
    assert figures[Kind.ATTESTATION] == (1, 2)
    missed = {(item.kind, item.name, item.side) for item in found.missed}
    assert (Kind.BRANCH, "mineur", HOLDS) in missed
    assert (Kind.BRANCH, "mineur", FAILS) not in missed
    assert (Kind.DOCUMENT, "domicile.seul.bail", "") not in missed
    assert (Kind.DOCUMENT, "domicile.seul.acte", "") in missed
    assert (Kind.TRANSITION, "timer/etude/0", "etude") in missed
    assert (Kind.END, "mineur", "") in missed
    runs = [played(house, SOUND), played(house, SOUND.replace("age: 20", "age: 15"))]
    young = coverage(house.procedure, runs)
    both = {(item.kind, item.name, item.side) for item in young.missed}
    assert missed - both == {
        (Kind.BRANCH, "mineur", HOLDS),
        (Kind.BRANCH, "situation.veuf", FAILS),
        (Kind.END, "mineur", ""),
    }


def test_figures_add_up_and_round_down() -> None:
    """200 of 201 are 99 %, and of nothing nothing is missed."""
    one = [Figure(Kind.SCREEN, 3, 3), Figure(Kind.END, 0, 1)]
    more = [Figure(Kind.SCREEN, 197, 197)]
    assert summed([*one, *more]) == (Figure(Kind.SCREEN, 200, 200), Figure(Kind.END, 0, 1))
    assert (percent([*one, *more]), percent(more), percent([])) == (99, 100, 100)


def test_no_scenario_meets_nothing(house: Compiled) -> None:
    found = coverage(house.procedure, [])
    assert found.missed == found.items
    assert isinstance(found, Coverage)
    assert found.percent == 0
