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
from parcours.engine.source.wording import capital, listed, ngettext, typeset


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


LINES = {
    # A dash that is none.
    "a:\n  - b: 1\n  – b: 2\n": (3, 3, 4, "« – » n'est pas un tiret de liste"),
    "a:\n  • b: 1\n    c: 2\n": (2, 3, 4, "« • » n'est pas un tiret de liste"),
    "a:\n  - b\n  — c\n": (3, 3, 4, "« — » n'est pas un tiret de liste"),
    "a:\n  - b: 1\n  * b: 2\n": (3, 3, 4, "« * » n'est pas un tiret de liste"),
    # A blank of a word processor.
    "b: 1\na:\u00a0b\n": (2, 3, 4, "Une espace insécable (U+00A0) suit « : »"),
    "{a:\u00a0b, c: d}\n": (1, 2, 6, "Une espace insécable (U+00A0) suit « : »"),
    "a:\n  -\u00a0b: 1\n    c: 2\n": (2, 4, 5, "Une espace insécable (U+00A0) suit « - »"),
    "a:\n\u200b\u200bb: 1\n  c: 2\n": (2, 1, 2, "de largeur nulle (U+200B) est en début de ligne"),
    "a: [b,\u00a0c]\n": (1, 7, 8, "Une espace insécable (U+00A0) est collée à « c »"),
    "a: b\u202f\n": (1, 5, 6, "Une espace fine insécable (U+202F) est collée à « b »"),
    "a\u200b: b\n": (1, 2, 3, "de largeur nulle (U+200B) est collée à « a »"),
    'a: "b\ufeff"\n': (1, 4, 8, "ordre des octets (U+FEFF) est collée à « b »"),
    # A character that nobody sees.
    "a: b\u2028c\n": (1, 5, 6, "(U+2028) coupe cette ligne en deux"),
    "a: b\u2029c\n": (1, 5, 6, "(U+2029) coupe cette ligne en deux"),
    "# b\x85c\na: b\n": (1, 4, 5, "(U+0085) coupe cette ligne en deux"),
    "a: b\n\0": (2, 1, 2, "caractère invisible que YAML interdit (U+0000)"),
    "a: b\u202ec\n": (1, 5, 6, "(U+202E) inverse le sens de lecture"),
    "b\u2066c: a\n": (1, 2, 3, "(U+2066) inverse le sens de lecture"),
    "a: “Qui”\n": (1, 4, 9, "Ces guillemets courbes font partie du texte"),
    # A line that lacks its key, its dash, or stands too far.
    "a:\n  b: c\n    - screen: d\n": (3, 5, 16, "par exemple « screens: »"),
    "a:\n  b: c\n  - screen: d\n": (3, 3, 14, "par exemple « screens: »"),
    "a:\n  screen: b\n  c: d\n  - screen: e\n": (2, 3, 9, "Il manque « - » au début"),
    "b: c\n  - d\n  - e\n": (2, 3, 6, "par exemple « fields: »"),
    "a:\n    screen: b\n    c: d\n  - screen: e\n": (2, 5, 11, "Il manque « - » au début"),
    "a:\n  screen: b\n    c: d\n  - screen: e\n": (2, 3, 9, "Il manque « - » au début"),
    "a:\n  - b\n  ends:\n    c: d\n": (3, 3, 7, "« ends » est en retrait"),
    "a: [b; c]\n": (1, 6, 7, "Un point-virgule ne sépare pas"),
    # Keys at the level of the one that should hold them.
    "a: 1\nb:\na: 2\nc: 3\n": (2, 1, 2, "« b » n'a rien sous elle"),
}


@pytest.mark.parametrize("text", LINES)
def test_a_slip_of_the_line_is_told_once_at_its_place(text: str) -> None:
    line, column, end_column, words = LINES[text]
    ((*place, message),) = told(text)
    assert place == [line, column, end_column]
    assert typeset(words) in message


def test_what_a_slip_of_the_line_meant() -> None:
    assert read("a: [b,\u00a0c]\n")[0] == {"a": ["b", "c"]}
    assert read("a: [b; c]\n")[0] == {"a": ["b", "c"]}
    assert read("a: b\u202ec\n")[0] == {"a": "bc"}
    assert read("a: 1\nb:\na: 2\nc: 3\n")[0] == {"a": "1", "b": {"a": "2", "c": "3"}}
    assert read("b: x\nscreens:\nscreen: 1\nb: 2\n")[0] == {
        "b": "x",
        "screens": [{"screen": "1", "b": "2"}],
    }


def test_questions_that_are_not_in_retreat_are_each_told() -> None:
    text = "a:\nl: 1\nt: 2\nb:\nl: 3\nt: 4\nt: 5\nb:\n"
    assert [(line, message[:12]) for line, _c, _e, message in told(text)] == [
        (1, "«\u00a0a\u00a0» n’a ri"),
        (4, "«\u00a0b\u00a0» n’a ri"),
        (7, "La clé «\u00a0t\u00a0»"),
        (8, "La clé «\u00a0b\u00a0»"),
    ]
    assert read(text)[0] == {"a": {"l": "1", "t": "2"}, "b": {"l": "3", "t": "4"}}


def test_blanks_and_signs_that_belong_to_a_text_are_left_alone() -> None:
    assert not told("a: |\n  • un\n  – deux\nb: Quoi\u00a0?\nc: « Qui »\nd: x\u00a0y\u00a0\n")
    assert not told('a: "x\n  - y"\nb: >\n  c: d\n  - e\n')


CURES = {
    "a: {b: 'L'identité', c: d}\n": '"L\'identité"',
    "a: 'b == 'c''\n": "\"b == 'c'\"",
    "a: 'b' in c\n": "\"'b' in c\"",
    'a: "b" ou "c" d\n': '\'"b" ou "c" d\'',
}


@pytest.mark.parametrize("text", CURES)
def test_the_cure_of_a_quote_can_be_copied(text: str) -> None:
    (found,) = read(text)[1]
    assert CURES[text] in found.help.replace("’", "'")


def test_reading_goes_on_after_a_slip_of_one_line() -> None:
    text = (
        "a: b : c\n  d : e : f\nb: @x\nc: {d: {{ e }} f}\n\tg: 1\n\th: 2\n"
        "i: 'j' k\nl: \"\\q\"\nn:\u00a0o\np: *\n"
    )
    assert [line for line, *_ in told(text)] == [1, 3, 4, 5, 7, 8, 9, 10]
    fifty = "".join(f"k{number}: a : b\n" for number in range(50))
    assert [line for line, *_ in told(fifty)] == list(range(1, 11))


def test_reading_goes_on_around_a_hidden_sign() -> None:
    """And a hidden sign further down is never met again."""
    assert [line for line, *_ in told("a: @x\nb: c\x00\nd: @e\n")] == [2, 1, 3]
    assert [line for line, *_ in told("---\n #")] == []


def test_reading_does_not_go_on_where_that_could_invent_faults() -> None:
    assert [line for line, *_ in told("a:\n  - b\n c: d\ne: f : g\n")] == [3]
    assert [line for line, *_ in told("a: {b: c : d,\n  e: f}\ng: h : i\n")] == [1]


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


@given(
    st.text(
        alphabet="abé ':\"#{}[],&*!|>-\n\t%@`\\\x00?<.🙂–•“”;\x85\u00a0\u200b\u2028\u202e\ufeff",
        max_size=40,
    )
)
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
    assert (capital(""), capital("à L’Haÿ"), capital("42 B")) == ("", "À L’Haÿ", "42 B")
    assert typeset("« a » : l'an ; vu ?") == "«\u00a0a\u00a0»\u00a0: l’an\u202f; vu\u202f?"
    assert typeset(typeset("« a » : l'an ; vu ?")) == typeset("« a » : l'an ; vu ?")
    assert typeset("n° {numero}, N° 12 ; n° de rue") == (
        "n°\u00a0{numero}, N°\u00a012\u202f; n° de rue"
    )
    assert typeset(typeset("n° 12")) == "n°\u00a012"
    assert typeset("N° %(number)s : {percent} %, {{ prix }} €") == (
        "N°\u00a0%(number)s\u00a0: {percent}\u00a0%, {{ prix }}\u00a0€"
    )
    assert typeset("à 14 h 05, de {start} h {end} ; 9 h") == (
        "à 14\u00a0h\u00a005, de {start}\u00a0h\u00a0{end}\u202f; 9 h"
    )
    assert typeset("situation == 'marie'") == "situation == 'marie'"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b et c"
    assert ngettext("un", "des", 0) == "un"
    assert ngettext("un", "des", 2) == "des"


def test_files_are_looked_for_where_they_are_wanted(tmp_path: Path) -> None:
    texts = dict.fromkeys(("a.yaml", "un/b.yaml", "un/deux/c.yaml", "unique/d.yaml"), "a: 1")
    for path, text in {**texts, "un/e.txt": "x"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "lien").symlink_to(tmp_path / "un")
    for files in (Folder(tmp_path), InMemory({**texts, "un/e.txt": "x"})):
        assert files.paths() == tuple(texts)
        assert files.paths(depth=1) == ("a.yaml",)
        assert files.paths(depth=2) == ("a.yaml", "un/b.yaml", "unique/d.yaml")
        assert files.paths("un") == ("un/b.yaml", "un/deux/c.yaml")
        assert files.paths("un", 1) == ("un/b.yaml",)
        assert files.paths("lien") == files.paths("absent") == ()


def test_files_in_memory() -> None:
    files = InMemory({"a.yaml": "a: 1", "common/b.yaml": b"\xff"})
    assert files.paths() == ("a.yaml", "common/b.yaml")
    assert isinstance(files.read("common/b.yaml"), Diagnostic)
    assert isinstance(files.read("c.yaml"), Diagnostic)
    assert files.shown("a.yaml") == "a.yaml"
