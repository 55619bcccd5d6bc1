"""The script in a real browser: conditions as the engine judges them, and what else it does."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from playwright.sync_api import Browser, FilePayload, Page, expect

from parcours import InMemory, Runtime, Sources, check, open_store
from parcours.engine.expr.check import check_expression
from parcours.engine.expr.json import Json, to_json
from parcours.engine.expr.syntax import Expr, Name, walk
from parcours.engine.expr.types import BOOLEAN, DATE, DECIMAL, INTEGER, Choice, Choices, Listed
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.model.basics import Condition
from parcours.engine.page.page import Page as Screen
from parcours.engine.page.page import Question
from parcours.renderers.html.environment import STATIC
from parcours.renderers.html.html import html
from parcours.tests.campaign import count
from parcours.tests.html_browser import Answer, browser, site
from parcours.tests.html_pages import FRAME, PROCEDURES
from parcours.tests.page_gallery import GALLERY
from parcours.tests.terminal_lines import checked

__all__ = ["browser"]

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY = NOON.date()

ESSAI = """
procedure: essai
version: "1"
title: Un essai
fields:
  vrai: {label: Vrai, type: boolean}
  choix: {label: Choix, type: choice, options: {a: A, b: B, c: C}}
  pays: {label: Pays, type: country, optional: oui}
  langues: {label: Langues, type: choices, options: {fr: F, ar: A, ps: P}}
  entier: {label: Entier, type: integer, min: -5, max: 5000}
  decimal: {label: Décimal, type: decimal}
  montant: {label: Montant, type: money}
  jour: {label: Jour, type: date, before: today}
  naissance: {label: Naissance, type: date, partial: oui}
  texte: {label: Texte, type: text, optional: oui}
  groupe:
    label: Groupe
    type: group
    optional: oui
    fields:
      seul: {label: Seul, type: boolean}
      avec: {label: Avec, type: text, when: not groupe.seul}
      ans: {label: Ans, type: integer, optional: oui, when: vrai or groupe.seul}
  enfants:
    label: Enfants
    type: list
    optional: oui
    max: 3
    item:
      ne: {label: Né le, type: date}
      ecole: {label: École, type: boolean, when: age(item.ne) < 18}
      classe:
        label: Classe
        type: text
        optional: oui
        when: answered(item.ecole) and item.ecole and vrai
  q1: {label: Q1, type: text, optional: oui, when: vrai}
  q2: {label: Q2, type: text, optional: oui, when: "choix in ['a', 'b'] and not vrai"}
  q3: {label: Q3, type: text, optional: oui, when: answered(pays) and pays != 'FR'}
  q4: {label: Q4, type: text, optional: oui, when: "contains(langues, 'fr') or vrai"}
  q5: {label: Q5, type: text, optional: oui, when: entier > 18 and entier <= 1234}
  q6: {label: Q6, type: text, optional: oui, when: decimal * 3 == 0.3}
  q7: {label: Q7, type: text, optional: oui, when: montant - 0.5 >= 12}
  q8: {label: Q8, type: text, optional: oui, when: age(jour) >= 18}
  q9: {label: Q9, type: text, optional: oui, when: months_since(naissance) < 300}
  q10: {label: Q10, type: text, optional: oui, when: answered(texte)}
  q11: {label: Q11, type: text, optional: oui, when: answered(groupe.ans) and groupe.ans > 3}
  q12: {label: Q12, type: text, optional: oui, when: "any(enfants, age(item.ne) < 18)"}
  q13: {label: Q13, type: text, optional: oui, when: count(enfants) >= 2}
  q14: {label: Q14, type: text, optional: oui, when: "all(enfants, answered(item.ecole))"}
  q15: {label: Q15, type: text, optional: oui, when: jour + 30 < today and not answered(q8)}
  q16: {label: Q16, type: text, optional: oui, when: answered(q1) or answered(q2)}
  q17: {label: Q17, type: text, optional: oui, when: "entier == -3 or (vrai and choix == 'c')"}
flow:
  - screen: un
    title: Un
    fields: [vrai, choix, pays, langues, entier, decimal, montant, jour, naissance, texte, groupe,
      enfants, q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15, q16, q17]
    submit: {title: Déposer, outcome: fini}
ends:
  fini: {title: Fini, text: Fini.}
"""

ANSWERS: Mapping[str, tuple[object, ...]] = {
    "vrai": ("", "oui", "non"),
    "choix": ("", "a", "b", "c"),
    "pays": ("", "FR", "LK"),
    "langues": ([], ["fr"], ["ar", "ps"], ["fr", "ps"]),
    "entier": ("", "12", " 1 234 ", "-3", "\u22123", "12,5", "12,0", "9999", "vingt", "18", "19"),
    "decimal": ("", "0,1", "0.10", "0,3", "1 000,25", ","),
    "montant": ("", "12,5", "12,50 €", "1 234 euros", "-1", "12,345", "12"),
    "jour": ("", "2/11/2008", "3/11/2008", "31/2/2000", "1er/août/1990", "5/9/2030", "5//1990"),
    "naissance": ("", "//1990", "/2/2001", "29/02/2004", "/mai/2002", "3//2001", "1/12/2026"),
    "texte": ("", "  ", "x y"),
    "groupe.seul": ("", "oui", "non"),
    "groupe.avec": ("", "x"),
    "groupe.ans": ("", "2", "4", "x"),
    "q1": ("", "x"),
    "q2": ("", "x"),
    "q8": ("", "x"),
    **{f"enfants.{n}.ne": ("", "", "1/1/2015", "1/1/1990", "30/2/2000") for n in (1, 2)},
    **{f"enfants.{n}.ecole": ("", "oui", "non") for n in (1, 2)},
    **{f"enfants.{n}.classe": ("", "x") for n in (1, 2)},
}
DATES = ("jour", "naissance", "enfants.1.ne", "enfants.2.ne")

FILL = """(told) => {
  const form = document.querySelector("main form");
  for (const [name, value] of Object.entries(told)) {
    const boxes = [...form.elements].filter((one) => one.name === name && one.type !== "hidden");
    if (!boxes.length) throw new Error(name);
    for (const box of boxes) {
      const isHeld = box.value !== "" && [value].flat().includes(box.value);
      if (/radio|checkbox/.test(box.type)) box.checked = isHeld;
      else box.value = value;
    }
  }
  form.dispatchEvent(new Event("input"));
  return [...document.querySelectorAll("[data-question]")]
    .filter((one) => !one.closest("[hidden]")).map((one) => one.dataset.question);
}"""


def boxes(told: Mapping[str, Any]) -> dict[str, Any]:
    """By the names of the boxes: dates have three."""
    found: dict[str, Any] = {}
    for name, value in told.items():
        if name not in DATES:
            found[name] = value
            continue
        pieces = value.split("/") if value else ["", "", ""]
        found |= zip((f"{name}.{box}" for box in ("day", "month", "year")), pieces, strict=True)
    return found


def raws(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same, as a form that was read gives it."""
    found: dict[str, Any] = {"groupe": {}, "enfants": [{}, {}]}
    for name, value in told.items():
        raw = value
        if name in DATES:
            pieces = value.split("/") if value else ["", "", ""]
            raw = dict(zip(("day", "month", "year"), pieces, strict=True))
        match name.split("."):
            case [whole, part]:
                found[whole][part] = raw
            case [whole, row, part]:
                found[whole][int(row) - 1][part] = raw
            case _:
                found[name] = raw
    return found


def asked(page: Screen) -> set[str]:
    """What the page asks, with the parts and the columns."""

    def below(one: Question, name: str) -> Iterator[str]:
        if not one.is_asked:
            return
        yield name
        local = [(part, part.name.rpartition(".")[2]) for part in one.parts]
        if one.control == "parts":
            for part, short in local:
                yield from below(part, f"{name}.{short}")
        if one.control == "rows":
            for number in (1, 2):
                for column in one.rows[number - 1]:
                    yield from below(column, f"{name}.{number}.{column.name.rpartition('.')[2]}")

    return {name for one in page.questions for name in below(one, one.name)}


def test_questions_appear_as_the_engine_asks_them(browser: Browser) -> None:
    """The same answers typed in the browser and given to the engine."""
    found, report = check(InMemory({"essai.yaml": ESSAI}), "essai.yaml")
    assert found is not None, [one.message for one in report.diagnostics]
    numbers = iter(range(10_000))
    sources = Sources(
        now=lambda: NOON, dossier=lambda: f"d{next(numbers)}", number=str, link=lambda one: one
    )
    random, seen = Random(5), set[str]()  # noqa: S311 - examples, not secrets
    with open_store("memory:") as store, site(browser) as shown:
        runtime = Runtime([found], store, sources)
        blank = runtime.page(runtime.start("essai"), "un", {"enfants": [{}, {}]})
        window = shown.show(html(blank, FRAME))
        for _turn in range(count(150, 3_000)):
            told = {name: random.choice(some) for name, some in ANSWERS.items()}
            dossier = runtime.start("essai")
            runtime.answer(dossier, "un", raws(told))
            expected = asked(runtime.page(dossier, "un", raws(told)))
            assert set(window.evaluate(FILL, boxes(told))) == expected, told
            seen |= expected
    assert seen >= {f"q{n}" for n in range(1, 18)} | {"enfants.1.classe", "groupe.ans"}


# The interpreter alone, on every condition of the shipped procedures.

JUDGE = """([conditions_, table]) => {
  const read = (one) => {
    if (typeof one !== "object") return one;
    if ("n" in one) return conditions.number(one.n);
    if ("d" in one) return conditions.day(one.d);
    if ("s" in one) return new Set(one.s);
    return one.r.map((row) => new Map(Object.entries(row).map(([k, v]) => ["item." + k, read(v)])));
  };
  return table.map(([which, values]) => {
    const known = new Map(Object.entries(values).map(([name, value]) => [name, read(value)]));
    return conditions.holds(conditions_[which], (path) => known.get(path));
  });
}"""


def conditions_in(thing: object) -> Iterator[Condition]:
    """Every one, however deep."""
    if isinstance(thing, Condition):
        yield thing
    elif isinstance(thing, Mapping):
        for inner in thing.values():
            yield from conditions_in(inner)
    elif isinstance(thing, tuple | list):
        for inner in thing:
            yield from conditions_in(inner)
    elif is_dataclass(thing) and type(thing).__module__.startswith("parcours.engine.model"):
        for one in fields(thing):
            yield from conditions_in(getattr(thing, one.name))


def sample(random: Random, type_: Any) -> Any:
    """A value of that type, near what conditions ask."""
    match type_:
        case Choice(options):
            return random.choice(options)
        case Choices(options):
            return frozenset(random.sample(options, random.randint(0, len(options))))
        case Listed(parts):
            return tuple(
                {name: sample(random, one) for name, one in parts if random.random() < 0.8}
                for _row in range(random.randint(0, 3))
            )
    if type_ == BOOLEAN:
        return random.random() < 0.5
    if type_ == DATE:
        years = random.choice((0, 1, 2, 16, 18, 19))
        near = timedelta(days=random.randint(-40, 40))
        return TODAY.replace(year=TODAY.year - years) + near
    if type_ in (INTEGER, DECIMAL):
        return random.randint(-2, 400) if type_ == INTEGER else Decimal(random.randint(0, 99)) / 10
    return random.choice(("", "x", "FR"))


def written(value: Any) -> Any:
    """As the browser reads it."""
    match value:
        case bool() | str():
            return value
        case int() | Decimal():
            return {"n": str(value)}
        case date():
            return {"d": value.isoformat()}
        case frozenset():
            return {"s": sorted(value)}
        case tuple():
            return {"r": [{k: written(v) for k, v in row.items()} for row in value]}
    raise TypeError(value)


def reads(compiled: Compiled, expr: Expr) -> dict[str, Any]:
    """The names it reads, with their types."""
    names = {node.path for node in walk(expr) if isinstance(node, Name)}
    found = {name: compiled.names.declared(name) for name in names if name != "today"}
    return {name: one.type for name, one in found.items() if one}


def test_conditions_are_judged_as_the_engine_judges_them(browser: Browser) -> None:
    random = Random(7)  # noqa: S311 - examples, not secrets
    forms: list[Any] = []
    table, expected = [], []
    for procedure in PROCEDURES:
        compiled = compile_procedure(checked(procedure))
        known = {}
        for one in conditions_in(compiled.procedure):
            if check_expression(one.expr, compiled.names) == (BOOLEAN, ()):
                known[one.expr] = one
        for expr, one in known.items():
            forms.append(to_json(expr))
            types = reads(compiled, expr)
            for _turn in range(count(40, 400)):
                values = {n: sample(random, t) for n, t in types.items() if random.random() < 0.8}
                values["today"] = TODAY
                table.append((len(forms) - 1, {n: written(v) for n, v in values.items()}))
                expected.append(compiled.asks(one, values))
    assert len(forms) > 80
    assert 0.1 < sum(expected) / len(expected) < 0.9
    with site(browser) as shown:
        window = shown.show(html(GALLERY, FRAME))
        judged = window.evaluate(JUDGE, [forms, table])
        rows = zip(judged, expected, table, strict=True)
        wrong = [(forms[which], values) for got, one, (which, values) in rows if got != one]
        assert wrong == []
        broken = [["not", form] for form in forms]
        assert window.evaluate(JUDGE, [broken, table]) != expected  # a control


# What else it does.


def pdf(name: str, size: int) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": b"x" * size}


def opened(window: Page) -> Page:
    expect(window.locator("h1")).to_be_visible()
    return window


def test_without_it_everything_is_there(browser: Browser) -> None:
    page = replace(GALLERY, errors=())
    with site(browser, java_script_enabled=False) as shown:
        window = opened(shown.show(html(page, FRAME)))
        window.locator("#q-nom").fill("SOW")
        window.locator("button", has_text="Je continue").last.click()
        expect(window.locator("main")).to_have_text("reçu")
        assert 'name="nom"\r\n\r\nSOW' in shown.posts[0]
        assert 'name="_do"\r\n\r\npress' in shown.posts[0]


def test_a_question_that_appears_is_sent(browser: Browser) -> None:
    when: Json = ["==", ["name", "motif"], ["text", "b"]]
    choices = (replace(GALLERY.questions[5].choices[0], id=one) for one in ("a", "b"))
    page = replace(
        GALLERY,
        today="2026-11-02",
        errors=(),
        documents=(),
        questions=(
            Question("motif", "Motif", "one_of", "choice", choices=tuple(choices)),
            Question("suite", "Suite", "text", "text", is_asked=False, when=when),
        ),
    )
    with site(browser) as shown:
        window = opened(shown.show(html(page, FRAME)))
        assert not window.locator("#q-suite").is_visible()
        window.locator("#q-motif--is--b").check()
        window.locator("#q-suite").fill("voilà")
        window.locator("#q-motif--is--a").check()
        assert not window.locator("#q-suite").is_visible()
        window.locator("#q-motif--is--b").check()
        window.locator("button", has_text="Je continue").last.click()
        expect(window.locator("main")).to_have_text("reçu")
        assert "&suite=voil%C3%A0&" in shown.posts[-1]


def test_characters_are_counted_politely(browser: Browser) -> None:
    page = replace(GALLERY, errors=(), questions=(
        Question("m", "Message", "long_text", "long_text", limits={"max_length": 10}),
    ))  # fmt: skip
    with site(browser) as shown:
        window = opened(shown.show(html(page, FRAME)))
        seen, told = window.locator(".counted"), window.locator("#q-m ~ [role=status]")
        expect(seen).to_have_text("Caractères restants\u00a0: 10.")
        expect(told).to_have_text("")
        window.locator("#q-m").fill("😀bonjour")
        expect(seen).to_have_text("Caractères restants\u00a0: 2.")
        window.locator("#q-m").fill("bonjour à tous")
        expect(seen).to_have_text("Caractères de trop\u00a0: 4.")
        expect(told).to_have_text("Caractères de trop\u00a0: 4.")


def test_files_are_told_refused_and_sent_with_their_progress(browser: Browser) -> None:
    page = replace(GALLERY, errors=())
    received = html(replace(page, title="La suite"), FRAME)
    with site(browser) as shown:
        shown.answer = lambda _request: (200, received, {})
        window = opened(shown.show(html(page, FRAME)))
        file = window.locator("input[type=file]:visible")
        big, small = pdf("gros.pdf", 10_000_001), pdf("bail.pdf", 2500)
        file.set_input_files([big, small])
        chosen = window.locator(".chosen").first
        expect(chosen).to_contain_text("bail.pdf, 2,5\u00a0ko, PDF")
        expect(chosen.locator(".error")).to_contain_text("gros.pdf")
        assert file.evaluate("(one) => [...one.files].map((f) => f.name)") == ["bail.pdf"]
        window.evaluate("window.same = true")
        window.locator("button", has_text="Joindre").filter(visible=True).click()
        expect(window.locator("h1")).to_have_text("La suite")
        expect(window.locator("h1")).to_be_focused()
        assert window.evaluate("window.same")  # the page was not left
        assert 'filename="bail.pdf"' in shown.posts[0]
        assert 'name="_do"\r\n\r\nattach' in shown.posts[0]
        assert window.title().startswith("La suite")


def test_a_sending_that_fails_loses_nothing(browser: Browser) -> None:
    page = replace(GALLERY, errors=())
    with site(browser) as shown:
        answers: Iterator[Answer | None] = iter(
            [None, (413, "<main><h1>Trop gros</h1></main>", {})]
        )
        shown.answer = lambda _request: next(answers)
        window = opened(shown.show(html(page, FRAME)))
        window.locator("#q-nom").fill("SOW")
        window.locator("input[type=file]:visible").set_input_files([pdf("bail.pdf", 5)])
        window.locator("button", has_text="Joindre").filter(visible=True).click()
        expect(window.locator(".status")).to_contain_text("L’envoi n’a pas abouti")
        window.locator("button", has_text="Joindre").filter(visible=True).click()
        expect(window.locator(".status")).to_contain_text("Trop gros")
        assert window.locator("#q-nom").input_value() == "SOW"


def test_drafts_are_kept_as_one_types(browser: Browser) -> None:
    page = replace(GALLERY, errors=(), documents=())
    with site(browser) as shown:
        answers: Iterator[Answer | None] = iter(
            [(204, "", {}), (303, "", {"location": "/connexion"}), None]
        )
        shown.answer = lambda _request: next(answers)
        window = opened(shown.show(html(page, FRAME)))
        window.locator("#q-nom").fill("SOW")
        window.locator("#q-secret").fill("un mot de passe")
        status = window.locator(".status")
        kept = re.compile(r"^Brouillon enregistré à \d{1,2}\xa0h\xa0\d\d\.$")
        expect(status).to_have_text(kept, timeout=8000)
        assert 'name="_do"\r\n\r\nkeep' in shown.posts[0]
        assert "SOW" in shown.posts[0]
        assert "un mot de passe" not in shown.posts[0]
        assert 'name="_token"\r\n\r\njeton' in shown.posts[0]
        for typed, told in ("BA", "reconnectez-vous"), ("KA", "pas encore enregistré"):
            window.locator("#q-nom").fill(typed)
            expect(status).to_contain_text(told, timeout=8000)
        assert window.locator("#q-nom").input_value() == "KA"
        assert window.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_page_that_changed_elsewhere_is_told_once(browser: Browser) -> None:
    """And is not sent again: nothing but the button can come of it."""
    page = replace(GALLERY, errors=(), documents=())
    with site(browser) as shown:
        shown.answer = lambda _request: (409, "", {})
        window = opened(shown.show(html(page, FRAME)))
        window.locator("#q-nom").fill("SOW")
        status = window.locator(".status")
        expect(status).to_contain_text("a changé ailleurs", timeout=8000)
        label = window.locator("[value=press],[value=submit]").first.inner_text()
        expect(status).to_contain_text(f"Appuyez sur « {label} »")
        window.locator("#q-nom").fill("BA")
        window.wait_for_timeout(3000)
        assert len(shown.posts) == 1
        assert window.locator("#q-nom").input_value() == "BA"


def test_nothing_is_kept_where_it_is_not_offered(browser: Browser) -> None:
    page = replace(GALLERY, errors=(), documents=())
    with site(browser) as shown:
        window = opened(shown.show(html(page, replace(FRAME, saves=False))))
        window.locator("#q-nom").fill("SOW")
        window.wait_for_timeout(2600)
        assert shown.posts == []


def test_a_double_click_sends_once(browser: Browser) -> None:
    page = replace(GALLERY, errors=(), documents=())
    with site(browser) as shown:
        window = opened(shown.show(html(page, replace(FRAME, saves=False))))
        window.locator("button", has_text="Je continue").last.dblclick()
        expect(window.locator("main")).to_have_text("reçu")
        assert len(shown.posts) == 1
        window.go_back()
        window.locator("button", has_text="Je continue").last.click()
        expect(window.locator("main")).to_have_text("reçu")
        assert len(shown.posts) == 2


def test_the_script_is_small_and_harmless() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.js"))]
    assert len(scripts) == 3
    assert all(len(one.encode()) < 10_000 for one in scripts)
    assert len(gzip.compress("".join(scripts).encode())) < 10_000
    for words in ("eval(", "Function(", "innerHTML", ".style", "localStorage", "document.write"):
        assert all(words not in one for one in scripts), words
