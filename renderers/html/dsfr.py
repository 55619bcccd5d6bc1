"""The State's design system (DSFR): our markup in its classes, for .gouv.fr sites alone.

Its terms of use keep it for sites and applications of the State: nobody else may look like them.
"""

from __future__ import annotations

import re
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from jinja2.ext import Extension

DISTRIBUTION, LIBRARY = "django-dsfr", "dsfr"
"""Of it only the static files are read."""

CLASSES = {
    "back": "fr-link fr-link--icon-left fr-icon-arrow-left-line",
    "button": "fr-btn",
    "count": "fr-badge fr-badge--info fr-badge--no-icon fr-badge--sm",
    "day": "fr-input",
    "done": "fr-badge fr-badge--success fr-badge--sm",
    "error": "fr-error-text",
    "file": "fr-link fr-link--download",
    "hint": "fr-hint-text",
    "label": "fr-label",
    "list": "fr-select",
    "long": "fr-input",
    "many": "fr-checkbox-group",
    "message": "fr-alert fr-alert--warning",
    "middle": "fr-input",
    "money": "fr-input",
    "notice": "fr-alert fr-alert--info",
    "one": "fr-radio-group",
    "quiet": "fr-btn fr-btn--secondary fr-btn--sm",
    "second": "fr-btn--secondary",
    "short": "fr-input",
    "summary": "fr-alert fr-alert--error",
    "third": "fr-btn--tertiary-no-outline",
    "upload": "fr-upload-group",
    "width": "fr-container",
    "wrong": "fr-input-group--error",
    "year": "fr-input",
}

_ATTRIBUTE = re.compile(r'(?<= class=")(?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*(?=")')
_PIECE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|[^{]+")
_TEXT = re.compile(r"'[^']*'")
_WORD = re.compile(r"(?<![\w-])[a-z0-9]+(?![\w-])")
"""One of ours, never a piece of theirs: « fr-footer__bottom-list » holds no « list »."""


class Dressed(Extension):
    """Adds to our classes those of the DSFR, as templates are read: the portal's too."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Within class="…" only: in its words, and in the texts of its expressions."""
        dressed = _ATTRIBUTE.sub(lambda found: _PIECE.sub(_piece, found[0]), source)
        return super().preprocess(dressed, name, filename)


def _piece(found: re.Match[str]) -> str:
    if found[0].startswith("{%"):
        return found[0]
    if found[0].startswith("{{"):
        return _TEXT.sub(lambda text: _words(text[0]), found[0])
    return _words(found[0])


def _words(text: str) -> str:
    return _WORD.sub(lambda word: " ".join((word[0], *CLASSES.get(word[0], "").split())), text)


def static() -> Path | None:
    """The folder to serve as `dsfr/` beside our assets; None where the extra is not installed."""
    found = find_spec(LIBRARY)
    places = found.submodule_search_locations if found else None
    return Path(places[0], "static", "dsfr") if places else None


def version() -> str:
    """Of those files; empty where there are none."""
    return metadata.version(DISTRIBUTION) if find_spec(LIBRARY) else ""


def is_allowed(address: str, is_demonstration: bool = False) -> bool:
    """Whether a site of that address may bear it: the State's own, or one that shows it invented
    people only and says so."""
    host = urlsplit(address).hostname or ""
    return is_demonstration or host.endswith(".gouv.fr")
