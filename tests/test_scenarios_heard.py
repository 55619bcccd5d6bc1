"""What a scenario expects to be said, sent, sealed and checked: met, and told where it is not."""

from __future__ import annotations

import pytest

from parcours.engine.analysis.diagnose import diagnose
from parcours.engine.analysis.scenario import read_scenario
from parcours.engine.machine.compiled import Compiled
from parcours.engine.model.use import Library
from parcours.engine.scenario.branches import branches
from parcours.engine.scenario.coverage import coverage
from parcours.engine.scenario.differences import differences
from parcours.engine.scenario.items import Kind
from parcours.engine.scenario.run import Run, run
from parcours.engine.scenario.suites import play, suites
from parcours.engine.source.files import InMemory
from parcours.engine.source.wording import typeset
from parcours.tests.dossiers import ACCOUNT, HEAD, ready
from parcours.tests.test_documents import EXAMPLES, files_of
from parcours.tests.test_scenarios import underlined

TOLD = """
requires: account
fields:
  nom: {label: Nom, type: text, max_length: 38}
  age: {label: Âge, type: integer, min: 0, max: 120}
  enfants: {label: Enfants, type: integer, min: 0, max: 20}
  adresse: {label: Adresse, type: address}
  nom_usage: {label: Nom d’usage, type: text, max_length: 38, optional: oui}
  sexe: {label: Sexe, type: choice, options: {feminin: Féminin, masculin: Masculin}}
  naissance: {label: Date de naissance, type: date, before: today}
  pays: {label: Pays de naissance, type: country}
attestations:
  vrai:
    text:
      - {text: J’atteste.}
      - {when: enfants > 0, text: Mes enfants vivent avec moi.}
flow:
  - screen: vous
    title: Vous
    fields: [nom, age, enfants, adresse]
    checks:
      - {that: age >= 15 or enfants == 0, else: Vérifiez votre âge.}
      - {that: age >= 12, else: Demandez à un adulte.}
    notes:
      - {at: age, text: Votre âge aujourd’hui.}
      - {when: enfants > 5, text: Vous avez droit à une aide.}
    next:
      - {when: age > 100, to: ailleurs}
  - screen: etat_civil
    title: État civil
    fields: [nom_usage, sexe, naissance, pays]
  - screen: depot
    title: Dépôt
    text:
      - {text: "Relisez,\\n{{ nom }}."}
      - {when: enfants > 0, text: Préparez le livret.}
    attest: all
    submit: {title: Déposer, notice: recu, deliver: [carte]}
  - screen: suite
    title: Suite
    text: "Réponse le {{ clocks.silence }}."
ends:
  ailleurs: {title: Ailleurs, text: "Écrivez à la mairie, {{ nom }}."}
examination:
  opens: etude
  clocks:
    silence: {title: Silence, delay: 2 months, starts: filing, runs_in: [etude], to: close}
  states:
    etude:
      title: Étude
      text: Votre demande est étudiée.
      actions:
        noter:
          by: caseworker
          title: Noter
          text:
            - {text: Notez ce qui compte.}
            - {when: enfants > 0, text: Voyez les enfants.}
          notice: note
        fermer: {by: caseworker, title: Fermer, to: close}
    close: {title: Close, final: true, text: "Close, {{ nom }}."}
notices:
  recu:
    title: Reçu
    mail: Connectez-vous.
    text:
      - {text: "Bonjour {{ nom }}."}
      - {when: enfants > 0, text: Et vos enfants ?}
  note: {title: Note, text: Notée., to: caseworker}
deliverables:
  carte:
    title: Carte
    template: certificate
    fields: [nom, enfants]
    text: Cette carte vaut un an.
    seal:
      standard: 2d-doc
      type: "13"
      values:
        6J: "'2'"
        6K: filing.number
        6L: filing.date
        6P: "'RESIDENCE'"
        6Q: account.number
        "62": nom
        "63": nom_usage
        "60": nom
        "68":
          - {when: sexe == 'masculin', value: "'M'"}
          - {when: sexe == 'feminin', value: "'F'"}
        "69": naissance
        6A: nom
        6C: pays
        "67": pays
        6U: adresse
        6W: adresse.code_postal
        6X: adresse.ville
"""
SOUND = """
scenario: Un parent
procedure: demande
today: 2026-11-02
account: {email: a@exemple.fr}
answers:
  nom: DIALLO
  age: 40
  enfants: 2
  adresse: {voie: rue Haute, code_postal: "75001", ville: Paris}
  sexe: feminin
  naissance: 1986-02-28
  pays: GN
then:
  - {do: noter, on: 2026-11-04}
expect:
  state: etude
  said:
    vous: "Votre âge aujourd'hui."
    depot: ["Relisez, DIALLO.", Préparez le livret]
    suite: Réponse le 2 janvier 2027.
    vrai: Mes enfants vivent avec moi.
    etude: étudiée
    noter: [Notez, Voyez les enfants.]
    recu: [Bonjour DIALLO., "Et vos enfants ?", Connectez-vous.]
    carte: [un an, "Nom : DIALLO", "Enfants : 2"]
  unsaid:
    vous: droit à une aide
    close: Close
    ailleurs: la mairie
  sent_to: {recu: applicant, note: caseworker}
  sealed:
    carte:
      "62": DIALLO
      6U: {voie: rue Haute, code_postal: "75001", ville: Paris}
      6L: 2026-11-02
      "68": F
"""


@pytest.fixture(scope="module")
def house() -> Compiled:
    return ready(TOLD)


def played(house: Compiled, text: str) -> Run:
    path = "scenarios/demande/un.yaml"
    tree = Library(InMemory({path: text})).parsed(path).tree
    assert tree is not None
    return run(house, read_scenario(path, tree))


def parted(house: Compiled, text: str) -> list[tuple[str, str, str]]:
    """Key, what is underlined and message."""
    found = differences(house.procedure, played(house, text))
    return [(one.key, underlined(text, one.span), one.message) for one in found]


def test_it_checks_without_a_remark() -> None:
    files = {"demande.yaml": HEAD + TOLD, "account.yaml": ACCOUNT}
    texts = {**files, "scenarios/demande/un.yaml": SOUND}
    assert [one.message for one in diagnose(InMemory(texts)).diagnostics] == []


def test_everything_expected_is_met(house: Compiled) -> None:
    assert parted(house, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "etude: étudiée",
            "etude: acceptée",
            (
                "said",
                "acceptée",
                (
                    "« etude » devait dire « acceptée » à cette personne ; "
                    "dit : « Votre demande est étudiée. »."
                ),
            ),
        ),
        (
            "    vrai: Mes",
            "    close: Close\n    vrai: Mes",
            ("said", "Close", "« close » devait dire « Close » à cette personne ; dit : rien."),
        ),
        (
            "vous: droit à une aide",
            "depot: le livret",
            (
                "unsaid",
                "le livret",
                "« depot » dit « le livret » à cette personne, et ne devait pas le dire.",
            ),
        ),
        (
            "note: caseworker",
            "note: applicant",
            (
                "sent_to",
                "applicant",
                "Le message « note » devait aller à « applicant » ; il va à « caseworker ».",
            ),
        ),
        (
            "  - {do: noter, on: 2026-11-04}",
            "  - {wait: 1 day}",
            (
                "sent_to",
                "caseworker",
                "Le message « note » devait aller à « caseworker » ; il va à personne.",
            ),
        ),
        (
            '"62": DIALLO',
            '"62": BARRY',
            (
                "sealed",
                "62",
                (
                    "Le cachet de « carte » devait porter « BARRY » sous « 62 » ; "
                    "il porte : « DIALLO »."
                ),
            ),
        ),
        (
            "6U: {voie: rue Haute",
            "6U: {voie: rue Basse",
            (
                "sealed",
                "6U",
                (
                    "Le cachet de « carte » devait porter "
                    "« voie : rue Basse, code_postal : 75001, ville : Paris » sous « 6U » ; "
                    "il porte : « voie : rue Haute, code_postal : 75001, ville : Paris »."
                ),
            ),
        ),
        (
            '"62": DIALLO',
            '"63": DIALLO',
            (
                "sealed",
                "63",
                "Le cachet de « carte » devait porter « DIALLO » sous « 63 » ; il porte : rien.",
            ),
        ),
        (
            "age: 40",
            "age: 101",
            (
                "sealed",
                "62",
                "Le cachet de « carte » devait porter « DIALLO » sous « 62 » ; il porte : rien.",
            ),
        ),
    ],
)
def test_where_a_scenario_parts(
    house: Compiled, old: str, new: str, expected: tuple[str, str, str]
) -> None:
    """Key, what is underlined, message."""
    assert old in SOUND
    key, under, message = expected
    assert (key, under, typeset(message)) in parted(house, SOUND.replace(old, new))


def test_a_long_text_is_cut() -> None:
    wordy = ready(TOLD.replace("Votre demande est étudiée.", "Nous lisons tout. " * 40))
    (found,) = parted(wordy, SOUND)
    assert len(found[2]) < 400
    assert found[2].endswith(typeset("Nous lisons tout. Nous lisons… »."))


STOPPED = SOUND.partition("  sexe")[0].replace("age: 40", "age: 10")
STOPPED += "expect:\n  screens: [vous]\n"
OLDER, GROWN = "Vérifiez votre âge.", "Demandez à un adulte."


def test_a_check_is_awaited_by_its_screen(house: Compiled) -> None:
    both = f"  refused:\n    vous: [{OLDER}, {GROWN}]\n"
    assert parted(house, STOPPED + both) == []
    alone = STOPPED.replace("enfants: 2", "enfants: 0") + f"  refused: {{vous: {GROWN}}}\n"
    assert parted(house, alone) == []


@pytest.mark.parametrize(
    ("refused", "expected"),
    [
        (
            "",
            [
                ("expect", f"« vous » est refusé : « {OLDER} »"),
                ("expect", f"« vous » est refusé : « {GROWN} »"),
            ],
        ),
        (f"    vous: {OLDER}\n", [(OLDER, f"« vous » est refusé autrement : « {GROWN} »")]),
        (f"    vous: {GROWN}\n", [(GROWN, f"« vous » est refusé autrement : « {OLDER} »")]),
        (
            f"    vous: [{OLDER}, {GROWN}, Encore.]\n",
            [("vous", "« vous » devait être refusé et ne l’est pas.")],
        ),
        (
            f"    vous: [{OLDER}, {GROWN}]\n    depot: Non.\n",
            [("depot", "« depot » devait être refusé et ne l’est pas.")],
        ),
    ],
)
def test_where_a_check_parts(
    house: Compiled, refused: str, expected: list[tuple[str, str]]
) -> None:
    text = STOPPED + (f"  refused:\n{refused}" if refused else "")
    told = [(under, message) for _key, under, message in parted(house, text)]
    assert told == [(under, typeset(message)) for under, message in expected]


def test_the_texts_of_actions_are_judged(house: Compiled) -> None:
    """Both ways, by two persons; a screen that one must sign in for says nothing."""
    runs = [played(house, SOUND), played(house, SOUND.replace("enfants: 2", "enfants: 0"))]
    missed = coverage(house.procedure, runs).missed
    named = {(item.kind, item.name) for item in missed}
    assert (Kind.BRANCH, "noter") not in named
    assert "noter" in {branch.name for branch in branches(house.procedure)}
    alone = coverage(house.procedure, runs[:1]).missed
    assert (Kind.BRANCH, "noter") in {(item.kind, item.name) for item in alone}


SIGNED = """
fields: {nom: {label: Nom, type: text}}
flow:
  - screen: vous
    title: Vous
    fields: [nom]
  - screen: depot
    title: Dépôt
    requires: account
    text: Relisez.
    submit: {title: Déposer, outcome: depose}
"""


def test_who_must_sign_in_reads_nothing_there() -> None:
    text = (
        "scenario: Sans compte\nprocedure: demande\ntoday: 2026-11-02\naccount: non\n"
        "answers: {nom: DIALLO}\nexpect:\n  screens: [vous, depot]\n  said: {depot: Relisez.}\n"
    )
    house = ready(SIGNED)
    ((key, under, _message),) = parted(house, text)
    assert (key, under) == ("said", "Relisez.")
    assert parted(house, text.replace("said", "unsaid")) == []
    assert parted(house, text.replace("account: non\n", "")) == []


def test_words_that_nothing_says_are_told_before_they_are_played() -> None:
    files = {
        "demande.yaml": HEAD + SIGNED,
        "account.yaml": ACCOUNT,
        "scenarios/demande/un.yaml": (
            "scenario: Un\nprocedure: demande\ntoday: 2026-11-02\nanswers: {nom: DIALLO}\n"
            "expect: {outcome: depose, unsaid: {depot: Relissez.}}\n"
        ),
    }
    (found,) = diagnose(InMemory(files)).diagnostics
    assert (found.rule, found.help) == (
        "scenario-unknown-words",
        typeset("Vouliez-vous « Relisez. » ?"),
    )


def test_a_line_of_an_unknown_question_says_nothing() -> None:
    """The question is told; the words that its line would hold are not guessed."""
    text = TOLD.replace("    fields: [nom, enfants]\n", "    fields: [nom, enfant]\n")
    files = {"demande.yaml": HEAD + text, "account.yaml": ACCOUNT}
    scenario = SOUND.replace("    close: Close\n", "    carte: Enfants\n")
    texts = {**files, "scenarios/demande/un.yaml": scenario}
    told = [(one.rule, one.span.file) for one in diagnose(InMemory(texts)).diagnostics]
    assert told == [
        ("unknown-field", "demande.yaml"),
        ("scenario-unknown-words", "scenarios/demande/un.yaml"),
    ]


@pytest.mark.parametrize("example", [e for e in EXAMPLES if "\n# fichier: scenarios/" in e])
def test_the_scenarios_of_the_reference_pass(example: str) -> None:
    files = InMemory(files_of(example))
    told = [play(files, suite, lambda: None) for suite in suites(files, files.paths())]
    results = [result for one in told if one for result in one.results]
    assert results
    assert [result.differences for result in results if not result.passed] == []
