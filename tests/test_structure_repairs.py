"""Faulty files read on as they were meant, so that one fault neither hides nor breeds others."""

import pytest

from parcours.engine.model.structure_edit import Drop, Edit, Rename, edited
from parcours.engine.source.tree import Path, plain
from parcours.engine.source.wording import _, quoted
from parcours.tests.structures import check, left, read, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("documents: {a: {titel: A}}", {"documents": {"a": {"title": "A"}}}),
        ("documents: {a: {title: A, couleur: x}}", {"documents": {"a": {"title": "A"}}}),
        ("screens: {a: {attest: nom}}", {"screens": {"a": {"attest": ["nom"]}}}),
        ("screens: {a: {fields: nom}}", {"screens": {"a": {"fields": ["nom"]}}}),
        ("screens: {a: {feilds: nom}}", {"screens": {"a": {"fields": ["nom"]}}}),
        ("screens: {a: {next: {to: b}}}", {"screens": {"a": {"next": [{"to": "b"}]}}}),
        ("fields: {nom: texte}", {"fields": {"nom": {}}}),
        (
            "fields: [{nom: {known_from: registry.nom}}]",
            {"fields": {"nom": {"known_from": "registry.nom"}}},
        ),
        ("attestations: {É: {text: Oui}}", {"attestations": {"É": {"text": "Oui"}}}),
        ("use: {a: b}", {}),
        ("documents: {a: {titel: A, titre: B}}", {"documents": {"a": {"title": "A"}}}),
        ("screens: {a: {fields: 'nom, age'}}", {"screens": {"a": {"fields": ["nom, age"]}}}),
    ],
)
def test_reading_goes_on_with_what_was_meant(text: str, expected: object) -> None:
    assert left(text) == expected


def test_edits_reach_their_place_only() -> None:
    tree = read("a: {b: [x, y], c: z}")
    edits: dict[Path, Edit] = {
        ("a", "b", 0): Drop(),
        ("a", "c"): Rename("d"),
        ("a", "d", "e"): Drop(),
    }
    assert plain(edited(tree, edits)) == {"a": {"b": ["y"], "d": "z"}}
    assert plain(edited(tree, {("a", "c", "e"): Drop()})) == plain(tree)


def test_a_repaired_part_is_judged_too() -> None:
    assert told("docments: {bail: {titel: Bail}}") == [
        (
            "1:1-9 unknown-key: La clé « docments » n'existe pas au premier niveau d'un fichier"
            " partagé. → Vouliez-vous « documents » ?"
        ),
        (
            "1:19-24 unknown-key: La clé « titel » n'existe pas dans un document."
            " → Vouliez-vous « title » ?"
        ),
    ]


def test_an_item_without_screen_nor_step_is_the_likelier_one() -> None:
    text = "procedure: a\nversion: 1\ntitle: A\nflow: [{title: A, screens: [accueil]}, {text: B}]"
    assert told(text) == [
        (
            "4:9-14 missing-key: Il manque la clé « step » à cet élément de « flow »."
            " → Ajoutez-la, par exemple : step: informations"
        ),
        (
            "4:29-36 wrong-shape: Chaque élément de « screens » doit être un bloc"
            " de clés, et non un"
            " texte. → Écrivez : - {screen: accueil}"
        ),
        (
            "4:41-45 missing-key: Il manque la clé « screen » à cet élément de « flow »."
            " → Ajoutez-la, par exemple : screen: etat_civil"
        ),
    ]


MOVED = {
    # A section two columns too far, its head or all of it.
    "parameters:\n  p: {title: P, values: {2026-01-01: 1}}\n"
    "  fields:\n  nom: {label: N, type: text}\n": (
        (
            "3:3-9 wrong-shape: « fields » est en retrait : elle est lue comme une partie de"
            " « parameters ». → Ramenez « fields: » au bord gauche. (lue dans ce bloc 1)"
        ),
        {
            "parameters": {"p": {"title": "P", "values": {"2026-01-01": "1"}}},
            "fields": {"nom": {"label": "N", "type": "text"}},
        },
    ),
    "attestations:\n  a: {text: A}\n  documents:\n    bail: {title: B}\n": (
        (
            "3:3-12 wrong-shape: « documents » est en retrait : elle est lue comme une partie de"
            " « attestations ». → Ramenez « documents: » au bord gauche. (lue dans ce bloc 1)"
        ),
        {"attestations": {"a": {"text": "A"}}, "documents": {"bail": {"title": "B"}}},
    ),
    # What a key should hold, at its own level.
    "fields:\n  a: {label: A, type: text}\n  nom:\n  label: N\n  type: text\n": (
        (
            "3:3-6 missing-value: « nom » n'a rien sous elle : les lignes suivantes sont à son"
            " niveau. → Mettez les lignes suivantes en retrait sous « nom ». (à partir d'ici 4)"
        ),
        {
            "fields": {
                "a": {"label": "A", "type": "text"},
                "nom": {"label": "N", "type": "text"},
            }
        },
    ),
    "fields:\n  a:\n    label: A\n    type: choice\n    options:\n    un: Un\n    deux: Deux\n": (
        (
            "5:5-12 missing-value: « options » n'a rien sous elle : les lignes suivantes sont à son"
            " niveau. → Mettez les lignes suivantes en retrait sous « options ». (à partir d'ici 6)"
        ),
        {
            "fields": {
                "a": {"label": "A", "type": "choice", "options": {"un": "Un", "deux": "Deux"}}
            }
        },
    ),
    # A step in a step.
    "procedure: a\nversion: 1\ntitle: A\nflow:\n- step: a\n  title: A\n  screens:\n"
    "  - step: b\n    title: B\n    screens: [{screen: c}]\n": (
        (
            "8:5-9 unknown-key: Une étape ne contient pas d'autre étape. → Alignez ce « - step: »"
            " sur les étapes de « flow », ou gardez seulement ses écrans."
        ),
        {
            "procedure": "a",
            "version": "1",
            "title": "A",
            "flow": [{"step": "a", "title": "A", "screens": [{"screen": "c"}]}],
        },
    ),
    # A list as a text.
    "documents: {bail: {title: B, accept: PDF JPG}}": (
        (
            "1:38-45 wrong-shape: « accept » attend une liste de formats, et non un texte."
            " → Écrivez : accept: [pdf, jpeg]"
        ),
        {"documents": {"bail": {"title": "B", "accept": ["pdf", "jpeg"]}}},
    ),
    "screens:\n  a:\n    fields:\n      nom\n      – prenom\n": (
        (
            "4:7-8 wrong-shape: « fields » attend une liste de noms, et non un texte."
            " → Écrivez : fields: [nom, prenom]"
        ),
        {"screens": {"a": {"fields": ["nom", "prenom"]}}},
    ),
    # The key that is lacking may be the unknown one.
    "documents: {bail: {denomination: Bail}}": (
        (
            "1:20-32 unknown-key: La clé « denomination » n'existe pas dans un document."
            " → Les clés possibles ici : title, help, law, when, optional, later, accept, max_size,"
            " files, max_age, code, any_of, all_of, variants, assumed. Il manque « title » :"
            " est-ce elle ?"
        ),
        {"documents": {"bail": {"title": "Bail"}}},
    ),
    # An id spelt rightly elsewhere.
    "fields:\n  été: {label: E, type: boolean}\n  b: {label: B, type: text, when: not ete}\n": (
        (
            "2:3-6 bad-id: « été » ne peut pas servir de nom. → Minuscules sans accent, chiffres et"
            " « _ » seulement, en commençant par une lettre. Par exemple : ete"
        ),
        {
            "fields": {
                "ete": {"label": "E", "type": "boolean"},
                "b": {"label": "B", "type": "text", "when": "not ete"},
            }
        },
    ),
    # The id of a procedure is the name of its file.
    "version: 1\ntitle: A\nflow: [{screen: a}]\n": (
        (
            "1:1-8 missing-key: Il manque la clé « procedure » au premier niveau du fichier."
            " → Ajoutez-la, par exemple : procedure: f"
        ),
        {"version": "1", "title": "A", "flow": [{"screen": "a"}]},
    ),
}


@pytest.mark.parametrize("text", MOVED)
def test_one_slip_is_one_fault_and_is_repaired(text: str) -> None:
    line, repaired = MOVED[text]
    assert told(text) == [line]
    assert left(text) == repaired


@pytest.mark.parametrize(
    ("block", "french", "english"),
    [
        ("checks: [{that: a, sinon: B}]", "sinon", "else"),
        ("next: [{quand: a, to: b}]", "quand", "when"),
        ("next: [{aller: b}]", "aller", "to"),
        ("next: [{alors: b}]", "alors", "to"),
        ("titre: A", "titre", "title"),
        ("intitulé: A", "intitulé", "title"),
        ("champs: [a]", "champs", "fields"),
        ("vérifications: [{that: a, else: B}]", "vérifications", "checks"),
        ("suite: [{to: b}]", "suite", "next"),
        ("texte: A", "texte", "text"),
        ("bouton: A", "bouton", "button"),
    ],
)
def test_a_french_word_for_a_key_is_one_fault(block: str, french: str, english: str) -> None:
    (found,) = check(f"screens:\n  a:\n    {block}\n").diagnostics
    assert found.rule == "unknown-key"
    assert quoted(french) in found.message
    assert found.help == _("Vouliez-vous « {key} » ?").format(key=english)
