"""The report in each of its forms, to the byte; tests/golden/report holds what it should be."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from parcours.engine.analysis.diagnose import Report, diagnose
from parcours.engine.analysis.rule import Rule, rules
from parcours.engine.source.diagnostic import Diagnostic, Severity
from parcours.engine.source.files import InMemory
from parcours.engine.source.position import Span, start_of
from parcours.renderers.report import FORMATS, render
from parcours.renderers.report.manual import contents, page
from parcours.tests.reports import HERE, REPORT

GOLDEN = Path(__file__).parent / "golden" / "report"
SARIF = Path(__file__).parent / "data" / "sarif_essentials.schema.json"

EMPTY = Report((), {}, ())

WARNED = Report(
    (Diagnostic("unused", "Inutile.", start_of("a.yaml"), severity=Severity.WARNING),), {}, ()
)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("faults.txt", {"format": "text"}),
        ("strict.txt", {"format": "text", "strict": True}),
        ("colour.txt", {"format": "text", "colour": True}),
        ("faults.json", {"format": "json"}),
        ("faults.sarif", {"format": "sarif", "version": "1.2.3"}),
        ("faults.github", {"format": "github"}),
    ],
)
def test_the_whole_report(name: str, options: dict[str, Any]) -> None:
    assert render(REPORT, **options) == (GOLDEN / name).read_text(encoding="utf-8")


def test_colour_changes_nothing_else() -> None:
    coloured = render(REPORT, "text", colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == render(REPORT, "text")


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_only_text_is_coloured(form: str) -> None:
    assert render(REPORT, form, colour=True) == render(REPORT, form)


def test_an_unknown_format_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="xml"):
        render(EMPTY, "xml")


def test_json_says_all_of_a_fault() -> None:
    found = json.loads(render(REPORT, "json"))
    assert found[-4] == {
        "rule": "some-option",
        "severity": "error",
        "message": "«\u00a0mariee\u00a0» n’est pas une réponse de «\u00a0situation\u00a0».",
        "file": HERE,
        "line": 9,
        "column": 23,
        "end_line": 9,
        "end_column": 31,
        "help": "Écrivez 'seul' ou 'marie'.",
        "related": [
            {
                "message": "les réponses sont ici",
                "file": HERE,
                "line": 4,
                "column": 53,
                "end_line": 4,
                "end_column": 60,
            },
            {
                "message": "déclaré aussi là",
                "file": "procedures/common/foyer.yaml",
                "line": 3,
                "column": 2,
                "end_line": 3,
                "end_column": 11,
            },
        ],
    }


def sarif(report: Report, strict: bool = False) -> Any:
    """Its one run, once its shape is judged."""
    written = json.loads(render(report, "sarif", strict))
    schema = json.loads(SARIF.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(written)] == []
    (run,) = written["runs"]
    return run


def test_sarif_is_well_formed() -> None:
    run = sarif(REPORT)
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == sorted({found.rule for found in REPORT.diagnostics})
    assert [ids[result["ruleIndex"]] for result in run["results"]] == [
        found.rule for found in REPORT.diagnostics
    ]
    assert [
        unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for result in run["results"]
    ] == [found.span.file for found in REPORT.diagnostics]


def test_sarif_without_a_fault_is_well_formed() -> None:
    assert sarif(EMPTY)["results"] == []


def test_sarif_names_an_absolute_file() -> None:
    found = Report((Diagnostic("syntax", "Faux.", start_of("/tmp/a b.yaml")),), {}, ())  # noqa: S108
    place = sarif(found)["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "file:///tmp/a%20b.yaml"}


def test_sarif_describes_every_known_rule() -> None:
    found = tuple(Diagnostic(rule, "Faux.", start_of("a.yaml")) for rule in rules())
    described = sarif(Report(found, {}, ()))["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["shortDescription"]["text"]) for rule in described] == [
        (rule.id, rule.title) for rule in rules().values()
    ]


@pytest.mark.parametrize(
    ("strict", "levels"), [(False, ("warning", "avertissement")), (True, ("error", "erreur"))]
)
def test_strict_takes_advice_for_errors(strict: bool, levels: tuple[str, str]) -> None:
    level, name = levels
    assert json.loads(render(WARNED, "json", strict))[0]["severity"] == level
    assert sarif(WARNED, strict)["results"][0]["level"] == level
    assert render(WARNED, "github", strict).startswith(f"::{level} file=a.yaml,")
    assert render(WARNED, "text", strict) == (
        f"{name}[unused] Inutile.\n --> a.yaml:1:1\n\n1 {name} dans 1 fichier.\n"
        "Pour comprendre une règle\u00a0: parcours explain unused\n"
    )


def test_github_escapes_what_would_end_a_property_or_the_line() -> None:
    span = Span("a:b,c%\r.yaml", 1, 2, 1, 3)
    found = Report((Diagnostic("syntax", "Un\ndeux : 50 %,\x1b[0m", span),), {}, ())
    assert render(found, "github") == (
        "::error file=a%3Ab%2Cc%25<U+000D>.yaml,line=1,col=2,endLine=1,endColumn=3,"
        "title=syntax::Un%0Adeux : 50 %25,<U+001B>[0m\n"
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, "Aucun fichier à vérifier."),
        ({"p.yaml": "procedure: p\n"}, "Aucune erreur dans 1 procédure."),
        (
            {"p.yaml": "'procedure' : p\n", "q.yaml": "a: 1\nprocedure: q\n"},
            "Aucune erreur dans 2 procédures.",
        ),
        (
            {
                "p.yaml": "procedure: p\n",
                "c/a.yaml": "fields:\n  procedure: {}\n",
                "c/b.yaml": "",
                "s.yaml": "procedure: p\nscenario: Une personne\n",
            },
            "Aucune erreur dans 1 procédure, 2 parties communes et 1 scénario.",
        ),
    ],
)
def test_what_was_found_clean_is_counted(texts: dict[str, str], expected: str) -> None:
    lines = {name: tuple(text.split("\n")) for name, text in texts.items()}
    assert render(Report((), lines, tuple(lines)), "text") == f"{expected}\n"


@pytest.mark.parametrize("form", FORMATS)
def test_a_clean_report_is_the_same_whatever_was_asked(form: str) -> None:
    assert render(EMPTY, form, strict=True, colour=True) == render(EMPTY, form)


def test_a_real_fault_is_shown_in_its_line() -> None:
    text = 'procedure: p\nversion: "1"\ntitle: P\nflow:\n  - screen: a\n    titel: A\n'
    report = diagnose(InMemory({"p.yaml": text}))
    assert " --> p.yaml:6:5\n  |\n6 |     titel: A\n  |     ^^^^^\n" in render(report, "text")


def test_the_manual_lists_every_rule() -> None:
    known = {
        "a-rule": Rule("a-rule", page="Une faute.\n\nDes mots.\n"),
        "another": Rule("another", severity=Severity.WARNING, page="Un défaut."),
    }
    assert contents(known) == (
        "a-rule   erreur         Une faute.\nanother  avertissement  Un défaut.\n"
    )
    assert contents({}) == ""


def test_a_page_of_the_manual() -> None:
    rule = Rule("a-rule", page="Une faute.\n\nFaux ::\n\n    a: [b\n")
    assert page(rule) == "a-rule (erreur)\n\nUne faute.\n\nFaux\u00a0:\n\n    a: [b\n"
