"""A person before a real browser, who finds what to press by its role and its label."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import FileChooser, Locator, Page

from parcours.tests.portal_browser import SAMPLE
from parcours.tests.portal_reading import as_read

Answers = Mapping[str, str | list[str]]
ANEW = "Commencer une nouvelle demande"

CONTROLS = """() => {
  const words = (one) => one.textContent.replace(/\\s+/g, ' ').trim();
  return [...document.querySelectorAll('main input, main select, main textarea')]
    .filter((one) => one.type !== 'hidden' && !one.matches(':disabled') && one.checkVisibility())
    .map((one) => {
      const groups = [];
      for (let up = one.closest('fieldset'); up; up = up.parentElement.closest('fieldset'))
        if (up.getAttribute('role') !== 'presentation') groups.unshift(words(up.firstElementChild));
      return {
        name: one.name, kind: one.tagName === 'INPUT' ? one.type : one.tagName.toLowerCase(),
        value: one.value, checked: one.checked === true, groups,
        label: words(one.labels[0]),
        options: [...(one.options ?? [])].map((choice) => [choice.value, words(choice)]),
      };
    });
}"""
"""Every control that a person meets below the heading, in order, under the words that name it."""

FOCUS = """(wanted) => {
  const one = document.activeElement, style = getComputedStyle(one);
  const before = globalThis.focusedBefore;
  globalThis.focusedBefore = one;
  const follows = !before?.isConnected || before === document.body || one === document.body
    || Boolean(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const box = one.getBoundingClientRect();
  return {
    what: one.outerHTML.slice(0, 160), name: one.name ?? '', isThere: one === wanted, follows,
    isSeen: one === document.body || style.outlineStyle !== 'none'
      && parseFloat(style.outlineWidth) >= 2 && box.bottom > 0 && box.top < innerHeight,
  };
}"""

ROLES = {"radio": "radio", "checkbox": "checkbox", "select": "combobox"}
MOST_TABS = 300


@dataclass(frozen=True, slots=True)
class Control:
    """As CONTROLS tells it."""

    name: str
    kind: str
    value: str
    checked: bool
    groups: list[str]
    label: str
    options: list[tuple[str, str]]


@dataclass
class Walker:
    """One person: what they answer, and the slots they have a file for."""

    page: Page
    answers: Answers = field(default_factory=dict)
    files: Collection[str] = ()
    by_keyboard: bool = False

    # What they see

    @property
    def heading(self) -> str:
        """Of this page."""
        return as_read(self.page.locator("h1").inner_text())

    @property
    def where(self) -> str:
        """« 2/5 Vérifier le motif de séjour »: the step and the heading."""
        found = re.search(r"Étape (\d+) sur (\d+)", self.page.title())
        return f"{found[1]}/{found[2]} {self.heading}" if found else self.heading

    def controls(self) -> list[Control]:
        """All of them."""
        return [Control(**one) for one in self.page.evaluate(CONTROLS)]

    def found(self, one: Control) -> Locator:
        """By its role and its label, in the groups that bear these names: the only one."""
        place: Any = self.page.get_by_role("main")
        for group in one.groups:
            place = place.get_by_role("group", name=group, exact=True)
        if one.kind in ("file", "password"):
            return place.get_by_label(one.label, exact=True)  # type: ignore[no-any-return]
        role = ROLES.get(one.kind, "textbox")
        return place.get_by_role(role, name=one.label, exact=True)  # type: ignore[no-any-return]

    # What they do

    def press(self, label: str, role: str = "button") -> None:
        """A button or a link, and the page that comes of it."""
        place = self.page.get_by_role("main").get_by_role(role, name=label, exact=True)  # type: ignore[arg-type]
        self.leave(lambda: self.push(place))

    def begin(self, procedure: str) -> None:
        """A request, beside any other of theirs."""
        self.page.goto(f"/demarche/{procedure}")
        self.press("Commencer")
        if self.page.get_by_role("button", name=ANEW).count():
            self.press(ANEW)

    def push(self, place: Locator) -> None:
        """By the mouse, or by Enter once one has come to it."""
        if self.by_keyboard:
            self.tab_to(place)
            self.page.keyboard.press("Enter")
        else:
            place.click()

    def leave(self, act: Callable[[], object]) -> None:
        """Until another page, or what a sending brought, is there."""
        self.page.evaluate("document.querySelector('main').dataset.left = ''")
        act()
        self.page.locator("main:not([data-left])").wait_for(state="attached")
        self.page.wait_for_load_state()

    def main_button(self) -> tuple[str, str]:
        """The label and the role of the one that leads on."""
        first = self.page.locator("main .buttons > *").first
        role = "link" if first.evaluate("one => one.tagName") == "A" else "button"
        return as_read(first.inner_text()), role

    def on(self) -> None:
        """Press it."""
        self.press(*self.main_button())

    def fill(self) -> int:
        """Every control that one can answer, those that appear meanwhile too; how many."""
        done: set[tuple[str, str]] = set()
        while wanted := self._next(done):
            done.add((wanted.name, wanted.value if wanted.kind in ("radio", "checkbox") else ""))
            self.answer(wanted)
        return len(done)

    def _next(self, done: set[tuple[str, str]]) -> Control | None:
        return next(
            (
                one
                for one in self.controls()
                if self.is_wanted(one)
                and (one.name, one.value if one.kind in ("radio", "checkbox") else "") not in done
            ),
            None,
        )

    def is_wanted(self, one: Control) -> bool:
        """Whether the person has something to say there that is not said yet."""
        if one.kind == "file":
            slot = one.name.removeprefix("_files.")
            return slot in self.files and not self.is_joined(slot)
        if one.name.startswith("_tick."):
            return not one.checked
        told = self.answers.get(one.name)
        if one.kind in ("radio", "checkbox"):
            many = [told] if isinstance(told, str) else told or []
            return one.value in many and not one.checked
        return isinstance(told, str) and told != one.value

    def is_joined(self, slot: str) -> bool:
        """Whether the page lists that file."""
        return self.page.get_by_text(f"{slot}.pdf", exact=True).count() > 0

    def answer(self, one: Control) -> None:
        """One control."""
        place = self.found(one)
        if self.by_keyboard:
            self._type(one, place)
        elif one.kind == "file":
            place.set_input_files(self._file(one))
        elif one.kind in ("radio", "checkbox"):
            place.check()
        elif one.kind == "select":
            place.select_option(value=str(self.answers[one.name]))
        else:
            place.fill(str(self.answers[one.name]))

    def _file(self, one: Control) -> Any:
        name = f"{one.name.removeprefix('_files.')}.pdf"
        return {"name": name, "mimeType": "application/pdf", "buffer": SAMPLE}

    # By keyboard alone

    def _type(self, one: Control, place: Locator) -> None:
        press = self.page.keyboard.press
        if one.kind == "radio":
            self.tab_to(place, one.name)
            if not self.is_focused(place):
                for _turn in range(60):
                    press("ArrowDown")
                    if self.is_focused(place):
                        break
            elif not place.is_checked():
                press("Space")
            assert place.is_checked()
            return
        self.tab_to(place)
        if one.kind == "checkbox":
            press("Space")
            assert place.is_checked()
        elif one.kind == "file":
            with self.page.expect_file_chooser() as chooser:
                press("Space")
            chosen: FileChooser = chooser.value
            chosen.set_files(self._file(one))
        elif one.kind == "select":
            self._look_up(one, place)
        else:
            press("ControlOrMeta+a")
            self.page.keyboard.type(str(self.answers[one.name]))

    def _look_up(self, one: Control, place: Locator) -> None:
        """The first plain letters of its name, then down to it."""
        wanted = str(self.answers[one.name])
        label = next(label for value, label in one.options if value == wanted)
        self.page.keyboard.type(re.match(r"[A-Za-z]*", label)[0][:4])  # type: ignore[index]
        for _turn in one.options:
            if place.input_value() == wanted:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} is not among {one.options}")

    def is_focused(self, place: Locator) -> bool:
        """Whether that is where one is."""
        return bool(place.evaluate("one => one === document.activeElement"))

    def tab_to(self, place: Locator, group: str = "") -> None:
        """Forward only; wherever one comes to is seen, and stands after where one was.

        One comes to a set of radio buttons, `group`, once, and the arrows go through it.
        """
        if self.is_focused(place):
            return
        wanted = place.element_handle()
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(FOCUS, wanted)
            assert found["isSeen"], f"not seen to be here: {found['what']}"
            assert found["follows"], f"stands above where one was: {found['what']}"
            if found["isThere"] or (group and found["name"] == group):
                return
        raise AssertionError(f"no way by Tab to {place}")
