"""What a browser with JavaScript adds, what it may do twice, and that nothing needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import sleep
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, Request, expect
from starlette.responses import Response

from parcours.portal.repeats import Repeats
from parcours.tests.html_browser import browser
from parcours.tests.portal_browser import SAMPLE
from parcours.tests.portal_garden import ANA, BORIS, GARDEN, LODGING, PASSWORD, join, planted
from parcours.tests.portal_people import CHILD, account_of
from parcours.tests.portal_tour import Tour
from parcours.tests.portal_window import DESKTOP, PHONE, PLAIN, Place, served, window

__all__ = ["browser"]

LEFT = """one => {
  const words = new Range();
  words.selectNodeContents(one);
  return words.getBoundingClientRect().x;
}"""
LOOKS = {"script": DESKTOP, "no script": PHONE | PLAIN}
MEGABYTE = 1_000_000
PROJECT = {"nom": "Ana Diallo", "motif": "Des tomates, « à l’ombre »", "saison": "printemps"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The short procedure of the garden; its people have an account."""
    folder = tmp_path_factory.mktemp("script")
    with served(folder, procedures=planted(folder, GARDEN)) as found:
        join(found.house, ANA, "Ana")
        join(found.house, BORIS, "Boris")
        yield found


def signed_in(page: Page, identifier: str = ANA) -> Tour:
    tour = Tour(page, {"identifier": identifier, "password": PASSWORD}, {"plan"})
    page.goto("/connexion")
    tour.fill()
    tour.on()
    assert tour.heading == "Mon compte"
    return tour


def begun(page: Page) -> Tour:
    """A request for a garden, before its first screen."""
    tour = signed_in(page)
    tour.begin("jardin")
    assert tour.where == "Votre projet"
    return tour


def reviewed(page: Page) -> Tour:
    """The same, before the button that files it."""
    tour = begun(page)
    tour.answers = PROJECT
    tour.until("Relisez")
    tour.fill()
    return tour


def filed(place: Place) -> int:
    """How many requests Ana has filed."""
    account = place.house.accounts.identified(ANA)
    assert account
    lines = place.house.runtime.records.requests(owner=account.owner, limit=99).lines
    return sum(not one.is_draft for one in lines)


def test_characters_are_counted(browser: Browser, place: Place) -> None:
    """Seen at once, told a moment after the last key."""
    with window(browser, place, **DESKTOP) as page:
        begun(page)
        area = page.get_by_label("Votre projet", exact=True)
        area.fill("Des tomates")
        seen = page.locator(".counted").first
        expect(seen).to_have_text("Caractères restants : 2989.")
        told = page.get_by_role("status").filter(has_text="restants")
        expect(told).to_have_text("Caractères restants : 2989.")
        area.fill("x" * 3001)
        expect(seen).to_have_text("Caractères de trop : 1.")


def test_a_file_is_shown_before_it_leaves_and_refused_when_too_heavy(
    browser: Browser, place: Place
) -> None:
    with window(browser, place, **DESKTOP) as page:
        tour = begun(page)
        tour.answers = PROJECT
        tour.until("Votre plan")
        box = page.locator("input[type=file]")
        good: FilePayload = {"name": "plan.png", "mimeType": "image/png", "buffer": b"x" * 1500}
        heavy: FilePayload = {
            "name": "photo.jpg",
            "mimeType": "image/jpeg",
            "buffer": bytes(11 * MEGABYTE),
        }
        box.set_input_files([good, heavy])
        said = page.get_by_role("status").filter(has_text="photo.jpg")
        expect(said).to_contain_text("plan.png, 1,5 ko, PNG")
        expect(said).to_contain_text("« photo.jpg » est trop lourd : 11 Mo, et 10 Mo au plus.")
        assert box.evaluate("one => [...one.files].map((file) => file.name)") == ["plan.png"]
        box.set_input_files(heavy)
        tour.press("Continuer")
        assert page.title().startswith("Erreur")
        told = page.locator("#erreurs").get_by_role("link")
        expect(told).to_have_count(1)
        expect(told).to_contain_text("« photo.jpg » : Ce fichier est trop lourd : 10 Mo au plus.")


def test_a_draft_is_kept_as_one_types(browser: Browser, place: Place) -> None:
    """And kept later, when there was no network meanwhile."""
    with window(browser, place, **DESKTOP) as page:
        begun(page)
        page.get_by_label("Votre nom", exact=True).fill("Ana")
        expect(page.locator(".status")).to_contain_text("Brouillon enregistré à")
        page.context.set_offline(True)
        page.get_by_label("Votre projet", exact=True).fill("Des tomates")
        expect(page.locator(".status")).to_contain_text("Brouillon pas encore enregistré.")
        page.context.set_offline(False)
        page.get_by_role("radio", name="Le printemps").check()
        expect(page.locator(".status")).to_contain_text("Brouillon enregistré à")
        page.reload()
        assert page.get_by_label("Votre nom", exact=True).input_value() == "Ana"
        assert page.get_by_label("Votre projet", exact=True).input_value() == "Des tomates"
        assert page.get_by_role("radio", name="Le printemps").is_checked()


def test_half_a_date_is_kept_as_one_types(browser: Browser, logis: Place) -> None:
    """It is no answer yet: it is there after a reload, and in the window of another device."""
    with window(browser, logis, **DESKTOP) as page, window(browser, logis, **PHONE) as phone:
        signed_in(page)
        page.goto("/demarche/logis")
        Tour(page).press("Commencer")
        page.get_by_role("radio", name="Oui").check()
        union = page.get_by_role("group", name="Date de l’union")
        union.get_by_label("Jour").fill("14")
        union.get_by_label("Année").fill("2019")
        expect(page.locator("form .status")).to_contain_text("Brouillon enregistré à")
        signed_in(phone).page.goto(page.url)
        page.reload()
        for one in page, phone:
            boxes = one.get_by_role("group", name="Date de l’union").get_by_role("textbox")
            assert [box.input_value() for box in boxes.all()] == ["14", "", "2019"]
            expect(one.locator(".notice")).to_contain_text("« Date de l’union »")
            expect(one.locator("#erreurs")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS)
def test_two_clicks_file_once(
    browser: Browser, place: Place, look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second while the first is under way: the script keeps it here; without, it is sent."""
    came, obeyed, once = [], [], Repeats.once

    def slow(self: Repeats, page: str, content: object, act: Callable[[], Response]) -> Response:
        came.append(page)

        def slowly() -> Response:
            obeyed.append(page)
            sleep(1)
            return act()

        return once(self, page, content, slowly)

    with window(browser, place, **LOOKS[look]) as page:
        tour = reviewed(page)
        before = filed(place)
        button = page.get_by_role("button", name="Déposer", exact=True)
        monkeypatch.setattr(Repeats, "once", slow)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box

        def clicks() -> None:
            for _click in range(2):
                page.mouse.click(box["x"] + 20, box["y"] + 20)
                page.wait_for_timeout(300)

        tour.leave(clicks)
        expect(page.get_by_role("heading", level=1)).to_have_text("C’est déposé")
        assert len(came) == (1 if look == "script" else 2)
        assert len(obeyed) == 1
        assert filed(place) == before + 1


@pytest.mark.parametrize("look", LOOKS)
def test_going_back_does_no_harm(browser: Browser, place: Place, look: str) -> None:
    """Neither in the middle, where what was typed is still there, nor once all is filed."""
    with window(browser, place, **LOOKS[look]) as page:
        tour = begun(page)
        tour.answers = PROJECT
        tour.until("Votre plan")
        page.go_back()
        assert tour.where in ("Votre projet", "Votre plan")
        if tour.where == "Votre plan":
            tour.press("Retour", "link")
        assert page.get_by_label("Votre nom", exact=True).input_value() == "Ana Diallo"
        tour.answers = {**PROJECT, "nom": "Ana D."}
        tour.until("Relisez")
        tour.fill()
        assert page.get_by_text("Ana D.", exact=True).count() == 1
        tour.press("Déposer")
        assert tour.heading == "C’est déposé"
        before = filed(place)
        page.go_back()
        if tour.heading == "Relisez":  # the browser shows what it kept; pressing again is harmless
            tour.fill()
            tour.press("Déposer")
        assert tour.heading in ("C’est déposé", "Demande reçue")
        assert filed(place) == before


def test_the_next_screen_comes_with_the_answer(browser: Browser, place: Place) -> None:
    """One trip for a screen; Back, forward and reload ask for each screen, and send nothing."""
    with window(browser, place) as page:
        tour = begun(page)
        tour.answers = PROJECT
        tour.fill()
        asked: list[str] = []

        def noted(request: Request) -> None:
            if request.is_navigation_request():
                asked.append(request.method)

        page.on("request", noted)
        tour.press("Continuer")
        assert tour.where == "Votre plan"
        assert asked == ["POST"]
        assert page.url.endswith("/ecran/plan")
        for moved, where in (
            (page.reload, "Votre plan"),
            (page.go_back, "Votre projet"),
            (page.go_forward, "Votre plan"),
            (page.reload, "Votre plan"),
        ):
            moved()
            assert tour.where == where
        assert set(asked[1:]) == {"GET"}


@pytest.mark.parametrize("look", LOOKS)
def test_going_back_shows_what_is_kept_by_now(browser: Browser, place: Place, look: str) -> None:
    """Not what was typed there before it was answered otherwise, in another tab."""
    with window(browser, place, **LOOKS[look]) as page:
        tour = begun(page)
        page.goto(page.locator("main form").first.get_attribute("action") or "")
        tour.answers = {**PROJECT, "nom": "Vieux"}
        tour.until("Votre plan")
        other = Tour(page.context.new_page())
        other.page.goto(page.url.replace("/plan", "/projet"))
        other.page.get_by_label("Votre nom", exact=True).fill("Neuf")
        other.press("Continuer")
        page.go_back()
        assert tour.where == "Votre projet"
        assert page.get_by_label("Votre nom", exact=True).input_value() == "Neuf"


def test_going_back_to_a_page_with_errors_shows_the_screen(browser: Browser, place: Place) -> None:
    with window(browser, place) as page:
        tour = begun(page)
        tour.press("Continuer")
        assert page.locator("#erreurs").count() == 1
        tour.answers = PROJECT
        tour.until("Votre plan")
        page.go_back()
        assert tour.where == "Votre projet"
        assert page.get_by_label("Votre nom", exact=True).input_value() == "Ana Diallo"


@pytest.mark.parametrize("look", LOOKS)
def test_what_follows_files_is_a_page_like_any_other(
    browser: Browser, place: Place, look: str
) -> None:
    """Back goes back one; the menu tells of a session lost meanwhile, and the page of the files."""
    with window(browser, place, **LOOKS[look]) as page:
        tour = begun(page)
        tour.answers = PROJECT
        tour.until("Relisez")
        page.go_back()
        assert tour.where == "Votre plan"
        account = place.house.accounts.identified(ANA)
        assert account
        place.house.sessions.end_all(account.id)
        more: FilePayload = {"name": "coupe.pdf", "mimeType": "application/pdf", "buffer": SAMPLE}
        page.locator("input[type=file]").set_input_files(more)
        tour.press("Continuer")
        assert tour.heading == "Se connecter"
        menu = page.get_by_role("navigation", name="Menu principal").get_by_role("link")
        expect(menu).to_have_text(["Se connecter"])
        tour.answers = {"identifier": ANA, "password": PASSWORD}
        tour.fill()
        tour.press("Se connecter")
        assert tour.where == "Votre plan"
        expect(menu.first).to_contain_text("Mon compte")
        told = page.locator(".notice").filter(has_text="joignez-le de nouveau")
        expect(told).to_contain_text("« coupe.pdf » (Plan du jardin)")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("how", ["revoked", "cookie gone"])
def test_a_lost_session_returns_to_the_same_screen(
    browser: Browser, place: Place, look: str, how: str
) -> None:
    """After signing in, with the answers that were just typed."""
    with window(browser, place, **LOOKS[look]) as page:
        tour = begun(page)
        address = page.url
        page.get_by_label("Votre nom", exact=True).fill("Ana <b>Diallo</b>")
        page.get_by_label("Votre projet", exact=True).fill("Des tomates")
        if how == "revoked":
            account = place.house.accounts.identified(ANA)
            assert account
            place.house.sessions.end_all(account.id)
        else:
            page.context.clear_cookies()
        tour.press("Continuer")
        assert tour.heading == "Se connecter"
        tour.answers = {"identifier": ANA, "password": PASSWORD}
        tour.fill()
        tour.press("Se connecter")
        assert tour.where == "Votre projet"
        assert page.url.startswith(address)
        assert page.get_by_label("Votre nom", exact=True).input_value() == "Ana <b>Diallo</b>"
        assert page.get_by_label("Votre projet", exact=True).input_value() == "Des tomates"
        assert "Voici ce que vous aviez écrit" in page.locator(".notice").inner_text()
        page.get_by_role("radio", name="Le printemps").check()
        tour.press("Continuer")
        assert tour.where == "Votre plan"


def test_two_tabs_give_a_clear_choice(browser: Browser, place: Place) -> None:
    with window(browser, place, **DESKTOP | PLAIN) as page:
        tour = begun(page)
        address = page.url
        other = Tour(page.context.new_page())
        other.page.goto(address)
        page.get_by_label("Votre nom", exact=True).fill("Ana")
        tour.press("Continuer")
        other.page.get_by_label("Votre nom", exact=True).fill("Anna")
        other.press("Continuer")
        assert other.heading == "Que voulez-vous garder ?"
        other.press("Garder ce que je viens d’écrire")
        assert other.page.get_by_label("Votre nom", exact=True).input_value() == "Anna"
        page.goto(address)
        assert page.get_by_label("Votre nom", exact=True).input_value() == "Anna"


def test_a_page_that_the_browser_kept_whole_is_drawn_anew(browser: Browser, place: Place) -> None:
    """Back, from where it was left: it shows what is kept by now, and may keep more."""
    with window(browser, place) as page:
        begun(page)
        with page.expect_navigation():
            page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        page.get_by_label("Votre nom", exact=True).fill("Ana")
        expect(page.locator(".status")).to_contain_text("Brouillon enregistré à")


def test_a_choice_loaded_again_is_the_same_choice(browser: Browser, place: Place) -> None:
    """It alone holds what was typed in this tab."""
    with window(browser, place) as page:
        tour = begun(page)
        address = page.url
        other = Tour(page.context.new_page())
        other.page.goto(address)
        page.get_by_label("Votre nom", exact=True).fill("Ana")
        tour.press("Continuer")
        other.page.get_by_label("Votre nom", exact=True).fill("Anna")
        other.press("Continuer")
        assert other.heading == "Que voulez-vous garder ?"
        other.page.reload()
        assert other.heading == "Que voulez-vous garder ?"
        other.press("Garder ce que je viens d’écrire")
        assert other.page.get_by_label("Votre nom", exact=True).input_value() == "Anna"


def test_a_file_sent_after_a_trip_that_failed_leads_to_its_page(
    browser: Browser, place: Place
) -> None:
    """Its form still asks for the next screen in the answer, which the script would show here."""
    with window(browser, place) as page:
        tour = begun(page)
        tour.answers = PROJECT
        tour.until("Votre plan")
        page.route("**/ecran/plan", lambda route: route.fulfill(status=204))
        page.get_by_role("button", name="Continuer", exact=True).click()
        page.wait_for_selector("[name=_follows]", state="attached")
        page.unroute("**/ecran/plan")
        page.wait_for_timeout(8500)  # until the button may be pressed again
        tour.fill()
        tour.press("Continuer")
        assert tour.where == "Relisez"
        assert page.url.endswith("/ecran/relecture")


def test_two_tabs_give_the_choice_to_who_sends_a_file_too(browser: Browser, logis: Place) -> None:
    """The script sends it: what comes back is shown, whatever its status."""
    with window(browser, logis, **DESKTOP) as page:
        tour = documents_of(page)
        code = page.get_by_label("Photo d’identité", exact=True)
        other = Tour(page.context.new_page())
        other.page.goto(page.url)
        for one in page.get_by_label("Nom sur la boîte", exact=True), code:
            one.fill("DUPONT")
        other.page.get_by_label("Nom sur la boîte", exact=True).fill("MARTIN")
        other.press("Enregistrer et quitter")
        page.locator("input[type=file]:visible").first.set_input_files(PLAN)
        tour.press("Joindre : Facture")
        assert tour.heading == "Que voulez-vous garder ?"
        assert tour.is_focused(page.locator("h1"))
        expect(page.get_by_text("Vos fichiers sont à choisir de nouveau.")).to_be_visible()
        tour.press("Garder ce que je viens d’écrire")
        assert page.get_by_label("Nom sur la boîte", exact=True).input_value() == "DUPONT"


@pytest.mark.parametrize("look", LOOKS)
def test_the_place_of_a_document_chosen(browser: Browser, logis: Place, look: str) -> None:
    """By script it is there at once, and told; without, once the page was sent."""
    with window(browser, logis, **LOOKS[look]) as page:
        tour = documents_of(page)
        places = page.locator(".slot", has_text="Choisir")
        expect(places.filter(visible=True)).to_have_count(2)
        page.get_by_role("radio", name="Carte d’identité").check()
        card = page.get_by_label("Choisir un ou plusieurs fichiers : Carte d’identité")
        if look == "no script":
            expect(card).to_be_hidden()
            tour.press("Valider ce choix : Pièce d’identité")
        else:
            told = page.locator(".appeared[role=status]")
            expect(told).to_contain_text("À remplir aussi, plus bas : Carte d’identité")
            page.get_by_role("radio", name="Passeport").check()
            expect(card).to_be_hidden()
            page.get_by_role("radio", name="Carte d’identité").check()
            hidden = page.get_by_role("button", name="Valider ce choix : Pièce d’identité")
            expect(hidden).to_have_count(0)
        card.set_input_files(PLAN)
        tour.press("Continuer")
        joined = page.get_by_role("link", name="plan.pdf", exact=True)
        expect(joined).to_be_visible()
        assert page.get_by_role("radio", name="Carte d’identité").is_checked()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_code_is_seen_whole(browser: Browser, logis: Place, size: dict[str, Any]) -> None:
    """All of its 22 letters and digits, for who checks them one by one."""
    with window(browser, logis, **size) as page:
        documents_of(page)
        box = page.get_by_label("Photo d’identité", exact=True)
        box.fill("P6QFQ68ZD7HV8TBRFAUVKQ")
        assert box.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_session_that_ends_is_told_as_one_types(browser: Browser, place: Place) -> None:
    """And not tried again until something else is typed: the last words are those given back."""
    with window(browser, place, **DESKTOP) as page:
        page.clock.install()
        tour = begun(page)
        posts: list[str] = []
        page.on("request", lambda one: posts.append(one.method) if one.method == "POST" else None)
        account = place.house.accounts.identified(ANA)
        assert account
        place.house.sessions.end_all(account.id)
        area = page.get_by_label("Votre projet", exact=True)
        for words in ("Des tomates", "Des tomates et des fèves"):
            posts.clear()
            area.fill(words)
            page.clock.fast_forward("00:03")
            expect(page.locator(".status")).to_have_text(
                "Votre session est terminée : reconnectez-vous, rien n’est perdu."
            )
            page.clock.fast_forward("01:00")
            page.wait_for_timeout(300)
            assert posts == ["POST"]
        address = page.url
        page.goto("/connexion")
        tour.answers = {"identifier": ANA, "password": PASSWORD}
        tour.fill()
        tour.press("Se connecter")
        page.goto(address)
        assert page.get_by_label("Votre projet", exact=True).input_value() == words


@pytest.fixture(scope="module")
def logis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A screen with questions and documents."""
    folder = tmp_path_factory.mktemp("logis")
    with served(folder, procedures=planted(folder, LOGIS)) as found:
        join(found.house, ANA, "Ana")
        yield found


LOGIS = LODGING.replace(
    "    title: Vos documents\n", "    title: Vos documents\n    fields: [boite]\n"
).replace("fields:\n", "fields:\n  boite: {label: Nom sur la boîte, type: text}\n", 1)
PLAN: FilePayload = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": SAMPLE}


def left_of(place: Locator) -> float:
    """Where its words begin, in pixels."""
    return float(place.evaluate(LEFT))


def documents_of(page: Page) -> Tour:
    """A request for a home, before its documents."""
    tour = signed_in(page)
    tour.begin("logis")
    tour.answers = {"couple": "non", "enfants.1.prenom": "Lila"}
    tour.fill()
    tour.press("Continuer")
    assert tour.where == "Vos documents"
    return tour


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The real procedures."""
    with served(tmp_path_factory.mktemp("shipped")) as found:
        account_of(found.house, CHILD.identifier)
        yield found


@pytest.mark.parametrize("look", LOOKS)
def test_questions_that_depend_on_another(browser: Browser, shipped: Place, look: str) -> None:
    """By script they are there at once; without it, once the page was sent; nothing is lost."""
    with window(browser, shipped, **LOOKS[look]) as page:
        tour = signed_in(page, CHILD.identifier)
        tour.begin("bpi_case_2")
        for label in ("Je continue", "Continuer"):
            tour.press(label)
        assert tour.where == "1/5 Liens personnels et familiaux"
        spouse = page.get_by_role("group", name="Votre conjoint, partenaire ou concubin")
        name = spouse.get_by_role("textbox", name="Nom de naissance", exact=True)
        expect(name).to_have_count(0)
        posts: list[str] = []
        page.on("request", lambda one: posts.append(one.method) if one.method == "POST" else None)
        page.get_by_role("radio", name="Marié(e)", exact=True).check()
        children = page.get_by_role("group", name="Avez-vous un ou plusieurs enfants à charge ?")
        children.get_by_role("radio", name="Oui").check()
        if look == "no script":
            tour.press("Continuer")
            assert not page.title().startswith("Erreur")
            told = page.locator("#nouvelles")
            expect(told).to_contain_text("De nouvelles questions vous concernent")
            assert tour.is_focused(told)
        else:
            assert posts == []
        expect(name).to_be_visible()
        name.fill("Ô’Brien & Cie")
        tour.press("Ajouter une ligne : Vos enfants à charge")
        assert name.input_value() == "Ô’Brien & Cie"
        assert page.get_by_role("radio", name="Marié(e)", exact=True).is_checked()
        second = page.get_by_role("group", name="N° 2 : Vos enfants à charge")
        expect(second).to_be_in_viewport()
        assert tour.is_focused(second)
        one, other = (second.get_by_text(text, exact=True) for text in ("Sexe", "Nom"))
        assert left_of(one) == left_of(other)
        if look == "script":
            page.get_by_role("radio", name="Célibataire", exact=True).check()
            expect(name).to_have_count(0)


def test_a_question_that_appears_is_the_next_one_by_keyboard(
    browser: Browser, shipped: Place
) -> None:
    """It is told, and comes below what made it appear: a reader of the page meets it."""
    with window(browser, shipped, **DESKTOP) as page:
        tour = signed_in(page, CHILD.identifier)
        tour.begin("bpi_case_2")
        for label in ("Je continue", "Continuer"):
            tour.press(label)
        page.get_by_role("radio", name="Célibataire", exact=True).focus()
        for _option in range(20):
            if page.get_by_role("radio", name="Marié(e)", exact=True).is_checked():
                break
            page.keyboard.press("ArrowDown")
        told = page.locator(".appeared[role=status]")
        expect(told).to_contain_text("À remplir aussi, plus bas : Date du mariage, du Pacs")
        page.keyboard.press("Tab")
        union = page.get_by_role("group", name="Date du mariage, du Pacs")
        assert tour.is_focused(union.get_by_role("textbox", name="Jour"))
