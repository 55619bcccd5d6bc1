"""A portal on a port of this machine, and Chromium's windows onto it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page

from parcours.portal.app import application
from parcours.portal.bounding import Bounded
from parcours.portal.house import House, open_house
from parcours.portal.settings import Settings
from parcours.tests.portal_browser import Clock

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}
PLAIN = {"java_script_enabled": False}
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Place:
    """A demonstration that answers at `address`; its threads run."""

    house: House
    address: str
    clock: Clock


@contextmanager
def served(folder: Path, **told: Any) -> Iterator[Place]:
    """By uvicorn, in a thread, until the test ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        clock = Clock()
        house = open_house(Settings(data=folder / "data", address=address, **told), clock)
        config = uvicorn.Config(
            application(house), http=Bounded, log_config=None, timeout_graceful_shutdown=5
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            _wait(lambda: server.started or not thread.is_alive())
            assert server.started
            yield Place(house, address, clock)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
        assert not thread.is_alive()


def _wait(is_so: Any) -> None:
    until = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < until, "nothing came of it"
        sleep(0.02)


@contextmanager
def window(browser: Browser, place: Place, **more: Any) -> Iterator[Page]:
    """A person's own, with its own cookies; a complaint of the browser fails the test."""
    still: dict[str, Any] = {"locale": "fr-FR", "reduced_motion": "reduce"}
    context = browser.new_context(base_url=place.address, **still, **more)
    context.set_default_timeout(PATIENCE * 1000)
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        """A policy broken; but a refusal (4xx) is a page that the test reads."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", complain)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # Listened to all along: a browser told of it as the key is pressed may hear of it too late.
    page.on("filechooser", lambda _chooser: None)
    yield page
    context.close()
    assert complaints == []
