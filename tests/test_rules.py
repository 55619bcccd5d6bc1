"""Every rule's manual page is executed: its wrong examples are refused, its right ones are not.

An example is a procedure, whose header is added where it lacks one. It may be made of several
files, each after a line « # fichier: common/foyer.yaml »; « (latin-1) » behind the name writes that
file in this encoding.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pkgutil import iter_modules

import pytest

from parcours.engine.analysis import rules as folder
from parcours.engine.analysis.diagnose import Report, diagnose
from parcours.engine.analysis.rule import Rule, rules
from parcours.engine.source.diagnostic import Diagnostic
from parcours.engine.source.files import InMemory
from parcours.engine.source.text import decode

HEADER = 'procedure: exemple\nversion: "1"\ntitle: Exemple\n'

ACCOUNT = """procedure: account
version: "1"
title: Compte
flow:
  - screen: compte
    title: Créez votre compte
    submit: {title: Créer, outcome: account_created}
"""
"""What « requires: account » asks for, where the example does not bring its own."""

WRONG, RIGHT = "Faux ::", "Juste ::"

_FILE = re.compile(r"^# fichier: (\S+)(?: \((\S+)\))?\n", re.MULTILINE)
_PROCEDURE = re.compile(r"^procedure: (\S+)$", re.MULTILINE)


def examples(page: str, heading: str) -> list[str]:
    """The indented blocks under that heading, which may come several times."""
    blocks = [
        re.split(r"\n(?=\S)", part, maxsplit=1)[0] for part in page.split(f"\n{heading}\n")[1:]
    ]
    return [re.sub(r"^    ", "", block.strip("\n"), flags=re.MULTILINE) + "\n" for block in blocks]


def files(example: str) -> dict[str, str | bytes]:
    """Path to text (or bytes, when an encoding is asked for)."""
    start, *others = _FILE.split(example)
    found: dict[str, str | bytes] = {}
    if start.strip():
        named = _PROCEDURE.search(start)
        found[f"{named[1]}.yaml" if named else "exemple.yaml"] = start if named else HEADER + start
    for path, encoding, text in zip(others[::3], others[1::3], others[2::3], strict=True):
        found[path] = text.encode(encoding) if encoding else text
    if "requires: account" in example and "account.yaml" not in found:
        found["account.yaml"] = ACCOUNT
    return found


def is_inside(diagnostic: Diagnostic, texts: Mapping[str, str | bytes]) -> bool:
    """Whether it points at characters that exist (the one behind a line's last included)."""
    span, text = diagnostic.span, texts.get(diagnostic.span.file)
    if text is None:
        return False
    lines = (text if isinstance(text, str) else text.decode(errors="replace")).split("\n")
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return (1, 1) <= start <= end and all(
        line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 2
        for line, column in (start, end)
    )


def shown(report: Report) -> str:
    """What a failing test shows."""
    return "\n".join(
        f"{d.rule} ({d.severity.value}) {d.span.file}:{d.span.line}:{d.span.column} {d.message}"
        for d in report.diagnostics
    )


def judge_wrong(rule: Rule, example: str) -> None:
    """Refused by this rule and by no other, each time with a place and a cure."""
    texts = files(example)
    report = diagnose(InMemory(texts))
    assert report.diagnostics, f"{rule.id} finds nothing in\n{example}"
    for found in report.diagnostics:
        assert (found.rule, found.severity) == (rule.id, rule.severity), shown(report)
        assert is_inside(found, texts), shown(report)
        assert found.help, shown(report)
        for related in found.related:
            assert is_inside(replace(found, span=related.span), texts), shown(report)


def judge_right(example: str) -> None:
    """Nothing to say at all."""
    report = diagnose(InMemory(files(example)))
    assert not report.diagnostics, f"{shown(report)}\n{example}"


def judge(rule: Rule) -> None:
    """The whole page."""
    wrong, right = examples(rule.page, WRONG), examples(rule.page, RIGHT)
    assert wrong, f"{rule.id}: no « {WRONG} »"
    assert right, f"{rule.id}: no « {RIGHT} »"
    for example in wrong:
        judge_wrong(rule, example)
    for example in right:
        judge_right(example)


@pytest.mark.parametrize("id_", rules())
def test_page(id_: str) -> None:
    rule = rules()[id_]
    title, blank, explanation = rule.page.split("\n", 2)
    assert title.endswith("."), title
    assert not blank
    assert explanation.split(WRONG)[0].strip(), "an explanation comes before the examples"
    if id_ != "too-intricate":  # no example is short enough: see test_conditions_too_intricate
        judge(rule)


def test_files_bear_the_ids_of_their_rules() -> None:
    names = {module.name.replace("_", "-") for module in iter_modules(folder.__path__)}
    assert names == set(rules())


# What pages do not show: that nothing is said twice, and that faults do not cascade.

SUBMIT = "    submit: {title: Déposer, outcome: depose}\n"


def found_in(texts: Mapping[str, str | bytes]) -> list[str]:
    """Rule, file and line of everything found."""
    report = diagnose(InMemory(texts))
    return [f"{d.rule} {d.span.file}:{d.span.line}" for d in report.diagnostics]


def tangled(pairs: int) -> str:
    """Answers compared two by two, those of one screen with those of the next."""
    numbers = range(pairs)
    fields = "".join(
        f"  a{n}: {{label: A, type: boolean}}\n  b{n}: {{label: B, type: boolean}}\n"
        f"  c{n}: {{label: C, type: text, when: a{n}}}\n"
        for n in numbers
    )
    checks = "".join(
        f"      - {{that: (a{n} and b{n}) or (not a{n} and not b{n}), else: Corrigez.}}\n"
        for n in numbers
    )
    one = ", ".join(f"a{n}, c{n}" for n in numbers)
    other = ", ".join(f"b{n}" for n in numbers)
    return (
        f"fields:\n{fields}flow:\n  - screen: un\n    title: Un\n    fields: [{one}]\n"
        f"  - screen: deux\n    title: Deux\n    fields: [{other}]\n    checks:\n{checks}{SUBMIT}"
    )


def test_conditions_too_intricate() -> None:
    assert found_in(files(tangled(3))) == []
    assert found_in(files(tangled(20))) == ["too-intricate exemple.yaml:1"]


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        pytest.param(
            """fields:
  age: {label: Âge, type: integer, min: 0, max: 120}
  nom: {label: Nom, type: text, when: age > 3}
flow:
  - screen: vous
    title: Vous
    fields: [nom]
"""
            + SUBMIT,
            ["maybe-unanswered exemple.yaml:6"],
            id="a question never asked is told by the condition that misses it",
        ),
        pytest.param(
            """fields:
  age: {label: Âge, type: integer, min: 0, max: 120}
  nom: {label: Nom, type: text}
flow:
  - screen: vous
    title: Vous
    fields: [age]
  - screen: rien
    title: Rien
    when: age > 50 and age < 40
    fields: [nom]
  - screen: depot
    title: Dépôt
"""
            + SUBMIT,
            ["constant-condition exemple.yaml:13"],
            id="a condition that never holds says enough",
        ),
        pytest.param(
            """fields:
  age: {label: Âge, type: integer, min: 0, max: 120}
  nom: {label: Nom, type: text}
flow:
  - screen: vous
    title: Vous
    fields: [age]
    checks:
      - {that: age > 50, else: Trop jeune.}
      - {that: age < 40, else: Trop vieux.}
  - screen: suite
    title: Suite
    fields: [nom]
  - screen: depot
    title: Dépôt
"""
            + SUBMIT,
            ["dead-end exemple.yaml:11"],
            id="nobody goes on from a dead end",
        ),
        pytest.param(
            """fields:
  logement: {label: Logement, type: choice, options: {bail: Bail, hotel: Hôtel}}
  nom: {label: Nom, type: text}
  mode:
    label: Mode
    type: choice
    options: {papier: {label: Papier, when: logement == 'baill'}}
documents:
  domicile:
    title: Justificatif
    help: Un document récent.
    variants:
      bail: {title: Bail, when: logement == 'bail'}
      hotel: {title: Hôtel, when: logement == 'hotell'}
flow:
  - screen: logement
    title: Logement
    fields: [logement, mode]
    collect: all
  - screen: bis
    title: Bis
    when: logement == 'hotell'
    fields: [nom]
  - screen: depot
    title: Dépôt
    fields: [nom]
    when: logement != 'hotell'
"""
            + SUBMIT,
            [f"unknown-option exemple.yaml:{line}" for line in (10, 17, 25, 30)],
            id="nothing follows from a faulty condition",
        ),
        pytest.param(
            """attestations:
  sincerite: {text: J’atteste l’exactitude de mes réponses.}
  presence: {text: J’atteste vivre en France.}
flow:
  - screen: honneur
    title: Honneur
    attest: all
    fields: [presence]
  - screen: depot
    title: Dépôt
    attest: all
"""
            + SUBMIT,
            ["unknown-field exemple.yaml:11", "attestation-asked-twice exemple.yaml:14"],
            id="two screens that take all are told once",
        ),
        pytest.param(
            """fields:
  bail: {label: Bail, type: text}
flow:
  - screen: depot
    title: Dépôt
    fields: [bail]
    submit: {title: Déposer}
screens:
  depot: {title: Dépôt commun, text: Bonjour.}
examination:
  opens: examen
  states:
    examen: {title: Examen, actions: {bail: {by: caseworker, title: Bail, to: clos}}}
    clos: {title: Clos, final: true}
""",
            ["duplicate-name exemple.yaml:7", "duplicate-name exemple.yaml:16"],
            id="a shared screen written again, an action named as a question",
        ),
        pytest.param(
            """flow:
  - screen: rien
    title: Dossier #2
    text: Bonjour.
""",
            ["missing-end exemple.yaml:1", "yaml exemple.yaml:6"],
            id="a warning of reading silences no rule",
        ),
        pytest.param(
            """fields:
  g:
    label: G
    type: group
    fields: {c: {label: C, type: choice, options: {a: {label: A, when: x}}}}
  l:
    label: L
    type: list
    item: {c: {label: C, type: choice, options: {a: {label: A, when: x}}}}
  q: {label: Q, type: choice, options: {a: {label: A, when: x}, b: B}}
documents:
  timbre: {title: "Timbre de {{ x }} €", help: En ligne., later: au retrait}
flow:
  - screen: depot
    title: Dépôt
    announce: documents
    fields: [g, l]
    submit: {title: Déposer}
examination:
  opens: examen
  states:
    examen: {title: Examen, actions: {clore: {by: caseworker, title: A, fields: [q], to: clos}}}
    clos: {title: Clos, final: true}
""",
            [f"unknown-name exemple.yaml:{line}" for line in (8, 12, 13, 15)],
            id="options of parts, questions of actions and announced titles are looked at",
        ),
        pytest.param(
            """fields:
  conjoint: {label: C, type: group, default: {nom: 12}, fields: {nom: {label: N, type: integer}}}
  langues: {label: L, type: choices, options: {fr: F, en: E}, default: [fr]}
  foyer: {label: Foyer, type: group, default: {nom: x}, fields: {nom: {label: N, type: integer}}}
flow:
  - screen: rien
    title: Rien
    fields: [conjoint, langues, foyer]
"""
            + SUBMIT,
            ["bad-default exemple.yaml:7"],
            id="defaults in several parts",
        ),
    ],
)
def test_found(example: str, expected: list[str]) -> None:
    assert found_in(files(example)) == expected


GROUP = "{label: Lien, type: group, fields: {nom: {label: Nom, type: text%s}}}"


def hand_over(here: str, there: str) -> dict[str, str | bytes]:
    """A procedure that gives « lien » to another one."""
    depot = f"flow:\n  - screen: depot\n    title: Dépôt\n    fields: [lien]\n{SUBMIT}"
    return {
        "exemple.yaml": HEADER + f"fields:\n  lien: {here}\n" + "flow:\n  - screen: a\n"
        "    title: A\n    fields: [lien]\n    next: [{to: suite}]\nends:\n"
        "  suite: {title: Suite, open: {procedure: b, give: [lien, nom]}}\n",
        "b.yaml": HEADER.replace("exemple", "b") + f"fields:\n  lien: {there}\n{depot}",
    }


def test_given_parts_are_compared() -> None:
    same, other = GROUP % "", GROUP % ", optional: true"
    unknown = "unknown-field exemple.yaml:12"
    assert found_in(hand_over(same, same)) == [unknown]
    assert found_in(hand_over(same, other)) == ["given-field exemple.yaml:12", unknown]


def test_a_faulty_procedure_is_not_compared() -> None:
    found = found_in(hand_over("{label: Lien, type: text}", "{label: Lien, type: texte}"))
    assert found == ["bad-value b.yaml:5", "unknown-field exemple.yaml:12"]


USING = "use: [common/logement.yaml]\nflow:\n  - screen: logement\n"
HOUSING = """fields:
  logement: {label: Logement, type: choice, options: {bail: Bail, hotel: Hôtel}}
  etage: {label: Étage, type: integer}
  mode: {label: M, type: choice, options: {papier: {label: P, when: logement == 'bail'}}}
screens:
  logement:
    title: Logement
    fields: [logement, mode]
    submit: {title: Déposer, outcome: depose}
"""
"""A question never asked, and options that may all be withdrawn."""


def shared(other: str) -> dict[str, str | bytes]:
    """Two procedures that use it."""
    return {
        "exemple.yaml": HEADER + USING,
        "autre.yaml": HEADER.replace("exemple", "autre") + other,
        "common/logement.yaml": HOUSING,
    }


def test_a_shared_fault_is_told_once() -> None:
    expected = [
        "field-never-asked common/logement.yaml:3",
        "options-withdrawn common/logement.yaml:4",
    ]
    assert found_in(shared(USING)) == expected


def test_what_one_procedure_uses_is_used() -> None:
    asking = f"{USING}  - screen: a\n    title: A\n    fields: [etage]\n"
    found = found_in(shared(asking.replace("  - screen: logement\n", "") + SUBMIT))
    assert found == ["options-withdrawn common/logement.yaml:4"]


def test_what_cannot_be_read_may_use_anything() -> None:
    found = found_in(shared("flow: ["))
    assert [one for one in found if "logement" in one] == [
        "options-withdrawn common/logement.yaml:4"
    ]


# The controls.


def test_control_a_swapped_page_fails() -> None:
    rule = rules()["unknown-option"]
    page = rule.page.replace(WRONG, "?").replace(RIGHT, WRONG).replace("?", RIGHT)
    with pytest.raises(AssertionError, match="unknown-option finds nothing"):
        judge(replace(rule, page=page))


def test_control_another_rule_fails() -> None:
    rule = rules()["unknown-option"]
    with pytest.raises(AssertionError, match=r"unknown-option \(error\) exemple\.yaml:6:73"):
        judge(replace(rule, id="unknown-name"))


def test_control_a_right_example_with_a_fault_fails() -> None:
    with pytest.raises(AssertionError, match="unknown-option"):
        judge_right(examples(rules()["unknown-option"].page, WRONG)[0])


def test_control_a_page_without_examples_fails() -> None:
    with pytest.raises(AssertionError, match="no « Faux :: »"):
        judge(replace(rules()["unknown-option"], page="Rien.\n\nRien."))


def test_control_files_of_an_example() -> None:
    found = files(
        "flow: []\n# fichier: common/a.yaml\nfields: {}\n# fichier: b.yaml (latin-1)\né\n"
    )
    assert found == {
        "exemple.yaml": f"{HEADER}flow: []\n",
        "common/a.yaml": "fields: {}\n",
        "b.yaml": b"\xe9\n",
    }
    assert list(files("procedure: autre\nrequires: account\n")) == ["autre.yaml", "account.yaml"]


def test_control_a_place_outside_the_file() -> None:
    found = decode("a.yaml", b"\xff")
    assert isinstance(found, Diagnostic)
    assert not is_inside(found, {})
    assert is_inside(found, {"a.yaml": b"\xff"})
    assert not is_inside(found, {"a.yaml": ""}) or found.span.column <= 2
