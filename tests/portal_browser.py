"""A browser without JavaScript, which does only what the page before it offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parcours.portal.app import application
from parcours.portal.house import House, open_house, utc_now
from parcours.portal.registry import Registry
from parcours.portal.seed import blank
from parcours.portal.settings import Settings
from parcours.tests.portal_reading import Control, Form, Read, read_page

ADDRESS = "http://testserver"
SAMPLE = blank("A document joined by a test")

Told = Mapping[str, str | list[str]]
Files = Mapping[str, tuple[str, bytes]]


class Clock:
    """The time, which a test puts forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    def forward(self, by: timedelta) -> None:
        self._ahead += by


@contextmanager
def opened(
    folder: Path, clock: Clock | None = None, registered: Registry | None = None, **told: Any
) -> Iterator[House]:
    """A portal of its own; its threads do not run: a test performs what it waits for."""
    settings = Settings(data=folder / "data", address=ADDRESS, **told)
    house = open_house(settings, clock or utc_now, registered)
    try:
        yield house
    finally:
        house.close()


class Answering:
    """An application that notes, among what else is noted in `order`, when an answer has left."""

    def __init__(self, app: ASGIApp, order: list[str]) -> None:
        self._app, self._order = app, order

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noted(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self._order.append("answered")

        await self._app(scope, receive, noted)


class Browser:
    """One person before a screen. `read` is the page, `status` the last answer's."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._client = TestClient(application(house), base_url=ADDRESS, follow_redirects=True)
        self.read = Read()
        self.status, self.path, self.text = 0, "", ""
        self.content = b""
        self.headers: dict[str, str] = {}

    def go(self, path: str) -> Browser:
        """To an address."""
        return self._arrived(self._client.get(path))

    def follow(self, words: str) -> Browser:
        """A link of this page."""
        return self.go(self.read.link(words))

    def press(self, label: str, told: Told | None = None, files: Files | None = None) -> Browser:
        """The button of that label, once these controls are filled in."""
        form, button = self._button(label)
        sent = dict(_filled(form, told or {}))
        if button.name:
            sent[button.name] = [button.value]
        names = {one.name for one in form.controls if one.kind == "file" and one.is_sent}
        assert (files or {}).keys() <= names, f"{files} among {names}"
        parts = list((files or {}).items()) or [("", ("", b""))]  # a form with files has parts
        address = form.action or self.path
        headers = {"origin": ADDRESS}
        return self._arrived(
            self._client.post(address, data=sent, files=parts if names else None, headers=headers)
        )

    def sends(self, label: str, told: Told | None = None) -> dict[str, list[str]]:
        """What pressing that button would send."""
        form, button = self._button(label)
        return {**_filled(form, told or {}), button.name: [button.value]}

    def post(self, path: str, sent: Mapping[str, Any]) -> Browser:
        """A form that no page offers."""
        return self._arrived(self._client.post(path, data=sent, headers={"origin": ADDRESS}))

    def offers(self, label: str) -> bool:
        """Whether there is such a button."""
        return any(label in one.label for _form, one in self.read.buttons())

    def holds(self, name: str) -> str:
        """What that control of the page holds."""
        controls = (one for form in self.read.forms for one in form.controls)
        return next(one.value for one in controls if one.name == name)

    def tab(self) -> Browser:
        """Another tab, at the same address."""
        tab = Browser(self.house)
        tab._client = self._client
        return tab.go(self.path)

    @property
    def cookie(self) -> str:
        """The name that the portal knows this browser by."""
        return str(self._client.cookies.get("parcours") or "")

    def _button(self, label: str) -> tuple[Form, Control]:
        found = [(form, one) for form, one in self.read.buttons() if label in one.label]
        exact = [(form, one) for form, one in found if one.label == label]
        assert found, f"« {label} » among {[one.label for _form, one in self.read.buttons()]}"
        return (exact or found)[0]

    def _arrived(self, answer: Any) -> Browser:
        self.status, self.path = answer.status_code, answer.url.path
        self.content, self.headers = answer.content, dict(answer.headers)
        if "html" in answer.headers.get("content-type", ""):
            self.text = answer.text
            self.read = read_page(answer.text)
        return self


def _filled(form: Form, told: Told) -> dict[str, list[str]]:
    """What the form sends once that is typed, ticked and chosen in it."""
    sent: dict[str, list[str]] = {}
    controls = [one for one in form.controls if one.is_sent and one.name]
    known = {one.name for one in controls}
    assert told.keys() <= known, f"{sorted(told.keys() - known)} are not asked; {sorted(known)} are"
    for one in controls:
        wanted = told.get(one.name)
        if one.kind in ("radio", "checkbox", "option"):
            chosen = one.is_checked if wanted is None else one.value in _many(wanted)
            if chosen:
                sent.setdefault(one.name, []).append(one.value)
        elif one.kind not in ("button", "file"):
            sent[one.name] = [one.value] if wanted is None else list(_many(wanted))
    for name, wanted in told.items():
        values = {one.value for one in controls if one.name == name}
        choices = [o for o in controls if o.name == name and o.kind in ("radio", "option")]
        assert not choices or set(_many(wanted)) <= values, f"{name}: {wanted} among {values}"
    return sent


def _many(told: str | list[str]) -> Iterable[str]:
    return [told] if isinstance(told, str) else told
