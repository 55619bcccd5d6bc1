"""The next screen in the answer to a form, for the pages whose script gives it its address."""

from pathlib import Path
from typing import Any

import pytest

from parcours.portal import dossiers
from parcours.portal.ask import Ask
from parcours.portal.house import House
from parcours.portal.routes import Elsewhere
from parcours.portal.views import TOKEN
from parcours.renderers.html.names import FOLLOWS
from parcours.tests.portal_browser import ADDRESS, Browser, opened
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import (
    ANSWERS,
    BORIS,
    at_first,
    begun,
    dossier_of,
    planted,
    shared_house,
    signed_in,
)

__all__ = ["shared_house"]


def sent(browser: Browser, label: str, told: dict[str, Any] | None = None, **more: str) -> Any:
    """The answer to that button, wherever it would lead."""
    form = {**browser.sends(label, told), **more}
    return posted(browser, browser.read.forms[0].action or browser.path, form)


def posted(browser: Browser, path: str, form: dict[str, Any]) -> Any:
    headers = {"origin": ADDRESS}
    return browser._client.post(path, data=form, headers=headers, follow_redirects=False)


def by_script(browser: Browser, label: str, told: dict[str, Any] | None = None) -> Any:
    return sent(browser, label, told, **{FOLLOWS: "1"})


def test_the_next_screen_is_the_answer(house: House) -> None:
    """With the address that its script gives it; what it shows can be sent in its turn."""
    browser = signed_in(house)
    dossier = begun(browser)
    answer = by_script(browser, "Continuer", ANSWERS)
    there = f"/dossier/{dossier}/ecran/plan"
    assert (answer.status_code, answer.headers["content-location"]) == (200, there)
    assert "Votre plan" in answer.text
    assert f'<link rel="canonical" href="{there}">' in answer.text
    assert house.runtime.dossier(dossier)[1].answers["nom"] == "Ana Diallo"
    browser._arrived(answer).path = there
    browser.press("Continuer", files={"_files.plan": ("plan.pdf", PDF)})
    answer = by_script(browser, "Déposer", {"_tick.sincerite": "1"})
    assert (answer.status_code, answer.headers["content-location"][-3:]) == (200, "fin")
    assert "C’est déposé" in answer.text
    assert f'<link rel="canonical" href="/dossier/{dossier}/ecran/fin">' in answer.text
    assert house.runtime.dossier(dossier)[1].filed


def test_who_has_no_script_is_sent_to_it(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    answer = sent(browser, "Continuer", ANSWERS)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/dossier/{dossier}/ecran/plan",
    )


def test_a_second_click_is_answered_alike(house: House) -> None:
    """And obeyed once."""
    browser = signed_in(house)
    dossier = begun(browser)
    form = {**browser.sends("Continuer", ANSWERS), FOLLOWS: "1"}
    path = f"/dossier/{dossier}/ecran/projet"
    first, second = (posted(browser, path, form) for _click in range(2))
    assert first.headers["content-location"] == second.headers["content-location"]
    assert (first.status_code, second.status_code) == (200, 200)
    events = [type(one.event).__name__ for one in house.runtime.history(dossier)]
    assert events.count("Pressed") == 1


def test_what_leaves_the_request_leaves_it(house: House) -> None:
    browser = signed_in(house)
    begun(browser)
    answer = by_script(browser, "Enregistrer et quitter", ANSWERS)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/compte")


def test_errors_stay_where_they_are(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    answer = by_script(browser, "Continuer")
    assert answer.status_code == 422
    assert f'<link rel="canonical" href="/dossier/{dossier}/ecran/projet">' in answer.text


def test_another_s_request_is_not_there(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    other = signed_in(house, BORIS)
    form = {**browser.sends("Continuer", ANSWERS), FOLLOWS: "1"}
    begun(other)
    form[TOKEN] = other.sends("Continuer")[TOKEN]
    assert posted(other, f"/dossier/{dossier}/ecran/projet", form).status_code == 404


def test_what_follows_may_fail_on_its_own(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The form is obeyed, and its browser sent to where it is told what is wrong; so is the log."""
    browser = signed_in(house)
    dossier = begun(browser)

    def fails(_ask: Ask, *_told: object, **_more: object) -> None:
        raise Elsewhere(503)

    monkeypatch.setattr(dossiers, "drawn_page", fails)
    answer = by_script(browser, "Continuer", ANSWERS)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/dossier/{dossier}/ecran/plan",
    )
    assert house.runtime.dossier(dossier)[1].pressed.keys() == {"projet"}
    assert [record.message for record in caplog.records] == ["not followed"]


SHORT = """
procedure: bref
version: "1"
title: Demande brève
fields:
  nom: {label: Votre nom, type: text}
flow:
  - screen: vous
    title: Vous
    fields: [nom]
    submit: {title: Déposer}
examination:
  opens: recue
  states:
    recue: {title: Demande reçue, final: true}
"""


def test_a_filed_request_is_the_answer(tmp_path: Path) -> None:
    """Where no screen lies below the act: the page where it is followed, under its address."""
    with opened(tmp_path, procedures=planted(tmp_path, SHORT)) as house:
        browser = at_first(Browser(house), "bref")
        dossier = dossier_of(browser)
        answer = by_script(browser, "Déposer", {"nom": "Ana"})
        there = f"/dossier/{dossier}"
        assert (answer.status_code, answer.headers["content-location"]) == (200, there)
        assert "Demande reçue" in answer.text
        assert f'<link rel="canonical" href="{there}">' in answer.text
        assert browser.go(there).text.count("Demande reçue") == answer.text.count("Demande reçue")


def test_what_must_be_told_on_arriving_is_told(house: House) -> None:
    """An answer that says why it leads elsewhere leads there, where its browser reads it."""
    browser = signed_in(house)
    dossier = begun(browser)
    old = browser.tab()
    browser.press("Continuer", ANSWERS)
    browser.press("Continuer", files={"_files.plan": ("plan.pdf", PDF)})
    browser.press("Déposer", {"_tick.sincerite": "1"})
    answer = by_script(old, "Continuer", {**ANSWERS, "nom": "Boris"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/dossier/{dossier}?dit=depose")


def test_only_a_screen_of_the_same_request_follows(house: House) -> None:
    """Beginning gives a browser another session: nothing is drawn for it under the former."""
    browser = Browser(house).go("/demarche/jardin")
    answer = by_script(browser, "Commencer")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/dossier/")
