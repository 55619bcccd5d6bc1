"""The small markup of texts, read once for every medium."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.engine.page.markup import Passage, Words, paragraphs, plain
from parcours.engine.source.held import CLOSE, OPEN, freed, held


def one(*words: Words, is_item: bool = False) -> Passage:
    return Passage(words, is_item)


_A = (Words("https://a.fr", "https://a.fr"),)


def _item(text: str) -> Passage:
    return one(Words(text), is_item=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("\n \n", ()),
        ("Une ligne\nqui continue", ((one(Words("Une ligne qui continue")),),)),
        ("Un.\n\nDeux.", ((one(Words("Un.")),), (one(Words("Deux.")),))),
        ("Un.\n \t\nDeux.", ((one(Words("Un.")),), (one(Words("Deux.")),))),
        (
            "Voici :\n- un\n  encore\n- deux",
            (
                (
                    one(Words("Voici :")),
                    one(Words("un encore"), is_item=True),
                    one(Words("deux"), is_item=True),
                ),
            ),
        ),
        (
            "Lisez [la notice](https://exemple.fr/a) et [l’autre](https://exemple.fr/b)",
            (
                (
                    one(
                        Words("Lisez "),
                        Words("la notice", "https://exemple.fr/a"),
                        Words(" et "),
                        Words("l’autre", "https://exemple.fr/b"),
                    ),
                ),
            ),
        ),
        ("[vide]() et [faux](javascript:x)", ((one(Words("[vide]() et [faux](javascript:x)")),),)),
        (
            "Voir (https://exemple.fr/a?b=1&c=-_), puis http://b.fr.",
            (
                (
                    one(
                        Words("Voir ("),
                        Words(*["https://exemple.fr/a?b=1&c=-_"] * 2),
                        Words("), puis "),
                        Words("http://b.fr", "http://b.fr"),
                        Words("."),
                    ),
                ),
            ),
        ),
    ],
)
def test_paragraphs(text: str, expected: object) -> None:
    assert paragraphs(text) == expected


EVIL = "[ici](https://evil.fr/x)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (held(EVIL), ((one(Words(EVIL)),),)),
        (f"Ouvrez {held('http://evil.fr')}", ((one(Words("Ouvrez http://evil.fr")),),)),
        (f"[ici]({held('https://evil.fr')})", ((one(Words("[ici](https://evil.fr)")),),)),
        (f"[{held('ici')}](https://a.fr)", ((one(Words("ici", "https://a.fr")),),)),
        (f"{held('[ici]')}(https://a.fr)", ((one(Words("[ici]("), *_A, Words(")")),),)),
        (f"{OPEN}[a](https://a.fr)", ((one(Words("[a](https://a.fr)")),),)),
        (f"{held('- un')}\n- {held('- deux')}", ((one(Words("- un")), _item("- deux")),)),
        (
            f"Motif : {held('un' + chr(10) * 2 + '- deux')}, fin",
            ((one(Words("Motif : un")), one(Words("- deux, fin"))),),
        ),
    ],
)
def test_what_is_held_is_words(text: str, expected: object) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize("value", ["Ana", "l’Haÿ-les-Roses, 2 mars 1990", "a@b.fr", "Non.", " "])
def test_what_has_no_sign_of_markup_is_given_as_it_is(value: str) -> None:
    assert held(value) == value


@pytest.mark.parametrize("value", [" - a", "-a", "a:", "a/b", "[", "]", "(", ")", "a\nb", OPEN])
def test_what_has_one_is_held(value: str) -> None:
    assert held(value) == f"{OPEN}{freed(value)}{CLOSE}"


@given(st.text(alphabet=f"[]()- \nahttps:/.{OPEN}{CLOSE}"))
def test_whatever_is_held_is_words(value: str) -> None:
    """It leads nowhere, it begins no item, and all of its signs are there."""
    found = paragraphs(f"Bonjour {held(value)}, lisez [ceci](https://a.fr).\n- ?")
    passages = [passage for paragraph in found for passage in paragraph]
    links = [words for passage in passages for words in passage.words if words.link]
    assert links == [Words("ceci", "https://a.fr")]
    assert [passage.is_item for passage in passages].count(True) == 1
    told = "".join(words.text for passage in passages for words in passage.words)
    assert "".join(freed(value).split()) in "".join(told.split())


def test_plain() -> None:
    told = f"a\nb\n\n- c\n- [d](https://d.fr) {held(EVIL)}\n\nhttps://e.fr"
    assert plain(told) == f"a b\n\n- c\n- d (https://d.fr) {EVIL}\n\nhttps://e.fr"
