"""What any HTML document of ours must be, judged by a reader of our own; and its form, as sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"input", "meta", "link", "br", "hr", "img", "path", "circle", "rect"})
BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "dl", "fieldset", "section", "form", "table", "h1", "h2", "h3", "nav"}
)
PHRASES = frozenset({"p", "h1", "h2", "h3", "label", "span", "strong", "a", "button", "dt"})
REFERENCES = ("for", "aria-describedby", "aria-labelledby")


@dataclass(slots=True)
class Control:
    """A control, its attributes, its value; whether a fieldset above it is disabled."""

    tag: str
    told: dict[str, str]
    value: str
    is_off: bool


@dataclass(slots=True)
class Document:
    """What was read."""

    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    text: str = ""
    title: str = ""

    def sent(self) -> Iterator[tuple[str, str]]:
        """The names and values that a browser sends, without any button or file."""
        for one in self.controls:
            name, kind = one.told.get("name", ""), one.told.get("type", "")
            if not name or one.is_off or one.tag == "button" or kind == "file":
                continue
            if kind not in ("radio", "checkbox") or "checked" in one.told:
                yield name, one.value


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Document()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.select: Control | None = None
        self.held = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found, told = self.found, {name: value or "" for name, value in attrs}
        if len(told) != len(attrs):
            found.faults.append(f"<{tag}> says twice the same of itself: {attrs}")
        found.faults += (f"<{tag} {name}>" for name in told if name.startswith(("on", "style")))
        if tag in BLOCKS and self.open and self.open[-1][0] in PHRASES:
            found.faults.append(f"<{tag}> in <{self.open[-1][0]}>")
        if tag == "style" or (tag == "script" and "src" not in told):
            found.faults.append(f"<{tag}> in the page")
        if "id" in told:
            found.ids.append(told["id"])
        for name in REFERENCES:
            found.references += told.get(name, "").split()
        if told.get("href", "").startswith("#"):
            found.references.append(told["href"][1:])
        if tag not in VOID:
            self.open.append((tag, told))
        if tag in ("textarea", "title"):
            self.held = ""
        self._control(tag, told)

    def _control(self, tag: str, told: dict[str, str]) -> None:
        is_off = any(one == "fieldset" and "disabled" in more for one, more in self.open)
        if tag in ("input", "button"):
            self.found.controls.append(Control(tag, told, told.get("value", ""), is_off))
        elif tag == "select":
            self.select = Control(tag, told, "", is_off)
            self.found.controls.append(self.select)
        elif tag == "option" and "selected" in told and self.select:
            self.select.value = told["value"]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.found.faults.append(f"<{tag}/>")
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.found.faults.append(f"</{tag}> while {[one for one, _told in self.open]} are open")
            return
        _tag, told = self.open.pop()
        if tag == "textarea":
            is_off = any(one == "fieldset" and "disabled" in more for one, more in self.open)
            text = self.held.removeprefix("\n")
            self.found.controls.append(Control(tag, told, text, is_off))
        if tag == "title":
            self.found.title = self.held

    def handle_data(self, data: str) -> None:
        self.held += data
        self.found.text += data


def read(text: str) -> Document:
    """The document; `faults` says all that is wrong with it."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    found = reader.found
    found.faults += (f"<{tag}> is never closed" for tag, _told in reader.open)
    found.faults += (f"id {one} twice" for one in {i for i in found.ids if found.ids.count(i) > 1})
    found.faults += (f"id {one} is nowhere" for one in found.references if one not in found.ids)
    if not text.startswith("<!doctype html>"):
        found.faults.append("no doctype")
    return found
