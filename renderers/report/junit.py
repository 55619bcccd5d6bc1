"""What came of scenarios, in the JUnit form that continuous integration reads."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree as ET

from ...engine.scenario.suites import Played, Result
from .gather import as_typed
from .runs import place, short_text
from .testing import Outcome


def render_junit(outcome: Outcome) -> str:
    """One suite a procedure, one case a scenario; a file that cannot be run is an error.

    Where a least coverage is asked, one more suite: a case a procedure.
    """
    root = ET.Element("testsuites", name="parcours")
    for tested in outcome.tested:
        _suite(root, tested)
    if outcome.least:
        _coverage(root, outcome)
    if not outcome.is_sound:
        _errors(root, outcome)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(root: ET.Element, tested: Played) -> None:
    failed = sum(not result.passed for result in tested.results)
    name, tests = tested.compiled.procedure.id, str(len(tested.results))
    suite = ET.SubElement(
        root, "testsuite", name=name, tests=tests, failures=str(failed), errors="0"
    )
    for result in tested.results:
        _case(suite, tested.compiled.procedure.id, result)


def _case(suite: ET.Element, procedure: str, result: Result) -> None:
    scenario = result.run.scenario
    case = ET.SubElement(
        suite,
        "testcase",
        classname=procedure,
        name=_plain(scenario.title),
        file=as_typed(scenario.file),
        line=str(scenario.span.line),
    )
    if result.differences:
        first = _plain(result.differences[0].message)
        failure = ET.SubElement(case, "failure", type="divergence", message=first)
        told = [f"{place(found.span)} {found.message}" for found in result.differences]
        told.append(" → ".join(result.run.screens))
        failure.text = _plain("\n".join(told))


def _coverage(root: ET.Element, outcome: Outcome) -> None:
    count, lost = str(len(outcome.tested)), str(len(outcome.short))
    suite = ET.SubElement(
        root, "testsuite", name="coverage", tests=count, failures=lost, errors="0"
    )
    for tested in outcome.tested:
        name = tested.compiled.procedure.id
        case = ET.SubElement(suite, "testcase", classname="coverage", name=name)
        if tested in outcome.short:
            message = _plain(short_text(tested, outcome.least))
            ET.SubElement(case, "failure", type="coverage", message=message)


def _errors(root: ET.Element, outcome: Outcome) -> None:
    found = outcome.report.diagnostics
    count = str(len(found))
    suite = ET.SubElement(
        root, "testsuite", name="validate", tests=count, failures="0", errors=count
    )
    for fault in found:
        case = ET.SubElement(
            suite, "testcase", classname=as_typed(fault.span.file), name=fault.rule
        )
        error = ET.SubElement(case, "error", type=fault.rule, message=_plain(fault.message))
        error.text = _plain(f"{place(fault.span)} {fault.help}")


def _plain(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
