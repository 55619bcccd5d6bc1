"""The small markup of texts, read once for every medium."""

from __future__ import annotations

import pytest

from parcours.engine.page.markup import Passage, Words, paragraphs


def one(*words: Words, is_item: bool = False) -> Passage:
    return Passage(words, is_item)


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
    ],
)
def test_paragraphs(text: str, expected: object) -> None:
    assert paragraphs(text) == expected
