"""A person's way through the whole portal, each screen of it kept as a picture and judged."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator

from parcours.portal.house import House
from parcours.portal.registry import RESIDENTS
from parcours.portal.seed import PASSWORD
from parcours.tests.campaign import LONG
from parcours.tests.html_browser import ALL, COLOURS, overflow, violations
from parcours.tests.portal_people import Person, recent
from parcours.tests.portal_reading import as_read
from parcours.tests.portal_walker import Answers, Walker

NARROW = {"width": 320, "height": 640}


@dataclass
class Judge:
    """What axe finds wrong, and what sticks out: each screen once in each state."""

    seen: set[tuple[str, str]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def judge(self, walker: Walker, state: str) -> None:
        """This screen, as it is."""
        if self._is_new(walker, state):
            found = violations(walker.page, ALL)
            self.faults += [f"{walker.where}, {state}: {fault}" for fault in found]
            self.faults += _outside(walker, state)

    def judge_looks(self, walker: Walker) -> None:
        """Dark, and narrow: the colours, and whether all fits; all of it when there is time."""
        if not self._is_new(walker, "dark"):
            return
        before = walker.page.viewport_size
        assert before
        with _scrolled_back(walker):
            walker.page.emulate_media(color_scheme="dark")
            walker.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            found = violations(walker.page, ALL if LONG else COLOURS)
            self.faults += [f"{walker.where}, dark: {fault}" for fault in found]
            self.faults += _outside(walker, "320 px")
            walker.page.emulate_media(color_scheme="light")
            walker.page.set_viewport_size(before)

    def _is_new(self, walker: Walker, state: str) -> bool:
        key = (as_read(walker.page.title()).removeprefix("Erreur : "), state)
        is_new = key not in self.seen
        self.seen.add(key)
        return is_new


@contextmanager
def _scrolled_back(walker: Walker) -> Iterator[None]:
    at = walker.page.evaluate("scrollY")
    yield
    walker.page.evaluate("(y) => scrollTo(0, y)", at)


def _outside(walker: Walker, state: str) -> list[str]:
    out = overflow(walker.page)
    return [f"{walker.where}, {state}: sticks out by {out} pixels"] if out > 0 else []


@dataclass
class Tour(Walker):
    """`met` is what was seen, in order; `shots` is where pictures go (none: none are made)."""

    met: list[str] = field(default_factory=list)
    shots: Path | None = None
    judge: Judge | None = None
    outside: list[str] = field(default_factory=list)

    def arrive(self) -> None:
        """Another screen is there."""
        self.met.append(self.where)
        self.outside += _outside(self, "arriving")
        if self.judge:
            self.judge.judge(self, "empty")
            self.judge.judge_looks(self)
        if self.shots:
            self.shots.mkdir(parents=True, exist_ok=True)
            path = self.shots / f"{len(self.met):02}-{_slug(self.heading)}.png"
            self.page.screenshot(path=path, full_page=True)

    def go(self, path: str) -> None:
        """To an address that one knows by heart."""
        self.page.goto(path)
        self.arrive()

    def choose(self, label: str, role: str = "button") -> None:
        """Press that, and look at what comes."""
        self.press(label, role)
        self.arrive()

    def screen(self) -> None:
        """All that this screen asks, then the button that leads on, until it does."""
        here = self.where
        if self.judge and any(map(self.is_wanted, self.controls())):
            self.on()
            assert self.where == here, f"{here} asks nothing"
            self.judge.judge(self, "errors")
        for _pass in range(5):
            self.fill()
            if self.judge:
                self.judge.judge(self, "filled")
            self.on()
            if self.where != here:
                self.arrive()
                return
        raise AssertionError(f"{here}: {as_read(self.page.locator('#erreurs').inner_text())}")

    def until(self, heading: str) -> None:
        """Screen after screen, up to that one."""
        while self.heading != heading:
            assert len(self.met) < 60, self.met
            self.screen()

    def download(self, name: str) -> bytes:
        """A document of this page."""
        place = self.page.get_by_role("main").get_by_role("link", name=name, exact=True)
        with self.page.expect_download() as begun:
            self.push(place)
        self.met.append(f"PDF {name.removesuffix(' (PDF)')}")
        return Path(begun.value.path()).read_bytes()

    def open_mail(self, subject: str) -> None:
        """The newest of that subject, in the mailbox of the demonstration."""
        self.go("/courriels")
        first = self.page.locator("main .brick").first
        assert subject in first.inner_text()
        self.follow(first)

    def follow(self, place: Locator) -> None:
        """That link."""
        self.leave(lambda: self.push(place))
        self.arrive()


def _slug(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"\W+", "-", letters).strip("-")


def told(person: Person, house: House) -> Answers:
    """All that this person may answer, on the way in and in their request."""
    known = json.loads(RESIDENTS.read_text("utf-8"))
    who = next(one["values"] for one in known if one["identifier"] == person.identifier)
    year, month, day = who["date_naissance"].split("-")
    found: dict[str, str | list[str]] = {
        "pour_qui": "moi_meme",
        "type_identifiant": "titre" if person.identifier.isdecimal() else "visa",
        "numero_etranger": person.identifier,
        "numero_visa": person.identifier,
        "nom": who["nom"],
        "prenoms": who["prenoms"],
        "date_naissance.day": day,
        "date_naissance.month": month,
        "date_naissance.year": year,
        "courriel": f"{person.identifier}@exemple.fr",
        "mot_de_passe": PASSWORD,
        "identifier": person.identifier,
        "password": PASSWORD,
    }
    for slot in person.files:
        found |= recent(house, slot)
    return {**found, **person.answers}
