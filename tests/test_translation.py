"""Procedures in another language: what is extracted, what a catalogue changes, what it cannot."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours.engine.analysis.diagnose import check, diagnose
from parcours.engine.analysis.extraction import extract
from parcours.engine.analysis.translation import (
    Translations,
    read_catalogue,
    read_translations,
    translated,
)
from parcours.engine.dossier.effects import Send
from parcours.engine.fields.countries import countries
from parcours.engine.machine.compiled import Compiled, compile_procedure
from parcours.engine.model.checked import Checked
from parcours.engine.runtime import Runtime, Sources
from parcours.engine.scenario.pages import Given, Met, Sent, Shown, story
from parcours.engine.scenario.run import driven, told
from parcours.engine.source.files import Folder, InMemory
from parcours.engine.source.text import Source, source
from parcours.engine.source.wording import NBSP, typeset
from parcours.engine.store.open import open_store
from parcours.portal.settings import BadSettings
from parcours.renderers.html.html import html
from parcours.renderers.terminal.show import show
from parcours.tests.html_pages import FRAME, PROCEDURES
from parcours.tests.portal_browser import Browser, opened
from parcours.tests.pseudo import HOLE, SAID, back, catalogue, extracted, pseudo, strings
from parcours.tests.terminal_lines import PROCEDURES as FOLDER
from parcours.tests.terminal_lines import checked, scenario, scenarios

ROOT = FOLDER.parent

JARDIN = """procedure: jardin
version: "1"
title: Un jardin
case: Cas 1
audience: Vous jardinez dans une ASL.
glossary: {ASL: Association libre}
parameters: {tarif: {title: "Tarif, en euros", values: {2026-01-01: 3}, assumed: inventé}}
fields:
  nom: {label: Votre nom, type: text, help: "Le vôtre. Pas d'autre.", example: Diallo, law: Code 1}
  sol:
    label: Votre sol
    type: choice
    default: argile
    options: {argile: Argileux, sable: {label: Sableux, text: Il draine.}, roc: Rocheux}
  serre:
    label: Votre serre
    type: group
    when: sol == 'sable'
    default: {text: Verre}
    fields: {text: {label: Sa matière, type: text}}
documents:
  plan:
    title: "Plan de {{ nom }}"
    help: Un dessin.
    any_of: {croquis: {title: Un croquis}, photo: {title: Une photo}}
flow:
  - screen: preambule
    title: Avant
    text: "Un jardin se partage, pour {{ param.tarif }} €."
    fields: [nom, sol, serre]
    checks: [{that: sol != 'roc', else: Choisissez.}]
    warnings: [{when: sol == 'sable', text: Arrosez.}]
    notes: [{at: nom, text: Votre nom d'état civil.}]
    button: Je continue
  - step: depot
    title: Dépôt
    screens:
      - screen: pieces
        title: Vos pièces
        text:
          - {when: sol == 'argile', text: "Bonjour {{ nom }}."}
          - {text: "Lisez [la notice](https://exemple.fr/notice)."}
        collect: all
        submit: {title: Déposer, notice: recu, deliver: [recepisse]}
examination:
  opens: recue
  states:
    recue:
      title: Reçue
      text: Nous lisons.
      final: oui
deliverables: {recepisse: {title: Récépissé, template: receipt, text: Reçu.}}
notices: {recu: {title: Demande reçue, text: "Bonjour {{ nom }}.", mail: Connectez-vous.}}
"""

EXTRACTED = """3 jardin, title
4 jardin, case
5 jardin, audience
6 jardin, sigle ASL
7 jardin, paramètre tarif, title
9 jardin, question nom, label
9 jardin, question nom, help
11 jardin, question sol, label
14 jardin, question sol, option argile
14 jardin, question sol, option sable, label
14 jardin, question sol, option sable, text
14 jardin, question sol, option roc
16 jardin, question serre, label
20 jardin, question serre, question text, label
23 jardin, document plan, title
24 jardin, document plan, help
25 jardin, document plan, élément croquis, title
25 jardin, document plan, élément photo, title
28 jardin, écran preambule, title
29 jardin, écran preambule, text
31 jardin, écran preambule, checks, else
32 jardin, écran preambule, warnings, text
33 jardin, écran preambule, notes, text
34 jardin, écran preambule, button
36 jardin, étape depot, title
39 jardin, étape depot, écran pieces, title
41 jardin, étape depot, écran pieces, text
42 jardin, étape depot, écran pieces, text
44 jardin, étape depot, écran pieces, submit, title
49 jardin, état recue, title
50 jardin, état recue, text
53 jardin, message recu, title
53 jardin, message recu, text
53 jardin, message recu, mail
"""
"""Nothing else of it is said to people: no name, no condition, no example of an answer, no law."""


def entries(text: str = JARDIN) -> list[tuple[str, int, str, str]]:
    found = extract(BytesIO(text.encode()), (), (), {})
    return [("jardin.yaml", line, place, said) for line, _name, (place, said), _more in found]


@cache
def jardin(text: str = JARDIN) -> Checked:
    found, report = check(InMemory({"jardin.yaml": text}), "jardin.yaml")
    assert found, report.diagnostics
    return found


def words(*told: tuple[str, str, str]) -> tuple[Translations, tuple[str, ...]]:
    """From places, texts and translations; and the sentences of what is wrong."""
    lines = (f'msgctxt "{place}"\nmsgid "{text}"\nmsgstr "{said}"\n' for place, text, said in told)
    found, faults = read_catalogue(source("en.po", "\n".join(lines)))
    return found, tuple(fault.message for fault in faults)


# What is extracted.


def test_only_what_people_read_is_extracted() -> None:
    listed = "".join(f"{line} {place}\n" for _file, line, place, _text in entries())
    assert listed == EXTRACTED
    texts = {text for *_place, text in entries()}
    assert {"Argileux", "Bonjour {{ nom }}.", "Un croquis", "Le vôtre. Pas d'autre."} < texts
    assert not {"Diallo", "Verre", "argile", "sol == 'sable'", "Code 1", "inventé"} & texts


def test_a_scenario_or_a_broken_file_gives_nothing() -> None:
    for text in ("scenario: Un\nprocedure: jardin\n", "title: [", "", "- a", "inconnu: oui"):
        assert entries(text) == []


def test_the_template_tells_where_each_text_stands(tmp_path: Path) -> None:
    """`make catalog`, as its recipe runs it: places are those of the files."""
    pot = tmp_path / "procedures.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
    command += ["-F", "babel-procedures.cfg", "-o", str(pot), "procedures"]
    subprocess.run(command, cwd=ROOT, check=True)
    read = read_entries(pot.read_text("utf-8"))
    kept = {(place, text) for _file, _line, place, text in extracted()}
    assert {(place, text) for place, text, _where in read} == kept
    assert len(kept) > 600
    for _place, text, where in read:
        file, _colon, line = where[0].rpartition(":")
        seen = (ROOT / file).read_text("utf-8").split("\n")[int(line) - 1 : int(line) + 1]
        assert text.split()[0].strip("«") in "\n".join(seen), where


def test_the_operator_s_commands_run(tmp_path: Path) -> None:
    """Those of the manual, twice: a text that changed is then fuzzy, and no longer said."""
    manual = (ROOT / "docs" / "portal.md").read_text("utf-8").partition("## Translating")[2]
    commands = next(
        one for one in re.findall(r"```sh\n(.*?)```", manual, re.DOTALL) if "cfg" in one
    )
    (tmp_path / "procedures").mkdir()
    home, po = (
        tmp_path / "procedures" / "jardin.yaml",
        tmp_path / "procedures" / "locales" / "en.po",
    )
    bash = ["bash", "-euo", "pipefail", "-c"]
    path = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    home.write_text(JARDIN, "utf-8")
    subprocess.run([*bash, commands], cwd=tmp_path, env=path, check=True, capture_output=True)
    written = po.read_text("utf-8")
    po.write_text(written.replace('"Votre nom"\nmsgstr ""', '"Votre nom"\nmsgstr "Name"'), "utf-8")
    files = Folder(tmp_path / "procedures")
    assert dict(read_translations(files, "en")[0].texts) == {(NAME, "Votre nom"): "Name"}
    home.write_text(JARDIN.replace("Votre nom,", "Votre nom entier,"), "utf-8")
    again = re.sub(r"pybabel init.*", "", commands)
    subprocess.run([*bash, again], cwd=tmp_path, env=path, check=True, capture_output=True)
    assert '"Votre nom entier"\nmsgstr "Name"' in po.read_text("utf-8")
    assert read_translations(files, "en")[0].texts == {}


def read_entries(pot: str) -> list[tuple[str, str, list[str]]]:
    """Place, text and references, read apart from Babel."""
    found = []
    for block in filter(re.compile("^msgctxt", re.MULTILINE).search, pot.split("\n\n")):
        where = re.findall(r"\S+:\d+", " ".join(re.findall(r"^#: (.*)$", block, re.MULTILINE)))
        parts = re.split(r"^(msgctxt|msgid|msgstr) ", block, flags=re.MULTILINE)[1:]
        told = {
            key: "".join(quoted(value)) for key, value in zip(parts[::2], parts[1::2], strict=True)
        }
        found.append((told["msgctxt"], told["msgid"], where))
    return found


def quoted(lines: str) -> Iterator[str]:
    for piece in re.findall(r'"((?:[^"\\]|\\.)*)"', lines):
        yield piece.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


# What a catalogue changes: every page, message and screen, and nothing that is decided.

QUESTION = re.compile(rf"la réponse à «{NBSP}(.*?\?){NBSP}» est")
OURS = {option.label for option in countries()}
"""The names of countries are the engine's own sentences."""


@cache
def both(procedure: str) -> tuple[Compiled, Compiled]:
    found = checked(procedure)
    return compile_procedure(found), compile_procedure(translated(found, pseudo()))


@cache
def french() -> frozenset[str]:
    """Every line of every text, around its holes, as people read it in French."""
    pieces = (piece for _place, text in pseudo().texts for piece in HOLE.split(text))
    lines = (line for piece in pieces if "{{" not in piece for line in piece.split("\n"))
    return frozenset(typeset(line.strip().removeprefix("- ")) for line in lines) - {""}


def folded(value: Any) -> Any:
    """A condition's sentence bends a French question to its place, and no other."""
    if isinstance(value, str):
        return QUESTION.sub(r"\1 est", value).casefold()
    if isinstance(value, dict):
        return {key: folded(one) for key, one in value.items()}
    return [folded(one) for one in value] if isinstance(value, list | tuple) else value


def data(met: Met) -> dict[str, Any]:
    return (
        met.page.as_json()
        if isinstance(met, Shown)
        else asdict(met.send if isinstance(met, Sent) else met.issue)
    )


def unsaid(found: dict[str, Any]) -> set[str]:
    """What stayed French."""
    left = {SAID.sub("", text).strip() for text in strings(found)}
    return (left & french()) - OURS


@pytest.mark.parametrize("path", scenarios())
def test_the_same_story_in_other_words(path: str) -> None:
    """Each scenario of the five procedures: same pages, answers, messages, papers and seals."""
    name = path.partition("/")[0]
    papers = {one.title for one in checked(name).procedure.deliverables.values()}
    here, there = (driven(compiled, scenario(path)) for compiled in both(name))
    met = tuple(zip(story(here), story(there), strict=True))
    for one, other in met:
        assert folded(back(data(other))) == folded(back(data(one)))
        if isinstance(one, Given):
            assert other == one  # an act of the administration stays French
        else:
            assert unsaid(data(other)) <= papers
    ours, theirs = told(here), told(there)
    for same in ("screens", "documents", "state", "outcome", "delivered", "notices", "transitions"):
        assert getattr(theirs, same) == getattr(ours, same)
    assert theirs.refused.keys() == ours.refused.keys()
    kept = [back(str(one.event)) for one in ours.history]
    assert [back(str(one.event)) for one in theirs.history] == kept


def test_control_what_is_not_translated_is_found() -> None:
    """One text taken out of the catalogue: the page that shows it tells."""
    key = ("question telephone, label", "Votre numéro de téléphone")
    texts = {place: said for place, said in pseudo().texts.items() if place != key}
    assert len(texts) == len(pseudo().texts) - 1
    lacking = compile_procedure(translated(checked("bpi_case_2"), Translations(texts)))
    met = story(driven(lacking, scenario("bpi_case_2/refugiee_mariee.yaml")))
    found = set().union(*(unsaid(data(one)) for one in met if isinstance(one, Shown)))
    assert key[1] in found


def test_every_renderer_speaks_it() -> None:
    """A page holds all that is said: renderers need no catalogue."""
    _here, there = both("bpi_case_2")
    met = story(driven(there, scenario("bpi_case_2/refugiee_mariee.yaml")))
    page = next(
        one.page for one in met if isinstance(one, Shown) and one.page.id == "liens_familiaux"
    )
    for drawn in (html(page, FRAME), show(page)):
        assert "⟦Votre situation familiale⟧" in " ".join(drawn.split())
    sent = next(one.send for one in met if isinstance(one, Sent))
    assert sent.title.startswith("⟦")


# Dossiers are bound to files, not to a language.

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def runtime(store: Any, one: Checked, spoken: Translations | None = None) -> Runtime:
    sources = Sources(lambda: NOON, lambda: "d1", lambda: "1", lambda name: f"https://e.fr/{name}")
    return Runtime([one], store, sources, translations=spoken)


def test_a_dossier_is_bound_to_the_same_files() -> None:
    """Begun in French, gone on with in another language, under files that have changed since."""
    spoken, faults = read_catalogue(source("en.po", catalogue(iter(entries()))))
    assert faults == ()
    first, later = jardin(), jardin(JARDIN.replace("Votre nom,", "Comment vous appelez-vous ?,"))
    assert translated(first, spoken).digest == first.digest != later.digest
    again = translated(translated(first, spoken), Translations())
    assert again.procedure == first.procedure
    with open_store("memory:") as store:
        name = runtime(store, first).start("jardin")
        page = runtime(store, later, spoken).page(name)
        assert page.title == "⟦Avant⟧"
        assert page.questions[0].label == "⟦Votre nom⟧"
        there = runtime(store, later, spoken)
        there.answer(name, "preambule", {"nom": "Awa", "sol": "argile"})
        there.press(name, "preambule")
        there.attach(name, "plan.croquis", "p.pdf", "application/pdf", b"%PDF-1.7", limit=10_000)
        done = there.file(name, "pieces")
        sent = next(one for one in done.effects if isinstance(one, Send))
        assert (sent.title, sent.text, sent.mail) == (
            *("⟦Demande reçue⟧", "⟦Bonjour Awa.⟧", "⟦Connectez-vous.⟧"),
        )
        assert runtime(store, later).page(name).title == "Reçue"


# What a translator writes is kept, judged, and never a danger.

NAME = "jardin, question nom, label"
HELP = "jardin, question nom, help"
GREETING = "jardin, étape depot, écran pieces, text"


def test_typography_is_the_translator_s() -> None:
    spoken, faults = words(
        (NAME, "Votre nom", "«Nom» : l'un ?"), ("jardin, sigle ASL", "Association libre", "5 %")
    )
    assert faults == ()
    procedure = translated(jardin(), spoken).procedure
    assert procedure.fields["nom"].label == "«Nom» : l'un ?"
    assert procedure.glossary["ASL"] == "5 %"
    assert procedure.fields["nom"].help == "Le vôtre. Pas d’autre."


def test_a_place_tells_two_texts_apart() -> None:
    spoken, _faults = words(
        (NAME, "Votre nom", "Your name"), ("ailleurs", "Votre sol", "Your soil")
    )
    fields = translated(jardin(), spoken).procedure.fields
    assert (fields["nom"].label, fields["sol"].label) == ("Your name", "Votre sol")


@pytest.mark.parametrize(
    ("french", "other", "sentences"),
    [
        ("Bonjour {{ nom }}.", "Hello {{nom}}, {{  nom }}!", []),
        ("Bonjour {{ nom }}.", "Hello.", ["perd « {{ nom }} »"]),
        ("Bonjour {{ nom }}.", "Hello {nom}.", ["perd « {{ nom }} »"]),
        (
            "Bonjour {{ nom }}.",
            "Hello {{ name }}.",
            ["perd « {{ nom }} »", "invente « {{ name }} »"],
        ),
        ("Bonjour {{ nom }}.", "Hello {{ nom }} {{ sol.", ["invente « {{ »"]),
        ("Bonjour {{ nom }}.", "Hello {{ nom }} }}", ["invente « }} »"]),
        ("Bonjour {{ nom }}.", "Hello {{ nom }}{{ ][ }}", ["invente « {{ ][ }} »"]),
        ("Bonjour.", "Hello {{ account.email }}.", ["invente « {{ account.email }} »"]),
        ("[Ici](https://a.fr/b).", "[Here](https://a.fr/b).", []),
        ("Voyez https://a.fr/b.", "See.", ["perd « https://a.fr/b »"]),
        (
            "[Ici](https://a.fr/b).",
            "[Here](https://evil.example/).",
            ["perd « https://a.fr/b »", "invente « https://evil.example/ »"],
        ),
    ],
)
def test_what_is_filled_in_is_neither_lost_nor_invented(
    french: str, other: str, sentences: list[str]
) -> None:
    spoken, faults = words((GREETING, french, other))
    assert list(faults) == [typeset(f"Cette traduction {one}.") for one in sentences]
    assert dict(spoken.texts) == ({} if faults else {(GREETING, french): other})
    text = JARDIN.replace("Bonjour {{ nom }}.", french, 1)
    said = translated(jardin(text), spoken).procedure.steps[1].screens[0].text[0]
    shown = "".join(one for one in said.prose.pieces if isinstance(one, str))
    assert ("Hello" in shown or "Here" in shown) == (not faults)


def test_fuzzy_empty_and_obsolete_entries_are_not_said() -> None:
    po = (
        '#, fuzzy\nmsgctxt "a"\nmsgid "Un {{ nom }}"\nmsgstr "One"\n\n'
        'msgctxt "b"\nmsgid "Deux {{ nom }}"\nmsgstr ""\n\n'
        '#~ msgctxt "c"\n#~ msgid "Trois {{ nom }}"\n#~ msgstr "Three"\n'
    )
    assert read_catalogue(source("en.po", po)) == (Translations(), ())


def test_validate_tells_the_translator_where() -> None:
    """Of a whole folder, at the line; the procedure is served all the same, in French."""
    po = f'msgctxt "{NAME}"\nmsgid "Votre nom"\nmsgstr "Name {{{{ nom }}}}"\n'
    files = InMemory({"jardin.yaml": JARDIN, "locales/en.po": po})
    report = diagnose(files)
    assert [(d.rule, d.span.file, d.span.line) for d in report.diagnostics] == [
        ("translation", "locales/en.po", 3)
    ]
    assert report.lines["locales/en.po"][2] == 'msgstr "Name {{ nom }}"'
    found, alone = check(files, "jardin.yaml")
    assert found
    assert alone.diagnostics == ()
    spoken, faults = read_translations(files, "en")
    assert (spoken.texts, faults) == ({}, report.diagnostics)
    assert translated(found, spoken).procedure.fields["nom"].label == "Votre nom"
    absent, lacking = read_translations(files, "es")
    assert absent.texts == {}
    assert [one.rule for one in lacking] == ["unreadable-file"]


PO = catalogue(iter(entries()))


@settings(max_examples=300)
@given(st.data())
def test_no_catalogue_breaks_anything(draw: st.DataObject) -> None:
    """A catalogue cut, mixed or scribbled on is read or told of, and a procedure stays sound."""
    lines = PO.split("\n")
    for _time in range(draw.draw(st.integers(1, 3))):
        place = draw.draw(st.integers(0, len(lines) - 1))
        scribble = st.sampled_from(
            ["", '"', "msgid", 'msgstr[9] "x"', 'msgid_plural "x"', '"\\n"', "{{", "\\", "#~ x"]
        )
        lines[place : place + draw.draw(st.integers(0, 2))] = [
            draw.draw(scribble | st.just(lines[place][:-3]) | st.text(max_size=12))
        ]
    read = source("en.po", "\n".join(lines))
    assert isinstance(read, Source)
    spoken, faults = read_catalogue(read)
    assert all(1 <= fault.span.line <= len(read.lines) for fault in faults)
    one = translated(jardin(), spoken)
    assert one.digest == jardin().digest
    holes = [
        hole
        for way in one.procedure.steps
        for screen in way.screens
        for said in screen.text
        for hole in said.prose.holes
    ]
    assert [hole.problems for hole in holes] == [()] * len(holes)


# The portal.


def folder(tmp_path: Path) -> Path:
    home = tmp_path / "procedures"
    (home / "locales").mkdir(parents=True)
    (home / "jardin.yaml").write_text(JARDIN, "utf-8")
    (home / "locales" / "en.po").write_text(PO, "utf-8")
    return home


def test_the_portal_speaks_the_language_of_its_settings(tmp_path: Path) -> None:
    with opened(tmp_path, procedures=folder(tmp_path), language="en") as house:
        read = Browser(house).go("/").text
        assert "⟦Un jardin⟧" in read
        compiled = house.runtime.catalogue.present("jardin")
        assert compiled.checked.digest == jardin().digest


@pytest.mark.parametrize("language", ["es", "../en", "jardin"])
def test_a_language_without_catalogue_keeps_the_portal_closed(
    tmp_path: Path, language: str
) -> None:
    told = typeset(f"attend un catalogue locales/{language}.po, dans les procédures.")
    with (
        pytest.raises(BadSettings, match=re.escape(told)),
        opened(tmp_path, procedures=folder(tmp_path), language=language),
    ):
        pass


def test_the_five_procedures_are_tried() -> None:
    tried = {path.partition("/")[0] for path in scenarios()}
    assert tried == set(PROCEDURES)
    assert replace(both("account")[1].checked, original=None).original is None
