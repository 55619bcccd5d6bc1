"""Every page in a real browser: nothing that axe finds, nothing that sticks out, by keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser

from parcours.engine.page.page import Page
from parcours.renderers.html.frame import DSFR
from parcours.renderers.html.html import html
from parcours.tests import html_browser
from parcours.tests.campaign import LONG
from parcours.tests.html_browser import (
    ALL,
    COLOURS,
    NARROW,
    OTHERS,
    WIDE,
    browser,
    chromium,
    overflow,
    site,
    violations,
)
from parcours.tests.html_pages import FRAME, emptied, faulty, own, shipped
from parcours.tests.page_gallery import GALLERY, overfull

__all__ = ["browser"]

STATES = {"filled": lambda page: page, "empty": emptied, "errors": faulty}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE},
    "dark": {"viewport": NARROW, "color_scheme": "dark"},
}


def wanted() -> dict[str, Page]:
    """Every page there is, in a state each, in turn; in all of them when there is time."""
    found, turn = {}, list(STATES.items())
    for number, (name, page) in enumerate({**own(), **shipped()}.items()):
        for state, change in turn if LONG else [turn[number % 3]]:
            found[f"{name}, {state}"] = change(page)
    return found


def judged(page: Page, number: int, look: str) -> Mapping[str, Any] | None:
    """What axe looks at: everything where there is time; else all but the colours of every screen
    and of some of the pages that follow, and the colours of some, one in the dark for two in the
    light."""
    if LONG:
        return ALL
    if look == "dark":
        return COLOURS if number % 6 == 0 else None
    if number % 4 == 0:
        return ALL
    is_screen = page.kind in ("screen", "end") or number < len(own())
    return OTHERS if is_screen else None


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_wrong_with_any_page(browser: Browser, look: str) -> None:
    """Light and wide, dark and narrow; nothing sticks out of any."""
    faults = []
    with site(browser, **LOOKS[look]) as shown:
        for number, (name, page) in enumerate(wanted().items()):
            window = shown.show(html(page, FRAME))
            if options := judged(page, number, look):
                faults += [f"{name}: {fault}" for fault in violations(window, options)]
            if (out := overflow(window)) > 0:
                faults.append(f"{name}: sticks out by {out} pixels")
    assert faults == []


@pytest.mark.parametrize(
    "more",
    [
        {"viewport": NARROW},
        {"forced_colors": "active"},
        {"contrast": "more"},
        {"reduced_motion": "reduce"},
        {"java_script_enabled": False, "viewport": NARROW},
    ],
    ids=str,
)
def test_the_fullest_pages_bear_any_look(browser: Browser, more: dict[str, Any]) -> None:
    with site(browser, **more) as shown:
        for page in (GALLERY, faulty(GALLERY), overfull()):
            for lang in ("fr", "ar"):
                window = shown.show(html(page, replace(FRAME, lang=lang)))
                if "java_script_enabled" not in more and page is GALLERY:
                    assert violations(window) == []
                assert overflow(window) <= 0


def test_nothing_is_wrong_in_the_theme_of_the_state(browser: Browser) -> None:
    with site(browser, viewport=NARROW) as shown:
        for page in (GALLERY, faulty(GALLERY), own()["home"], own()["account"]):
            window = shown.show(html(page, replace(FRAME, theme=DSFR)))
            assert violations(window) == []
            assert overflow(window) <= 0


def test_axe_sees_a_fault(browser: Browser) -> None:
    """A control: a label that is gone, and a grey on grey, are found; so is a wide word."""
    with site(browser) as shown:
        window = shown.show(html(GALLERY, FRAME))
        window.evaluate("document.querySelector('label.label').remove()")
        assert any(one.startswith("label:") for one in violations(window))
        window.evaluate("document.adoptedStyleSheets = [new CSSStyleSheet()]")
        sheet = "h1 { color: #bbb } main { min-inline-size: 3000px }"
        window.evaluate(f"document.adoptedStyleSheets[0].replaceSync('{sheet}')")
        assert any(one.startswith("color-contrast:") for one in violations(window))
        assert overflow(window) > 1000


def test_the_keyboard_goes_through_the_page_in_its_order(browser: Browser) -> None:
    """Every control once, in the order of the document, each seen to be where one is."""
    with site(browser) as shown:
        window = shown.show(html(replace(GALLERY, errors=()), FRAME))
        expected = window.evaluate(
            """() => [...document.querySelectorAll('a[href],button,input,select,textarea,summary')]
            .filter((one) => one.tabIndex >= 0 && one.type !== 'hidden' && one.checkVisibility()
              && !one.disabled && !one.closest('fieldset:disabled')
              && (one.type !== 'radio' || one.checked
                || !document.querySelector(`[name="${one.name}"]:checked`)
                && one === document.querySelector(`[name="${one.name}"]`)))
            .map((one) => [one.tagName, one.id, one.textContent])"""
        )
        met = []
        for _press in expected:
            window.keyboard.press("Tab")
            found, outline = window.evaluate(
                """() => { const one = document.activeElement, style = getComputedStyle(one);
                return [[one.tagName, one.id, one.textContent],
                  style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2]; }"""
            )
            assert outline, found
            met.append(found)
        assert met == expected
        assert len(met) > 40


def test_targets_are_large_enough(browser: Browser) -> None:
    """44 pixels, but for links in the middle of words (WCAG 2.5.5)."""
    with site(browser, viewport=NARROW) as shown:
        window = shown.show(html(replace(GALLERY, errors=()), FRAME))
        small = window.evaluate(
            """() => [...document.querySelectorAll(
              'button,input,select,textarea,summary,.menu a,.brand,.option label')]
            .filter((one) => one.checkVisibility() && one.type !== 'hidden' && !one.ariaHidden
              && !/radio|checkbox/.test(one.type) && one.getBoundingClientRect().height < 44)
            .map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert small == []


def test_enter_presses_the_main_button(browser: Browser) -> None:
    page = replace(GALLERY, errors=(), buttons=GALLERY.buttons[1:])
    with site(browser) as shown:
        window = shown.show(html(page, FRAME))
        window.locator("#q-nom").press("Enter")
        window.wait_for_function("document.body.textContent.includes('reçu')")
        assert 'name="_do"\r\n\r\npress' in shown.posts[0]


def test_errors_are_met_first(browser: Browser) -> None:
    for is_scripted in (True, False):
        with site(browser, java_script_enabled=is_scripted) as shown:
            window = shown.show(html(GALLERY, FRAME))
            window.wait_for_selector("#erreurs:focus")
            window.locator("#erreurs a").nth(1).click()
            window.wait_for_selector("#q-freres-2-ne:focus")
            window.locator("#erreurs a").nth(0).click()
            window.wait_for_selector("#q-motif--is--c1:focus")


def test_paper_has_no_buttons(browser: Browser) -> None:
    with site(browser) as shown:
        window = shown.show(html(GALLERY, FRAME))
        window.emulate_media(media="print")
        for words in (".buttons", ".skip", ".menu", ".upload"):
            assert not window.locator(words).first.is_visible()
        assert window.locator("h1").is_visible()


def test_a_browser_that_is_missing_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_browser, "which", lambda _name: None)
    with pytest.raises(AssertionError, match="apt install chromium"), chromium():
        pass
