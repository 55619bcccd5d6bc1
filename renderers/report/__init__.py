"""What is wrong in the files, told to a person at a terminal or to another program."""

from __future__ import annotations

from ...engine.analysis.diagnose import Report
from .github import render_github
from .json import render_json
from .sarif import render_sarif
from .text import render_text

FORMATS = ("text", "json", "sarif", "github")
"""What `--format` takes."""


def render(
    report: Report,
    format: str,  # noqa: A002 - the option bears this name
    strict: bool = False,
    colour: bool = False,
    version: str = "",
) -> str:
    """The whole report, ending with a line end unless it is empty; the same bytes every time.

    `strict` shows warnings as the errors they then are; only the text is coloured, only SARIF
    names the version of Parcours. Raises ValueError for a format that FORMATS lacks.
    """
    match format:
        case "text":
            return render_text(report, strict, colour)
        case "json":
            return render_json(report, strict)
        case "sarif":
            return render_sarif(report, strict, version)
        case "github":
            return render_github(report, strict)
    raise ValueError(format)
