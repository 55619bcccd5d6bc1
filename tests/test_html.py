"""Pages as HTML: well-formed, whole, and what is drawn is what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from parcours import cli
from parcours.engine.fields.composite import parts_of
from parcours.engine.fields.field_type import Accepts, FieldType, Raw, Settings
from parcours.engine.fields.registry import field_types
from parcours.engine.page.page import Button, Line, Page, Progress, Question, Section, Tick
from parcours.engine.page.parts import _part, _request_parts, choices_of, limits_of
from parcours.portal import settings as portal_settings
from parcours.portal.settings import BadSettings, read_settings
from parcours.renderers.html.dsfr import Dressed, is_allowed, static
from parcours.renderers.html.environment import STATIC, environment
from parcours.renderers.html.frame import DSFR, Frame
from parcours.renderers.html.html import html
from parcours.renderers.html.names import Posted, posted, pressed
from parcours.renderers.html.places import boxes, identifier, targets
from parcours.renderers.html.renderer import RENDERER
from parcours.tests.html_checks import Document, read
from parcours.tests.html_pages import FRAME, emptied, faulty, own, shipped
from parcours.tests.page_gallery import GALLERY
from parcours.tests.portal_browser import Browser as Client
from parcours.tests.portal_browser import opened

TODAY = date(2026, 11, 2)
ESSAI = "essai"


def drawn(page: Page, frame: Frame = FRAME) -> Document:
    found = read(html(page, frame))
    assert found.faults == []
    return found


def back(page: Page, document: Document) -> Posted:
    """What the form of that document gives for the page."""
    return given(page, list(document.sent()))


def given(page: Page, sent: list[tuple[str, str]]) -> Posted:
    return posted(page, lambda name: [text for key, text in sent if key == name])


def screen(*questions: Question, **more: Any) -> Page:
    return Page("screen", "ecran", "p", "Une démarche", "Un écran", questions=questions, **more)


def question(type_: FieldType, settings: Settings, raw: Raw = "") -> Question:
    """Of that type, as `compose` gives it."""
    parts = parts_of(type_, settings) or settings.parts
    if type_.control.value == "request":
        parts = _request_parts(settings)
    return Question(
        ESSAI,
        "Essai",
        type_.control.value,
        type_.name,
        raw,
        choices=choices_of(type_, settings),
        parts=tuple(_part(ESSAI, part, {}) for part in parts),
        limits=limits_of(settings.values),
    )


EXAMPLES = [(type_, one) for type_ in field_types().values() for one in type_.accepts]


@pytest.mark.parametrize(("type_", "example"), EXAMPLES, ids=lambda one: getattr(one, "name", "e"))
def test_what_every_type_holds_comes_back(type_: FieldType, example: Accepts) -> None:
    """Drawn with what was kept, sent again untouched: the value is the same."""
    value = type_.parse(example.raw, example.settings, TODAY)
    page = screen(question(type_, example.settings, type_.raw(value, example.settings)))
    told = back(page, drawn(page))
    if type_.name == "secret":  # never written in a page: typed again
        assert told.secrets == {ESSAI: ""}
        return
    assert type_.parse(told.raws[ESSAI], example.settings, TODAY) == value


@pytest.mark.parametrize(("type_", "example"), EXAMPLES, ids=lambda one: getattr(one, "name", "e"))
def test_what_is_typed_in_every_control_is_read(type_: FieldType, example: Accepts) -> None:
    """Typed in an empty form that has every control wanted."""
    value = type_.parse(example.raw, example.settings, TODAY)
    raw = type_.raw(value, example.settings) if type_.name != "secret" else example.raw
    count = len(raw) if isinstance(raw, list) and type_.control.value in ("rows", "request") else 1
    page = screen(question(type_, example.settings, [{}] * count if count > 1 else ""))
    document = drawn(page)
    sent = dict.fromkeys(one for one in document.sent())
    offered = [(one.told.get("name", ""), one) for one in document.controls]
    for name, text in typed(ESSAI, raw):
        there = [one for key, one in offered if key == name]
        assert there or not text, f"{name} is not drawn"
        fixed = [one.value for one in there if one.told.get("type") in ("radio", "checkbox")]
        assert not fixed or not text or text in fixed
        sent = {one: None for one in sent if one != (name, "")} | {(name, text): None}
    told = given(page, list(sent))
    assert type_.parse({**told.raws, **told.secrets}[ESSAI], example.settings, TODAY) == value


def typed(name: str, raw: Raw) -> Iterable[tuple[str, str]]:
    """The names of controls and what is put in them."""
    if isinstance(raw, str):
        yield name, raw
    elif isinstance(raw, dict):
        for part, inner in raw.items():
            yield from typed(f"{name}.{part}", inner)
    else:
        for number, row in enumerate(raw, 1):
            yield from [(name, row)] if isinstance(row, str) else typed(f"{name}.{number}", row)


def test_every_page_is_well_formed_in_every_state() -> None:
    for name, page in {**own(), **shipped()}.items():
        for state in (page, emptied(page), faulty(page)):
            for frame in (FRAME, Frame("Démarches"), replace(FRAME, theme=DSFR, lang="ar")):
                assert read(html(state, frame)).faults == [], name


def test_the_controls_see_faults() -> None:
    """Each check is given a fault, and reports it."""
    for fault, said in (
        ("<p>x", "<p> is never closed"),
        ("<p><div></div></p>", "<div> in <p>"),
        ('<p id="a"></p><p id="a"></p>', "id a twice"),
        ('<a href="#rien">x</a>', "id rien is nowhere"),
        ('<p onclick="x">x</p>', "<p onclick>"),
        ('<p style="x">x</p>', "<p style>"),
        ("<script>x</script>", "<script> in the page"),
        ("<b></i></b>", "</i> while ['b'] are open"),
    ):
        assert said in read("<!doctype html>" + fault).faults
    assert read("<p></p>").faults == ["no doctype"]


def test_every_link_of_the_summary_leads_to_a_control() -> None:
    for name, page in shipped().items():
        state = faulty(page)
        document, at = drawn(state), targets(state)
        focused = {one.told.get("id") for one in document.controls}
        for wrong, sentence in state.errors:
            assert at[wrong].id in document.ids, (name, wrong)
            assert at[wrong].id in focused or at[wrong].id.startswith(("q-", "d-", "f-"))
            said = " – ".join(filter(None, (at[wrong].label, sentence)))
            assert f'<a href="#{at[wrong].id}">{escape(said)}</a>' in html(state, FRAME)
        if state.errors:
            assert document.title.startswith("Erreur : ".replace(" :", "\u00a0:"))


def test_a_fault_is_told_with_what_was_asked() -> None:
    """Or a summary would say « Répondez à cette question. » four times."""
    at, names = targets(GALLERY), ("union", "freres.2.ne", "photo", "domicile.bail", "vrai")
    assert [at[name].label for name in names] == [
        "Date du mariage",
        "Année de naissance, n°\u00a02",
        "Code e-photo",
        "Bail de location",
        "Exactitude",
    ]


def test_the_title_of_a_procedure_is_not_said_twice() -> None:
    page = screen(Question("nom", "Nom", "text", "text"))
    for step, count in (("Étape", 1), ("Demande", 0)):
        progress = Progress(step, 1, 2, 1, 1)
        shown = replace(page, procedure_title="Demande", title="Ici", progress=progress)
        assert html(shown, FRAME).count('<p class="over">Demande</p>') == count


def test_a_fault_leads_to_the_first_box_or_choice() -> None:
    assert {
        name: targets(GALLERY)[name].id for name in ("union", "motif", "conjoint", "freres.2.ne")
    } == {
        "union": "q-union--day",
        "motif": "q-motif--is--c1",
        "conjoint": "q-conjoint",
        "freres.2.ne": "q-freres-2-ne",
    }
    assert targets(GALLERY)["domicile.bail"].id == "f-domicile-bail--files"
    assert targets(GALLERY)["vrai"].id == "t-vrai"
    at = html(replace(GALLERY, errors=(("nulle_part", "Revenez demain."),)), FRAME)
    assert "<li>Revenez demain.</li>" in at


def test_ids_are_safe_and_all_different() -> None:
    names = ["a.b", "a-b", "a_b", "a/0/b", "é", "a b", "a--b", "#", "a=b"]
    found = [identifier(one) for one in names]
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", one) for one in found)
    assert identifier("conjoint.nom", "hint") == "q-conjoint-nom--hint"
    assert len({identifier(one) for one in names if "-" not in one}) == 7


def test_what_is_known_of_a_page_is_told() -> None:
    document = drawn(GALLERY)
    text = document.text.replace("\u00a0", " ").replace("\u202f", " ")
    for words in (
        "Étape 2 sur 5",
        "écran 1 sur 3",
        "(facultatif)",
        "Modifier",
        "Télécharger la liste des pièces",
        "Enregistrer et quitter",
        "Ce que l’administration sait déjà",
        "Aller au contenu",
        "Il y a 2 erreurs à corriger",
    ):
        assert words in text
    assert "Question qui ne se pose pas" in text  # a script may show it
    assert "Tr0ub4dor" not in html(GALLERY, FRAME)  # a secret is in no page
    assert "Étape 2 sur 5" in document.title.replace("\u00a0", " ")


def test_what_is_never_asked_here_is_not_in_the_page() -> None:
    never = Question("jamais", "Jamais", "text", "text", is_asked=False, when=["or"])
    assert "Jamais" not in html(screen(never), FRAME)
    other = replace(never, when=["==", ["name", "a"], ["text", "b"]])
    document = drawn(screen(other))
    assert "Jamais" in document.text
    assert not any(name.startswith("jamais") for name, _text in document.sent())


def test_the_first_button_of_the_form_is_the_main_one() -> None:
    for page in (GALLERY, *shipped().values()):
        if not (page.questions or page.documents or page.ticks) or not page.buttons:
            continue
        buttons = [one for one in drawn(page).controls if one.tag == "button"]
        main = next(one for one in page.buttons if not one.text)
        assert buttons[0].value == pressed(main)


def test_buttons_say_what_they_do() -> None:
    assert pressed(Button("press", "ecran", "Continuer")) == "press"
    assert pressed(Button("act", "retirer", "Retirer")) == "act:retirer"
    assert pressed(Button("open", "bpi", "Commencer")) == "open:bpi"
    assert pressed(Button("sign_in", "", "Se connecter")) == "sign_in"


def test_dates_are_drawn_whatever_their_form() -> None:
    assert boxes("31 janvier 2026") == {"day": "31", "month": "1", "year": "2026"}
    assert boxes("2026-01") == {"day": "", "month": "1", "year": "2026"}
    assert boxes("hier") == {"day": "hier"}
    assert boxes("") == {}
    assert boxes({"day": "3"}) == {"day": "3"}


CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><b>x</b>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "</textarea></title></style>",
    "&lt;b&gt; &amp; é \u202e",
    "${x} #{x} <!-- x -->",
    "\n\nligne",
    "a" * 500,
)


@pytest.mark.parametrize("evil", CORPUS)
@pytest.mark.parametrize("theme", ["", DSFR])
def test_what_strangers_write_appears_as_they_wrote_it(evil: str, theme: str) -> None:
    """In texts and in attributes; no tag, id or address of theirs."""
    asked = tuple(
        Question(f"q{n}", evil, control, control, evil, evil, evil, evil, error=evil,
                 limits={"x": evil}, when=["==", ["name", "q0"], ["text", evil]])
        for n, control in enumerate(("text", "long_text", "one_of", "date"))
    )  # fmt: skip
    page = screen(
        *asked,
        text=evil,
        messages=(evil,),
        facts=(Line(evil, evil),),
        errors=(("q1", evil),),
        ticks=(Tick("t", evil, evil),),
        review=(Section("s", evil, (Line(evil, evil),)),),
        buttons=(Button("press", "s", evil), Button("open", evil, evil, evil)),
    )
    text = html(page, replace(FRAME, theme=theme, site=evil, hidden={"h": evil}))
    document = read(text)
    assert document.faults == []
    assert document.text.count(" ".join(evil.split())[:30]) >= 10
    kept = {one.told.get("name"): one.value for one in document.controls}
    assert kept["q0"] == evil
    assert kept["q1"] == evil
    assert kept["h"] == evil
    plain = html(screen(), replace(FRAME, theme=theme))
    assert text.count("<script") == plain.count("<script")
    assert "<img" not in text
    assert "<b>" not in text


def test_links_of_texts_are_only_of_the_web() -> None:
    text = html(
        screen(text='[un](https://exemple.fr/?a=1&b="x) [deux](javascript:alert(1))'), FRAME
    )
    assert read(text).faults == []
    assert 'href="javascript' not in text


def test_the_writing_goes_its_own_way() -> None:
    assert 'lang="ar" dir="rtl"' in html(screen(), replace(FRAME, lang="ar"))
    assert 'lang="fr" dir="ltr"' in html(screen(), FRAME)
    css = (STATIC / "parcours.css").read_text(encoding="utf-8")
    assert not re.search(r"(margin|padding|border)-(left|right)|text-align: *(left|right)", css)


def test_a_page_stands_alone_or_in_a_gallery(tmp_path: Path) -> None:
    alone = RENDERER.render(GALLERY).decode()
    assert "<style>" in alone
    assert read(alone).faults == ["<style> in the page"]
    assert 'method="dialog"' in alone
    assert "<script" not in alone
    folder = tmp_path / "ecrans"
    assert cli.run(["render", "bpi_case_2", "--to", "html", "-o", str(folder)]) == 0
    names = {path.name for path in folder.iterdir()}
    assert {
        "index.html",
        "parcours.css",
        "conditions.js",
        "preambule.html",
        "pieces-2.html",
    } <= names
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert read(index).faults == []
    for path in folder.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert read(text).faults == []
        assert path.name == "index.html" or f'href="{path.name}"' in index
        links = re.findall(r'(?:href|src)="([a-z0-9_-]+[.][a-z]+)"', text)
        assert links
        assert set(links) <= names, path.name


def test_a_gallery_may_hold_one_screen_or_one_person(tmp_path: Path) -> None:
    wish = ["render", "bpi_case_2", "--to", "html", "-o"]
    assert cli.run([*wish, str(tmp_path / "un"), "--screen", "pieces"]) == 0
    assert {one.name.partition("-")[0] for one in (tmp_path / "un").glob("*.html")} == {
        "index.html", "pieces.html", "pieces"
    }  # fmt: skip
    story = Path(__file__).parent.parent / "procedures/scenarios/bpi_case_2/refugiee_mariee.yaml"
    assert cli.run([*wish, str(tmp_path / "deux"), "--scenario", str(story)]) == 0
    assert (tmp_path / "deux" / "accorder.html").exists()
    assert not (tmp_path / "deux" / "pieces-2.html").exists()
    assert cli.run([*wish, str(tmp_path / "x"), "--screen", "piece"]) == 2


# The State's design system.


def test_the_theme_dresses_our_classes_alone() -> None:
    dressed = Dressed(environment()).preprocess(
        '<p class="question{{ \' wrong\' if error }}" title="button">button {{ x.button }}</p>', "x"
    )
    assert dressed == (
        '<p class="question{{ \' wrong fr-input-group--error\' if error }}" title="button">'
        "button {{ x.button }}</p>"
    )
    theirs = '<ul class="fr-footer__bottom-list fr-list"></ul>'
    assert Dressed(environment()).preprocess(theirs, "x") == theirs
    text = html(GALLERY, replace(FRAME, theme=DSFR))
    assert 'class="button fr-btn"' in text
    assert 'class="long fr-input"' in text
    assert "République" in text
    assert "République" not in html(GALLERY, FRAME)
    assert "fr-" not in html(GALLERY, FRAME).replace('lang="fr"', "")


def test_the_theme_has_every_class_and_file_it_names() -> None:
    folder = static()
    assert folder is not None
    sheets = ("dsfr.min.css", "utility/icons/icons-arrows/icons-arrows.min.css")
    sheet = "".join((folder / "dist" / one).read_text(encoding="utf-8") for one in sheets)
    text = html(GALLERY, replace(FRAME, theme=DSFR, assets="/static/"))
    used = {name for told in re.findall(r'class="([^"]*)"', text) for name in told.split()}
    assert {name for name in used if name.startswith("fr-") and f".{name}" not in sheet} == set()
    for name in re.findall(r'"/static/dsfr/([^"]+)"', text):
        assert (folder / name).is_file(), name


@pytest.mark.parametrize(
    ("address", "is_demonstration", "expected"),
    [
        ("https://demarches.gouv.fr", False, True),
        ("https://www.titres.interieur.gouv.fr:8443/x", False, True),
        ("https://demarches.example", False, False),
        ("https://gouv.fr.example", False, False),
        ("https://fauxgouv.fr", False, False),
        ("https://example/?x.gouv.fr", False, False),
        ("https://user.gouv.fr@example", False, False),
        ("http://127.0.0.1:8000", True, True),
    ],
)
def test_only_the_state_bears_it(address: str, is_demonstration: bool, expected: bool) -> None:
    assert is_allowed(address, is_demonstration) is expected


def test_the_portal_bears_it_only_where_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://demarches.example"
    with pytest.raises(BadSettings, match="réservé aux sites de l’État"):
        read_settings(tmp_path, address, theme=DSFR, is_demonstration=False)
    with opened(tmp_path, theme=DSFR) as house:
        person = Client(house).go("/")
        assert "République" in person.text
        for address in re.findall(r'href="(/static/[^"]+)"', person.text):
            assert person.go(address).status == 200, address
    monkeypatch.setattr(portal_settings, "static", lambda: None)
    with pytest.raises(BadSettings, match="pip install"):
        read_settings(tmp_path, theme=DSFR)
