"""Rows added and withdrawn, questions that appear: kept as the form then is, with an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from parcours.portal.house import House
from parcours.portal.renderings import MOST, Renderings
from parcours.portal.views import NEW, ROW
from parcours.renderers.html.names import FOLLOWS, count
from parcours.tests.portal_browser import ADDRESS, Browser, Clock, opened
from parcours.tests.portal_files import PDF
from parcours.tests.portal_garden import ANA, clock, dossier_of, join, planted, signed_in
from parcours.tests.test_portal_remaining import (
    HERE,
    ON,
    PROCEDURE,
    SAVE,
    WHOLE,
    answers,
    begun,
    house,
    keeps,
    rows,
)

__all__ = ["clock", "house"]

ADD, WITHDRAW = "Ajouter une ligne", "Retirer le n° {}"
LILA, AWA = {"nom": "Sow", "prenom": "Lila"}, {"nom": "Sow", "prenom": "Awa"}
HUGE = "9" * 5_000
APPEARED = "De nouvelles questions vous concernent"

BOTH = """
procedure: foyer
version: "1"
title: Votre foyer
fields:
  enfants:
    label: Vos enfants
    type: list
    item: {nom: {label: Nom, type: text}, prenom: {label: Prénom, type: text}}
documents:
  facture: {title: Facture}
flow:
  - screen: vous
    title: Vous
    fields: [enfants]
    collect: all
  - screen: relecture
    title: Relisez
    review: all
    submit: {title: Déposer}
examination:
  opens: recue
  states:
    recue: {title: Demande reçue, final: true}
"""
"""A list and a place for files on one screen."""


def typed(*children: Mapping[str, str]) -> dict[str, str]:
    """Those rows, as their boxes hold them."""
    return {
        f"enfants.{number}.{box}": text
        for number, row in enumerate(children, 1)
        for box, text in row.items()
    }


def drawn(browser: Browser) -> list[str]:
    """The first names of the rows that the page shows."""
    controls = [one for form in browser.read.forms for one in form.controls]
    return [one.value for one in controls if re.fullmatch(r"enfants\.\d+\.prenom", one.name)]


def with_two(house: House) -> Browser:
    browser = begun(house)
    browser.press(ADD, WHOLE | typed(LILA)).press(SAVE, typed(LILA, AWA))
    (line,) = house.runtime.records.requests(status="draft").lines
    assert answers(house, line.dossier)["enfants"] == [LILA, AWA]
    return browser.go(f"/dossier/{line.dossier}/ecran/vous")


def required(folder: Path) -> None:
    text = PROCEDURE.replace("    optional: true\n    item", "    item")
    assert text != PROCEDURE
    planted(folder, text)


@pytest.fixture
def strict(tmp_path: Path, clock: Clock) -> Iterator[House]:
    """The same, where the list must be answered."""
    required(tmp_path)
    with opened(tmp_path, clock, procedures=tmp_path / "procedures") as found:
        join(found, ANA, "Ana")
        yield found


def test_a_row_half_typed_is_withdrawn_among_blank_ones(house: House) -> None:
    browser = begun(house).press(ADD)
    browser.press(WITHDRAW.format(2), {"enfants.2.prenom": "Lila"})
    assert drawn(browser) == [""]
    assert not rows(house)
    assert drawn(browser.tab()) == [""]


def test_a_row_half_typed_is_withdrawn_after_it_was_kept(house: House) -> None:
    browser = begun(house).press(ADD)
    assert keeps(browser, {"enfants.2.prenom": "Lila"}) == 204
    assert rows(house) == ["enfants"]
    browser.press(WITHDRAW.format(2), {"enfants.2.prenom": "Lila"})
    assert drawn(browser) == [""]
    assert not rows(house)


def test_a_row_withdrawn_is_withdrawn_for_good(house: House) -> None:
    browser = with_two(house)
    dossier = dossier_of(browser)
    browser.press(WITHDRAW.format(1))
    assert drawn(browser) == ["Awa"]
    assert answers(house, dossier)["enfants"] == [AWA]
    assert drawn(signed_in(house).go(browser.path)) == ["Awa"]
    browser.press(ADD).press(WITHDRAW.format(1))
    assert drawn(browser) == [""]
    assert answers(house, dossier).get("enfants") is None
    assert not rows(house)
    assert HERE not in browser.tab().read.words


def test_what_remains_and_is_refused_is_a_leftover(house: House) -> None:
    browser = with_two(house)
    browser.press(WITHDRAW.format(2), {"enfants.1.prenom": ""})
    assert (drawn(browser), rows(house)) == ([""], ["enfants"])
    again = signed_in(house).go(browser.path)
    assert (drawn(again), again.holds("enfants.1.nom")) == ([""], "Sow")
    assert HERE in again.read.words
    browser.press(ON, {"enfants.1.prenom": "Lila"})
    assert browser.read.heading == "Vos documents"
    assert answers(house, dossier_of(browser))["enfants"] == [LILA]


def test_the_last_row_withdrawn_of_a_list_that_is_required_does_not_come_back(
    strict: House,
) -> None:
    """The answer stands in the journal, and what is there instead is told of."""
    browser = begun(strict).press(ADD, WHOLE | typed(LILA))
    browser.press(WITHDRAW.format(1))
    assert drawn(browser) == [""]
    again = signed_in(strict).go(browser.path)
    assert drawn(again) == [""]
    assert HERE in again.read.words
    assert again.press(ON).status == 422
    assert again.press(ON, typed(AWA)).read.heading == "Vos documents"
    assert not rows(strict)


def test_an_answer_emptied_is_not_filled_again(house: House) -> None:
    browser = begun(house)
    page = f"/dossier/{dossier_of(browser)}/ecran/vous"
    browser.press(SAVE, WHOLE).go(page).press(SAVE, {"courriel": ""})
    assert browser.path == "/compte"
    assert browser.go(page).holds("courriel") == ""
    assert HERE in browser.read.words
    assert browser.press(ON).status == 422
    browser.press(ON, {"courriel": "ana@exemple.fr"})
    assert browser.read.heading == "Vos documents"
    assert not rows(house)


def test_a_row_may_be_added_before_another_is_filled(house: House) -> None:
    browser = begun(house)
    for number in (2, 3):
        assert len(drawn(browser.press(ADD))) == number
    browser.press(WITHDRAW.format(1), {"enfants.3.prenom": "Lila"})
    assert drawn(browser) == ["", "Lila"]


def test_a_file_that_is_refused_as_a_row_changes_is_told_of(tmp_path: Path) -> None:
    with opened(tmp_path, procedures=planted(tmp_path, BOTH)) as house:
        join(house, ANA, "Ana")
        browser = begun(house)
        browser.press(ADD, typed(LILA), {"_files.facture": ("texte.pdf", b"du texte")})
        assert browser.status == 422
        assert "texte.pdf" in browser.read.words
        assert drawn(browser) == ["Lila", ""]
        browser.press(ADD, files={"_files.facture": ("facture.pdf", PDF)})
        assert browser.status == 200


def sent(browser: Browser, label: str, told: dict[str, str] | None = None, **more: str) -> Any:
    """The answer to that button, wherever it would lead."""
    path = browser.read.forms[0].action
    form = {**browser.sends(label, told), **more}
    headers = {"origin": ADDRESS}
    return browser._client.post(path, data=form, headers=headers, follow_redirects=False)


def test_a_row_is_shown_by_an_address(house: House) -> None:
    """So that Back sends nothing again; with the focus, and the blank row, when it is loaded."""
    browser = begun(house)
    page = f"/dossier/{dossier_of(browser)}/ecran/vous"
    answer = sent(browser, ADD, typed(LILA))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?{ROW}=enfants.2")
    for _time in range(2):
        browser.go(answer.headers["location"])
        assert drawn(browser) == ["Lila", ""]
        assert 'id="q-enfants-2" data-row tabindex="-1" autofocus' in browser.text
    assert drawn(browser.go(page)) == ["Lila"]
    assert "autofocus" not in browser.text


def test_a_script_is_answered_with_the_row(house: House) -> None:
    browser = begun(house)
    page = f"/dossier/{dossier_of(browser)}/ecran/vous"
    answer = sent(browser, ADD, typed(LILA), **{FOLLOWS: "1"})
    assert answer.status_code == 200
    assert answer.headers["content-location"] == f"{page}?{ROW}=enfants.2"
    assert f'<link rel="canonical" href="{page}">' in answer.text
    browser._arrived(answer)
    assert drawn(browser) == ["Lila", ""]
    assert 'id="q-enfants-2" data-row tabindex="-1" autofocus' in browser.text


@pytest.mark.parametrize(
    "row", ["enfants.99", "enfants.0", f"enfants.{HUGE}", "courriel.2", "x", ""]
)
def test_an_address_draws_no_row_that_no_page_offers(house: House, row: str) -> None:
    browser = begun(house)
    browser.go(f"{browser.path}/ecran/vous?{ROW}={row}")
    assert (browser.status, len(drawn(browser))) == (
        200,
        1 if "99" not in row else len(drawn(browser)),
    )
    assert len(drawn(browser)) <= 50


def test_questions_that_appear_are_shown_by_an_address(house: House) -> None:
    browser = begun(house)
    page = f"/dossier/{dossier_of(browser)}/ecran/vous"
    answer = sent(browser, ON, WHOLE | {"couple": "oui"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?{NEW}=conjoint")
    browser.go(answer.headers["location"])
    assert APPEARED in browser.read.words
    assert 'id="nouvelles" autofocus' in browser.text
    assert browser.read.link("Votre conjoint") == "#q-conjoint"
    assert APPEARED not in browser.go(page).read.words
    assert APPEARED not in browser.go(f"{page}?{NEW}=inconnu,%3Cb%3E").read.words


def test_a_script_is_answered_with_what_appears(house: House) -> None:
    answer = sent(begun(house), ON, WHOLE | {"couple": "oui"}, **{FOLLOWS: "1"})
    assert answer.status_code == 200
    assert APPEARED in answer.text


def test_what_is_kept_late_does_not_write_over_what_was_pressed(house: House) -> None:
    """A script's sending may outlive its page."""
    browser = begun(house)
    dossier = dossier_of(browser)
    late = {**browser.sends(ON, WHOLE | {"courriel": "ancien@exemple.fr"}), "_do": ["keep"]}
    half = {**late, "courriel": ["ancien@"]}
    page = browser.read.forms[0].action
    browser.press(ON, WHOLE)
    assert browser.read.heading == "Vos documents"
    for one in (late, half):
        assert browser.post(page, one).status == 409
    assert answers(house, dossier)["courriel"] == "ana@exemple.fr"
    assert not rows(house)


def test_what_is_kept_late_brings_no_row_back(house: House) -> None:
    browser = with_two(house)
    late, page = {**browser.sends(ON), "_do": ["keep"]}, browser.path
    browser.press(WITHDRAW.format(2))
    assert browser.post(page, late).status == 409
    assert answers(house, dossier_of(browser))["enfants"] == [LILA]


def test_a_page_that_is_refused_or_pressed_again_keeps_on(house: House) -> None:
    """Only what was obeyed is past; and its buttons always are, for somebody goes back to them."""
    browser = begun(house)
    page, first = browser.read.forms[0].action, browser.sends(ON, WHOLE | {"courriel": "ana@"})
    assert browser.post(page, first).status == 422
    assert browser.post(page, {**first, "_do": ["keep"]}).status == 204
    assert browser.post(page, first | browser_whole()).read.heading == "Vos documents"
    assert browser.post(page, first | {"courriel": ["bea@exemple.fr"]}).status == 200
    assert answers(house, dossier_of(browser))["courriel"] == "bea@exemple.fr"


def browser_whole() -> dict[str, list[str]]:
    return {name: [text] for name, text in WHOLE.items()}


def test_pages_that_were_left_are_bounded() -> None:
    renderings = Renderings()
    for number in range(MOST + 1):
        renderings.left(f"page {number}")
    assert not is_late(renderings, "page 0")
    assert is_late(renderings, f"page {MOST}")
    renderings.saved(f"page {MOST}", 7)
    assert is_late(renderings, f"page {MOST}")
    assert renderings.seen(f"page {MOST}", "1") == 7
    renderings.left("")
    assert not is_late(renderings, "")


def is_late(renderings: Renderings, once: str) -> bool:
    """Whether nothing is kept by script of that page."""
    with renderings.turn(once, by_script=True) as found:
        return found


def test_a_button_and_a_script_of_one_page_take_turns() -> None:
    """What is being kept by script is kept before what is pressed, and so never over it."""
    renderings, order = Renderings(), []

    def pressed() -> None:
        with renderings.turn("page", by_script=False) as found:
            order.append(f"pressed {found}")
            assert is_late(renderings, "page")
            renderings.left("page")

    with renderings.turn("page", by_script=True) as found:
        thread = Thread(target=pressed)
        thread.start()
        thread.join(0.2)
        order.append(f"kept {found}")
    thread.join()
    assert order == ["kept False", "pressed False"]
    assert is_late(renderings, "page")
    with renderings.turn("other", by_script=False):
        assert is_late(renderings, "other")
    assert not is_late(renderings, "other")


@pytest.mark.parametrize(
    "more",
    [
        {"_do": f"remove:enfants:{HUGE}"},
        {"_do": "remove:enfants:²"},
        {"_do": f"remove:{HUGE}:1"},
        {"_do": "add:courriel"},
        {"_do": "add:conjoint"},
        {"_do": "add:inconnu"},
        {"enfants#": HUGE},
        {"_version": HUGE},
    ],
)
def test_a_number_without_end_is_no_number(house: House, more: dict[str, str]) -> None:
    browser = begun(house)
    answer = sent(browser, SAVE, WHOLE | typed(LILA), **more)
    assert answer.status_code in (200, 303)
    assert answers(house, dossier_of(browser))["courriel"] == "ana@exemple.fr"


def test_numbers_are_those_that_pages_draw() -> None:
    assert [count(text) for text in ("0", "12", "", "-1", "²", "٣", "1.0", HUGE)] == [
        *(0, 12, 0, 0, 0, 0, 0),
        999_999_999,
    ]
