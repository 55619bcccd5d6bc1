"""A page as a browser without JavaScript holds it: its forms, its links, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]
VOID = frozenset({"input", "meta", "link", "br", "hr", "img", "wbr", "col", "source"})


@dataclass(slots=True)
class Control:
    """A control of a form; `is_sent` is false below a disabled fieldset, `label` a button's."""

    name: str
    kind: str
    value: str
    is_checked: bool
    is_sent: bool
    label: str = ""


@dataclass(slots=True)
class Form:
    """Where it goes, and what it holds."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)


@dataclass(slots=True)
class Read:
    """What was found in a page."""

    title: str = ""
    heading: str = ""
    words: str = ""
    forms: list[Form] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def link(self, words: str) -> str:
        """Where the first link that holds these words leads."""
        return next(address for label, address in self.links if words in label)

    def buttons(self) -> Iterator[tuple[Form, Control]]:
        """All that can be pressed."""
        for form in self.forms:
            yield from ((form, one) for one in form.controls if one.kind == "button")


class Reader(HTMLParser):
    """Reads a whole document."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Read()
        self._open: list[tuple[str, Attributes]] = []
        self._text: list[str] = []
        self._held: dict[str, list[str]] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if "id" in told:
            self.found.ids.add(told["id"])
        if tag not in VOID:
            self._open.append((tag, told))
            if tag in ("a", "button", "h1", "title", "textarea", "option"):
                self._held[tag] = []
        if tag == "form":
            form = Form(told.get("action", ""), told.get("method", "get"))
            self.found.forms.append(form)
        if tag == "select":
            self._select = told.get("name", "")
        if tag == "input":
            self._control(told.get("type", "text"), told, told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        told = self._closed(tag)
        words = " ".join("".join(self._held.pop(tag, [])).split())
        match tag:
            case "a" if "href" in told:
                self.found.links.append((words, told["href"]))
            case "button":
                self._control("button", told, told.get("value", ""), words)
            case "textarea":
                self._control("textarea", told, words)
            case "option":
                value = told.get("value", words)
                self._control("option", {**told, "name": self._select}, value)
            case "h1":
                self.found.heading = words
            case "title":
                self.found.title = words

    def handle_data(self, data: str) -> None:
        for held in self._held.values():
            held.append(data)
        if not any(tag in ("script", "style", "title") for tag, _told in self._open):
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self.found.words = " ".join(" ".join(self._text).split())

    def _closed(self, tag: str) -> Attributes:
        while self._open:
            name, told = self._open.pop()
            if name == tag:
                return told
        raise AssertionError(f"</{tag}> closes nothing")

    def _control(self, kind: str, told: Attributes, value: str, label: str = "") -> None:
        if not any(tag == "form" for tag, _told in self._open):
            assert kind == "button", f"{told} lies in no form"
            return
        is_off = "disabled" in told or any(
            tag == "fieldset" and "disabled" in other for tag, other in self._open
        )
        is_checked = "checked" in told or "selected" in told
        name = told.get("name", "")
        one = Control(name, kind, value, is_checked, not is_off, label)
        self.found.forms[-1].controls.append(one)


def read_page(text: str) -> Read:
    """Raises AssertionError for what is closed without being open."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.found


def as_read(text: str) -> str:
    """Blanks of every kind are one: HTML reads them so."""
    return " ".join(text.split())


class _Inline(HTMLParser):
    """What the policy would not let run, and what leads to another site."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in told if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and not told.get("src", "").startswith("/static/")):
            self.found.append(tag)
        for name in ("href", "src", "action"):
            address = told.get(name, "")
            if tag != "a" and re.match(r"[a-z]+:|//", address):
                self.found.append(address)
            if address.startswith("javascript:"):
                self.found.append(address)


def inline(text: str) -> list[str]:
    """What a page holds against the policy: scripts, styles, and addresses elsewhere."""
    reader = _Inline()
    reader.feed(text)
    return reader.found
