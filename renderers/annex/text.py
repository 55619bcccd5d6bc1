"""The annex as plain text, at most 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from ...engine.source.wording import _
from .annex import Annex, Item
from .telling import choice, facts

COLUMNS = 80


def text(annex: Annex) -> str:
    """Documents are numbered throughout, so that people can name them."""
    title = annex.procedure.title or annex.procedure.id
    lines = [*_wrapped(title), *_wrapped(_subtitle(annex))]
    lines.append("=" * max(len(line) for line in lines))
    number = 0
    for group in annex.groups:
        lines += ["", "", group.title.upper()]
        for item in group.items:
            number += 1
            lines += ["", *_item(item, f"{number:2}. ", None)]
    if not annex.groups:
        lines += ["", _("Cette démarche ne demande aucun document.")]
    if annex.assumptions:
        lines += ["", "", _("Hypothèses").upper(), ""]
        for assumption in annex.assumptions:
            told = _("{about} : {text}").format(about=assumption.about, text=assumption.text)
            lines += _wrapped(told, "  – ", "    ")
    return "\n".join([*lines, ""])


def _subtitle(annex: Annex) -> str:
    return _("Documents à fournir (version {version})").format(version=annex.procedure.version)


def _item(item: Item, mark: str, owner: Item | None) -> Iterator[str]:
    """The title after its mark, the rest indented under it."""
    indent = " " * len(mark)
    yield from _wrapped(item.title, mark, indent)
    for told in filter(None, (item.document.help, *facts(item, owner))):
        yield from _wrapped(told, indent, indent)
    if item.elements:
        yield from _wrapped(choice(item), indent, indent)
    for element in item.elements:
        yield from _item(element, f"{indent}– ", item)


def _wrapped(told: str, first: str = "", then: str = "") -> list[str]:
    """Cut at plain spaces only: neither at a hyphen nor at a no-break space."""
    return wrap(told, COLUMNS, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)
