"""Texts, places, YAML and its traps: each refused or cured with a sentence, at the place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.source.diagnostic import Diagnostic
from parcours.engine.source.files import Folder, InMemory
from parcours.engine.source.inside import part
from parcours.engine.source.parse import MAX_DEPTH, MAX_NODES, parse
from parcours.engine.source.position import Span
from parcours.engine.source.suggest import nearest
from parcours.engine.source.text import MAX_BYTES, decode, source
from parcours.engine.source.tree import Mapping, Scalar, plain, scalars
from parcours.engine.source.wording import listed, ngettext, typeset


def read(text: str) -> tuple[object, tuple[Diagnostic, ...]]:
    tree, found = parse(source("f.yaml", text))
    return (plain(tree) if tree else None), found


def told(text: str) -> list[tuple[int, int, int, str]]:
    """(line, column, end column, message) of each fault."""
    return [(d.span.line, d.span.column, d.span.end_column, d.message) for d in read(text)[1]]


def test_scalars_are_texts_and_nothing_is_guessed() -> None:
    tree, found = read("a: 01000\nb: NO\nc: 2026.1\nd: [oui, ~]\ne:\nf: 'null'\n")
    assert not found
    assert tree == {
        "a": "01000",
        "b": "NO",
        "c": "2026.1",
        "d": ["oui", None],
        "e": None,
        "f": "null",
    }


TRAPS = {
    "title: Demande : x\n": (1, 16, 17, "« : » au milieu d’un texte sans guillemets"),
    "a:\n\tb: 1\n": (2, 1, 2, "mise en retrait par une tabulation"),
    "a: {{ nom }} x\n": (1, 4, 13, "« {{ nom }} » doit être entre guillemets"),
    "a: 'b' in c\n": (1, 4, 12, "commence par un guillemet et continue après"),
    "a: {when: x in ['a'], to: y}\n": (1, 16, 17, "« [ » ne peut pas suivre un texte"),
    'a: "abc\nb: "def"\n': (1, 4, 5, "n’est pas fermé sur sa ligne"),
    'a: "abc\n': (1, 4, 5, "Ce guillemet est ouvert et jamais fermé"),
    "a: {b: c\n": (1, 4, 5, "jamais fermé"),
    "a: @b\n": (1, 4, 5, "ne peut pas commencer par « @ »"),
    "a: b\n  c: d\n": (2, 3, 5, "la suite du texte de la ligne précédente"),
    "a:\n  - b\n c: d\n": (3, 2, 3, "n’est pas alignée"),
    "- a\nb: c\n": (2, 1, 2, "n’appartient pas à la liste"),
    "a: - b\n": (1, 4, 5, "Un tiret de liste"),
    "a: b\n---\nc: d\n": (2, 1, 4, "une seule définition"),
    "%YAM\n---\na: b": (1, 4, 5, "hors de la définition"),
    'a: "\\q"': (1, 5, 6, "code spécial"),
    "a: {title: Facture, bail}": (1, 21, 25, "La virgule a coupé ce texte"),
    "a: Dossier #2": (1, 12, 14, "lue comme un commentaire"),
    "a: *x": (1, 4, 6, "Le renvoi « *x » n’est pas permis"),
    "a: &x b": (1, 4, 6, "L’ancre « &x » n’est pas permise"),
    "a: !foo b": (1, 4, 8, "L’étiquette de type « !foo » n’est pas permise"),
    "<<: b": (1, 1, 3, "La fusion « << » n’est pas permise"),
    "? [a]\n: b": (1, 3, 4, "Une clé doit être un simple nom"),
    "a: 1\na: 2": (2, 1, 2, "La clé « a » est écrite deux fois"),
    "a: \x07": (1, 4, 5, "caractère invisible"),
    "": (1, 1, 1, "Ce fichier est vide"),
}


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_is_told_at_its_place(text: str) -> None:
    line, column, end_column, words = TRAPS[text]
    ((*place, message),) = told(text)
    assert place == [line, column, end_column]
    assert typeset(words) in message


def test_every_trap_has_a_cure() -> None:
    assert all(d.help for text in TRAPS for d in read(text)[1])


def test_an_honest_comment_is_left_alone() -> None:
    assert not told("a: 90 days # hypothèse\nb: x  #2\nc: '#3'\n# d\n")


BOMBS = {
    "brackets": "[" * 100_000,
    "nested": "".join(f"{' ' * i}a:\n" for i in range(60)),
    "digits": "a: " + "9" * 100_000,
    "nodes": "[" + "a," * (MAX_NODES + 10) + "]",
    "aliases": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "merges": "a: &a {x: 1}\nb:\n  <<: [*a,*a]\n",
    "dashes": "- " * (MAX_DEPTH + 5),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_at_once(bomb: str) -> None:
    tree, found = read(BOMBS[bomb])
    assert tree is None
    assert [d.rule for d in found] == ["yaml"]


def test_files_that_cannot_be_read() -> None:
    latin = decode("f.yaml", "titre: Présence".encode("latin-1"))
    assert isinstance(latin, Diagnostic)
    assert (latin.span.line, latin.span.column) == (1, 10)
    assert "0xE9" in latin.message
    utf16 = decode("f.yaml", "titre: é".encode("utf-16"))
    assert isinstance(utf16, Diagnostic)
    assert "UTF-16" in utf16.message
    assert isinstance(decode("f.yaml", b"a" * (MAX_BYTES + 1)), Diagnostic)


def test_line_ends_and_bom_are_free() -> None:
    found = decode("f.yaml", "\ufeffa: 1\r\nb: 2\r".encode())
    assert not isinstance(found, Diagnostic)
    assert found.lines == ("a: 1", "b: 2", "")


def test_a_folder_keeps_to_itself(tmp_path: Path) -> None:
    inside = tmp_path / "procedures"
    inside.mkdir()
    (tmp_path / "secret.yaml").write_text("a: 1")
    (inside / "lien.yaml").symlink_to(tmp_path / "secret.yaml")
    (inside / "a.yaml").write_text("a: 1")
    folder = Folder(inside, "procedures")
    assert folder.paths() == ("a.yaml", "lien.yaml")
    for path in ("../secret.yaml", "lien.yaml", "absent.yaml", "."):
        found = folder.read(path)
        assert isinstance(found, Diagnostic)
        assert found.span.file == f"procedures/{path}"
        assert not folder.exists(path)
    assert folder.exists("a.yaml")


INSIDE = """a: |
  xy
  zt

b: >-
  un deux
  trois

  quatre
c: "é\\u00e9x\\
  yz
  w"
d: 'l''a
   b'
e: un
  deux
f: plain
"""


def test_places_inside_every_style_of_scalar() -> None:
    text = source("f.yaml", INSIDE)
    tree, _found = parse(text)
    assert isinstance(tree, Mapping)
    escaped = {("c", 1), ("d", 1)}  # é written \\u00e9, ' written ''
    for entry in tree.entries:
        value = entry.value
        assert isinstance(value, Scalar)
        for index, letter in enumerate(value.text):
            span = part(value, index, index + 1)
            there = text.lines[span.line - 1][span.column - 1 : span.end_column - 1]
            if not letter.isspace() and (entry.key.text, index) not in escaped:
                assert there == letter, (entry.key.text, index)


@given(st.text(alphabet="abé ':\"#{}[],&*!|>-\n\t%@`\\\x00?<.🙂", max_size=40))
def test_reading_never_fails_and_every_fault_has_a_place(text: str) -> None:
    file = source("f.yaml", text)
    tree, found = parse(file)
    assert tree is not None or found
    for diagnostic in found:
        span = diagnostic.span
        assert 1 <= span.line <= span.end_line <= len(file.lines)
        assert (span.line, span.column) <= (span.end_line, span.end_column)
    for value in scalars(tree) if tree else ():
        for index in range(len(value.text)):
            assert isinstance(part(value, index, index + 1), Span)


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("titel", ("title", "text", "type"), "title"),
        ("naisance", ("naissance", "nom"), "naissance"),
        ("etat_civil", ("état_civil",), "état_civil"),
        ("zzz", ("title", "text"), None),
        ("tpye", ("type", "text"), "type"),
        ("title", ("title",), None),
    ],
)
def test_the_nearest_word(word: str, known: tuple[str, ...], expected: str | None) -> None:
    assert nearest(word, known) == expected


@given(st.sampled_from(["situation_familiale", "naissance", "verify", "marie"]), st.data())
def test_one_slip_is_always_understood(word: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz_"))
    slips = (
        word[:index] + word[index + 1 :],
        word[:index] + letter + word[index:],
        word[:index] + letter + word[index + 1 :],
        word[:index] + word[index + 1 : index + 2] + word[index] + word[index + 2 :],
    )
    slip = data.draw(st.sampled_from(slips))
    others = ("situation_familiale", "naissance", "verify", "marie", "adresse", "titre")
    assert slip in others or nearest(slip, others) == word


def test_french_typography() -> None:
    assert typeset("« a » : l'an ; vu ?") == "«\u00a0a\u00a0»\u00a0: l’an\u202f; vu\u202f?"
    assert typeset(typeset("« a » : l'an ; vu ?")) == typeset("« a » : l'an ; vu ?")
    assert typeset("situation == 'marie'") == "situation == 'marie'"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b et c"
    assert ngettext("un", "des", 0) == "un"
    assert ngettext("un", "des", 2) == "des"


def test_files_in_memory() -> None:
    files = InMemory({"a.yaml": "a: 1", "common/b.yaml": b"\xff"})
    assert files.paths() == ("a.yaml", "common/b.yaml")
    assert isinstance(files.read("common/b.yaml"), Diagnostic)
    assert isinstance(files.read("c.yaml"), Diagnostic)
    assert files.shown("a.yaml") == "a.yaml"
