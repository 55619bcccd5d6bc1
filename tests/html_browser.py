"""Debian's Chromium, and pages served to it from memory under the policy that the portal sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from shutil import which
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright

from parcours.portal.headers import POLICY
from parcours.renderers.html.dsfr import static
from parcours.renderers.html.environment import STATIC

SITE = "http://demarches.test"
HEADERS = {"content-security-policy": POLICY, "content-type": "text/html; charset=utf-8"}
MEDIA = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
WIDE, NARROW = {"width": 1100, "height": 800}, {"width": 320, "height": 640}
ALL: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS = {**ALL, "runOnly": ["color-contrast"]}
OTHERS = {**ALL, "rules": {"color-contrast": {"enabled": False}}}
"""Colours cost as much as all the rest, and come from the one style sheet."""

Answer = tuple[int, str, Mapping[str, str]]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Fails where there is none: a browser that is missing hides nothing."""
    path = which("chromium")
    assert path, "apt install chromium: these pages are judged in a real browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@dataclass
class Site:
    """Serves one page at its root, answers forms by `answer`, keeps what was posted and what the
    browser complained of."""

    page: Page
    text: str = ""
    posts: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    answer: Callable[[Request], Answer | None] = lambda _request: (200, "<main>reçu</main>", {})

    def show(self, text: str) -> Page:
        """That document, loaded."""
        self.text = text
        self.page.goto(f"{SITE}/")
        return self.page

    def serve(self, route: Route, request: Request) -> None:
        """Nothing goes to any network."""
        path = request.url.removeprefix(SITE)
        if request.method == "POST":
            self.posts.append(_posted(request))
            told = self.answer(request)
            if told is None:
                route.abort()
                return
            status, text, headers = told
            route.fulfill(status=status, body=text, headers={**HEADERS, **headers})
        elif path.startswith("/static/"):
            name = path.removeprefix("/static/").partition("?")[0]
            folder = static() if name.startswith("dsfr/") else STATIC
            assert folder is not None
            file = folder / name.removeprefix("dsfr/")
            route.fulfill(body=file.read_bytes(), content_type=MEDIA.get(file.suffix, "font/woff2"))
        else:
            route.fulfill(body=self.text, headers=HEADERS)

    def complain(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


def _posted(request: Request) -> str:
    return (request.post_data_buffer or b"").decode(errors="replace")


@contextmanager
def site(browser: Browser, **more: Any) -> Iterator[Site]:
    """A new window; what the browser complains of, the policy first, fails the test."""
    context = browser.new_context(viewport=more.pop("viewport", WIDE), locale="fr-FR", **more)
    page = context.new_page()
    found = Site(page)
    page.on("console", found.complain)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    context.route("**/*", found.serve)
    yield found
    context.close()
    assert found.complaints == []


def violations(page: Page, options: Mapping[str, Any] = ALL) -> list[str]:
    """What axe finds wrong: the rule, and where."""
    found = Axe().run(page, options=dict(options)).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def overflow(page: Page) -> int:
    """How many pixels stick out of the window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
