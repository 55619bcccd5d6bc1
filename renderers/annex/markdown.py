"""The annex as Markdown, for a wiki or a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...engine.source.wording import _
from .annex import Annex, Item
from .telling import choice, facts

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")


def markdown(annex: Annex) -> str:
    """Headings, a numbered list for each group, elements as lists within."""
    lines = [f"# {escaped(annex.procedure.title or annex.procedure.id)}", ""]
    subtitle = _("Documents à fournir (version {version})")
    lines.append(escaped(subtitle.format(version=annex.procedure.version)))
    number = 0
    for group in annex.groups:
        lines += ["", f"## {escaped(group.title)}"]
        for item in group.items:
            number += 1
            lines += ["", *_item(item, f"{number}. ")]
    if not annex.groups:
        lines += ["", _("Cette démarche ne demande aucun document.")]
    if annex.assumptions:
        lines += ["", f"## {_('Hypothèses')}", ""]
        form = _("{about} : {text}")
        for told in annex.assumptions:
            lines.append(f"- {escaped(form.format(about=told.about, text=told.text))}")
    return "\n".join([*lines, ""])


def _item(item: Item, mark: str) -> Iterator[str]:
    indent = " " * len(mark)
    yield f"{mark}**{escaped(item.title)}**"
    if item.document.help:
        yield ""
        yield f"{indent}{escaped(item.document.help)}"
    yield ""
    for told in facts(item):
        yield f"{indent}- {escaped(told)}"
    if item.elements:
        yield f"{indent}- {escaped(choice(item))}"
    for element in item.elements:
        yield from _element(element, f"{indent}  ", item)


def _element(item: Item, indent: str, owner: Item) -> Iterator[str]:
    told = " ".join(filter(None, (item.document.help, *facts(item, owner), choice(item))))
    yield f"{indent}- {escaped(item.title)}" + (f" – {escaped(told)}" if told else "")
    for element in item.elements:
        yield from _element(element, f"{indent}  ", item)


def escaped(text: str) -> str:
    """So that nothing in it is formatting, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.splitlines()))
