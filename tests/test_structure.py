"""What `validate` says of a file's keys and values: each rule, in whole sentences."""

import pytest

from parcours.engine.analysis.diagnose import diagnose
from parcours.engine.model.structure import MOST_FAULTS, MOST_TOLD, check_structure, kind_of
from parcours.engine.model.structure_values import ascii_id
from parcours.engine.source.files import InMemory
from parcours.engine.source.tree import Mapping, plain
from parcours.engine.source.wording import _
from parcours.tests.structures import check, left, read, told

CASES = [
    # A key misspelt, in another language, of another place, of another type, unknown to all.
    (
        "documents: {bail: {titel: Bail}}",
        (
            "1:20-25 unknown-key: La clé « titel » n'existe pas dans un document."
            " → Vouliez-vous « title » ?"
        ),
    ),
    (
        "documents: {bail: {titre: Bail, aide: Une copie}}",
        (
            "1:20-25 unknown-key: La clé « titre » n'existe pas dans un document."
            " → Vouliez-vous « title » ?\n"
            "1:33-37 unknown-key: La clé « aide » n'existe pas dans un document."
            " → Vouliez-vous « help » ?"
        ),
    ),
    (
        "screens: {a: {accept: [pdf]}}",
        (
            "1:15-21 unknown-key: La clé « accept » n'existe pas dans un écran."
            " → « accept » s'écrit dans un document ou dans un élément d'un document."
        ),
    ),
    (
        "examination: {flow: []}",
        (
            "1:15-19 unknown-key: La clé « flow » n'existe pas dans « examination »."
            " → « flow » s'écrit au premier niveau d'une procédure."
        ),
    ),
    (
        "fields: {age: {label: Âge, type: integer, max_length: 3, item: {}}}",
        (
            "1:43-53 unknown-key: La clé « max_length » n'existe pas dans une question de type"
            " « integer ». → « max_length » va avec les types long_text et text.\n"
            "1:58-62 unknown-key: La clé « item » n'existe pas dans une question de type"
            " « integer ». → « item » va avec le type list."
        ),
    ),
    (
        "documents: {bail: {title: Bail, partial: true}}",
        (
            "1:33-40 unknown-key: La clé « partial » n'existe pas dans un document."
            " → « partial » s'écrit dans une question."
        ),
    ),
    (
        "parameters: {timbre: {title: Timbre, values: {2026-03-01: 50}, couleur: bleu}}",
        (
            "1:64-71 unknown-key: La clé « couleur » n'existe pas dans un paramètre."
            " → Les clés possibles ici : title, law, values, assumed."
        ),
    ),
    (
        "documents: {bail: {title: Bail, titel: Bail}}",
        (
            "1:33-38 unknown-key: La clé « titel » n'existe pas dans un document."
            " → « title » est déjà écrit ici : gardez l'un des deux."
        ),
    ),
    (
        "fields: {nom: {label: Nom, type: text, required: true}}",
        (
            "1:40-48 unknown-key: La clé « required » n'existe pas dans une question de type"
            " « text ». → Tout est obligatoire, sauf ce qui porte « optional: true » :"
            " supprimez cette clé."
        ),
    ),
    (
        "fields: {nom: {known_from: registry.nom, type: text}}",
        (
            "1:42-46 unknown-key: La clé « type » n'existe pas dans une question qui a"
            " « known_from ». → Avec « known_from », le registre donne le type et ses réglages :"
            " gardez l'un des deux."
        ),
    ),
    (
        "registry: {nom: {label: Nom, type: text, when: majeur}}",
        (
            "1:42-46 unknown-key: La clé « when » n'existe pas dans une information du registre."
            " → Écrivez-la dans la question de « fields » qui l'emploie, ou supprimez-la."
        ),
    ),
    # Keys that contradict each other.
    (
        "documents: {a: {title: A, any_of: {b: {title: B}}, all_of: {c: {title: C}}}}",
        (
            "1:52-58 exclusive-keys: « all_of » ne va pas avec « any_of »."
            " → Gardez l'une des deux. (l'autre est ici 1)"
        ),
    ),
    (
        "documents: {a: {title: A, code: ephoto_code, files: 1..5}}",
        (
            "1:46-51 exclusive-keys: « files » ne va pas avec « code »."
            " → Gardez l'une des deux. (l'autre est ici 1)"
        ),
    ),
    # Missing keys.
    (
        "documents: {bail: {help: Une copie}}",
        (
            "1:13-17 missing-key: Il manque la clé « title » à « bail »."
            " → Ajoutez-la, par exemple : title: Bail de location"
        ),
    ),
    (
        "fields: {nom: {label: Nom}}",
        (
            "1:10-13 missing-key: Il manque la clé « type » à « nom ». → Ajoutez par exemple :"
            " type: text (ou, si l'administration le sait : known_from: registry.nom)"
        ),
    ),
    (
        "screens: {a: {next: [{when: age > 3}]}}",
        (
            "1:23-27 missing-key: Il manque la clé « to » à cet élément de « next »."
            " → Ajoutez-la, par exemple : to: changement_adresse"
        ),
    ),
    (
        "ends: {stop: {title: Fin}}",
        (
            "1:8-12 missing-key: Il manque la clé « text » ou la clé « open » à « stop »."
            ' → Ajoutez-la, par exemple : text: "Écrivez à {{ service.email }}."'
        ),
    ),
    (
        "fields: {nom: {type: text}, sexe: {label: Sexe, type: choice, options: {f: {law: X}}}}",
        (
            "1:10-13 missing-label: Il manque un libellé (label) à « nom »."
            " → Ajoutez ce que l'usager doit lire, par exemple : label: Votre situation familiale\n"
            "1:73-74 missing-label: Il manque un libellé (label) à « f »."
            " → Ajoutez ce que l'usager doit lire, par exemple : label: Marié(e)"
        ),
    ),
    # Wrong shapes.
    (
        "screens: {a: {fields: nom}}",
        (
            "1:23-26 wrong-shape: « fields » attend une liste de noms, et non un texte."
            " → Écrivez : fields: [nom]"
        ),
    ),
    (
        """\
        screens:
          a:
            fields: nom, prenoms
        """,
        (
            "3:13-25 wrong-shape: « fields » attend une liste de noms, et non un texte."
            " → Écrivez : fields: [nom, prenoms]"
        ),
    ),
    (
        "screens: {a: {title: [Accueil]}}",
        (
            "1:22-31 wrong-shape: « title » attend un texte, et non une liste."
            " → Écrivez : title: Accueil"
        ),
    ),
    (
        "fields: {nom: Votre nom}",
        (
            "1:15-24 wrong-shape: « nom » attend un bloc de clés, et non un texte."
            " → Écrivez par exemple : nom: {label: Nom, type: text}"
        ),
    ),
    (
        """\
        fields:
          sexe:
            label: Sexe
            type: choice
            options:
              - feminin: Féminin
              - masculin: Masculin
        """,
        (
            "6:7-8 wrong-shape: « options » attend un bloc de clés, et non une liste."
            " → Écrivez : options: {feminin: Féminin, masculin: Masculin}"
        ),
    ),
    (
        "screens: {a: {next: {to: b}}}",
        (
            "1:21-28 wrong-shape: « next » attend une liste, et non un bloc de clés."
            " → Écrivez : next: [{to: b}]"
        ),
    ),
    (
        "attestations: {a: {text: [Oui]}}",
        (
            "1:27-30 wrong-shape: Chaque élément de « text » doit être un texte"
            " sous condition, avec"
            " « when » et « text », et non un texte. → Écrivez par exemple :"
            " - {when: enfants_a_charge, text: Vous avez des enfants.}"
        ),
    ),
    (
        "use: common/registry.yaml",
        (
            "1:6-26 wrong-shape: « use » attend une liste de chemins, et non un texte."
            " → Écrivez : use: [common/registry.yaml]"
        ),
    ),
    (
        (
            "screens: {a: {announce: [documents]}, b: {text: {when: x}}}\n"
            "documents: {c: {title: C, accept: [[pdf]]}}"
        ),
        (
            "1:25-36 wrong-shape: « announce » attend « documents », et non une liste."
            " → Écrivez : announce: documents\n"
            "1:49-58 wrong-shape: « text » attend un texte, ou une liste de textes sous condition,"
            " et non un bloc de clés. → Écrivez : text: [{when: x}]\n"
            "1:50-54 missing-key: Il manque la clé « text » à cet élément de « text »."
            " → Ajoutez-la, par exemple : text: Vous êtes marié(e).\n"
            "2:36-41 wrong-shape: Chaque élément de « accept » doit être un de ces mots : pdf,"
            " jpeg ou png, et non une liste. → Écrivez : - pdf"
        ),
    ),
    (
        "registry: {nom: Nom}",
        (
            "1:17-20 wrong-shape: « nom » attend un bloc de clés, et non un texte."
            " → Écrivez par exemple : nom: {label: Nom, type: text}"
        ),
    ),
    # Wrong values.
    (
        "documents: {a: {title: A, accept: [pdff, jpg, docx]}}",
        (
            "1:36-40 bad-value: « pdff » n'est pas une valeur possible de « accept »."
            " → Vouliez-vous « pdf » ?\n"
            "1:42-45 bad-value: « jpg » n'est pas une valeur possible de « accept »."
            " → Vouliez-vous « jpeg » ?\n"
            "1:47-51 bad-value: « docx » n'est pas une valeur possible de « accept »."
            " → Les valeurs possibles sont : pdf, jpeg ou png."
        ),
    ),
    (
        "fields: {a: {label: A, type: chioce, options: {b: B}}}",
        "1:30-36 bad-value: Le type « chioce » n'existe pas. → Vouliez-vous « choice » ?",
    ),
    (
        "fields: {a: {label: A, type: zzz, options: {b: B}, min: x, item: y}}",
        (
            "1:30-33 bad-value: Le type « zzz » n'existe pas. → Les valeurs possibles sont :"
            " address, boolean, choice, choices, country, date, decimal, documents_request, email,"
            " ephoto_code, foreigner_number, group, integer, list, long_text, money, period,"
            " permit_number, phone, postal_code, secret, text ou visa_number."
        ),
    ),
    (
        "fields: {a: {label: A, type: group, fields: {b: {label: B, type: list, item: {c: d}}}}}",
        (
            "1:66-70 bad-value: Un groupe ou une liste ne contient pas de champ de type « list »."
            " → Faites-en une question à part, dans « fields »."
        ),
    ),
    (
        "fields: {a: {label: A, type: text, optional: yes, max_length: douze}}",
        (
            "1:46-49 bad-value: « yes » n'est ni « true » ni « false ». → Vouliez-vous « true » ?\n"
            "1:63-68 bad-value: « douze » n'est pas un nombre entier."
            " → Écrivez-le en chiffres seulement."
        ),
    ),
    (
        "fields: {a: {label: A, type: boolean, optional: peut-être}}",
        (
            "1:49-58 bad-value: « peut-être » n'est ni « true » ni « false »."
            " → Écrivez « true » (oui) ou « false » (non)."
        ),
    ),
    (
        "documents: {a: {title: A, max_age: 6 mois, max_size: 10 Mo, files: 1-5}}",
        (
            "1:36-42 bad-value: « 6 mois » n'est pas une durée. → Vouliez-vous « 6 months » ?\n"
            "1:54-59 bad-value: « 10 Mo » n'est pas un poids de fichier."
            " → Vouliez-vous « 10 MB » ?\n"
            "1:68-71 bad-value: « 1-5 » n'est pas un nombre de fichiers."
            " → Vouliez-vous « 1..5 » ?"
        ),
    ),
    (
        "documents: {a: {title: A, max_age: longtemps, max_size: gros, files: beaucoup}}",
        (
            "1:36-45 bad-value: « longtemps » n'est pas une durée."
            " → Écrivez un nombre, une espace et"
            " hours, days, weeks, months ou years, comme : 6 months\n"
            "1:57-61 bad-value: « gros » n'est pas un poids de fichier. → Écrivez un nombre, une"
            " espace et « kB » ou « MB », par exemple : 10 MB\n"
            "1:70-78 bad-value: « beaucoup » n'est pas un nombre de fichiers."
            " → Écrivez « 1 » pour un"
            " seul fichier, ou « 1..5 » pour un à cinq."
        ),
    ),
    (
        "parameters: {t: {title: T, values: {01/03/2026: 50 €, 2026-13-01: 1.5}}}",
        (
            "1:37-47 bad-value: « 01/03/2026 » n'est pas une date."
            " → Vouliez-vous « 2026-03-01 » ?\n"
            "1:49-53 bad-value: « 50 € » n'est pas un nombre. → Vouliez-vous « 50 » ?\n"
            "1:55-65 bad-value: « 2026-13-01 » n'est pas une date."
            " → Une date s'écrit année-mois-jour, par exemple : 2026-11-02"
        ),
    ),
    (
        "fields: {a: {label: A, type: date, before: aujourd'hui, after: 1/2/2026}}",
        (
            "1:44-55 bad-value: « aujourd'hui » n'est ni « today » ni une date."
            " → Vouliez-vous « today » ?\n"
            "1:64-72 bad-value: « 1/2/2026 » n'est ni « today » ni une date."
            " → Vouliez-vous « 2026-02-01 » ?"
        ),
    ),
    (
        "screens: {a: {attest: sincerite, announce: pieces}}",
        (
            "1:23-32 bad-value: « sincerite » n'est ni « all » ni une liste de noms."
            " → Écrivez « all », ou une liste : [sincerite]\n"
            "1:44-50 bad-value: « pieces » n'est pas une valeur possible de « announce »."
            " → Écrivez : documents"
        ),
    ),
    (
        (
            "deliverables: {a: {title: A, template: receipt,"
            " seal: {standard: 2d-doc, type: 13, values: {6j: a, nom: b}}}}"
        ),
        (
            "1:93-95 bad-value: « 6j » n'est pas un code de donnée du 2D-DOC."
            " → Vouliez-vous « 6J » ?\n"
            "1:100-103 bad-value: « nom » n'est pas un code de donnée du 2D-DOC."
            " → Un code a deux caractères, chiffres ou majuscules, par exemple : 6J"
        ),
    ),
    # Ids.
    (
        'attestations: {"État civil": {text: Oui}, 2e: {text: Non}}',
        (
            "1:16-28 bad-id: « État civil » ne peut pas servir de nom. → Minuscules sans accent,"
            " chiffres et « _ » seulement, en commençant par une lettre. Par exemple : etat_civil\n"
            "1:43-45 bad-id: « 2e » ne peut pas servir de nom."
            " → Minuscules sans accent, chiffres et"
            " « _ » seulement, en commençant par une lettre. Par exemple : e"
        ),
    ),
    (
        "procedure: sejour\nflow: [{screen: Dépôt final}]",
        (
            "1:1-10 missing-key: Il manque la clé « title » au premier niveau du fichier."
            " → Ajoutez-la, par exemple : title: Première demande de titre de séjour\n"
            "1:1-10 missing-key: Il manque la clé « version » au premier niveau du fichier."
            " → Ajoutez-la, par exemple : version: 2026.1\n"
            "2:17-28 bad-value: « Dépôt final » ne peut pas servir de nom."
            " → Vouliez-vous « depot_final » ?"
        ),
    ),
    # Nothing written.
    (
        "documents:\n  bail:\n    title:\n    help: ''\n    accept: [pdf, ]\n  timbre:\n",
        (
            "3:5-10 missing-value: « title » n'a pas de valeur."
            " → Donnez-lui une valeur, par exemple : title: Bail de location\n"
            "4:5-9 missing-value: « help » n'a pas de valeur."
            " → Donnez-lui une valeur, par exemple :"
            " help: Une copie lisible des deux faces.\n"
            "6:3-9 missing-value: « timbre » n'a pas de valeur."
            " → Donnez-lui une valeur, par exemple : timbre: {title: Bail de location}"
        ),
    ),
    (
        "screens:\n  a:\n    fields:\n      - nom\n      -\n",
        "5:8-8 missing-value: Cet élément de « fields » est vide. → Écrivez-le, ou supprimez-le.",
    ),
    (
        "fields: {a: {label: A, type: choice, options: {}}}\nscreens: {b: {verify: []}}",
        (
            "1:38-45 empty-options: « options » est vide."
            " → Écrivez au moins un élément, par exemple :"
            " options: {marie: Marié(e)}\n"
            "2:15-21 empty: « verify » est vide. → Écrivez au moins un élément, par exemple :"
            " verify: [nom, prenoms]"
        ),
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_fault_is_told_once(text: str, expected: str) -> None:
    assert "\n".join(told(text)) == expected


def test_control_what_is_right_is_not_told() -> None:
    text = """\
        procedure: sejour
        version: 2026.1
        title: Séjour
        fields:
          nom: {label: Nom, type: text, max_length: 38}
        flow:
          - {screen: accueil, fields: [nom], submit: {title: Déposer}}
        """
    assert told(text) == []
    assert check(text).tree == read(text)


def test_a_scenario_is_told_alike() -> None:
    text = """\
        scenario: Une réfugiée
        procedure: sejour
        today: 2 novembre
        acount: {email: awa@example.org}
        answers: {Nom: DIALLO}
        files: {bail: {fichier: bail.pdf}}
        then:
          - {fait: accorder, by: agent, on: 10/01/2027}
          - {wait: 30 jours}
        expect: [accordee]
        """
    assert told(text) == [
        (
            "3:8-18 bad-value: « 2 novembre » n'est pas une date."
            " → Une date s'écrit année-mois-jour, par exemple : 2026-11-02"
        ),
        (
            "4:1-7 unknown-key: La clé « acount » n'existe pas au premier niveau d'un scénario."
            " → Vouliez-vous « account » ?"
        ),
        (
            "5:11-14 bad-id: « Nom » ne peut pas être un nom de question ou de document."
            " → Écrivez le nom tel que la procédure le donne, par exemple : conjoint.nom"
        ),
        (
            "6:16-23 unknown-key: La clé « fichier » n'existe pas dans un fichier joint."
            " → Vouliez-vous « file » ?"
        ),
        (
            "8:6-10 unknown-key: La clé « fait » n'existe pas dans une action de « then »."
            " → Vouliez-vous « do » ?"
        ),
        (
            "8:26-31 bad-value: « agent » n'est pas une valeur possible de « by »."
            " → Les valeurs possibles sont : applicant, caseworker ou system."
        ),
        "8:37-47 bad-value: « 10/01/2027 » n'est pas une date. → Vouliez-vous « 2027-01-10 » ?",
        "9:12-20 bad-value: « 30 jours » n'est pas une durée. → Vouliez-vous « 30 days » ?",
        (
            "10:9-19 wrong-shape: « expect » attend un bloc de clés, et non une liste."
            " → Écrivez par exemple : expect: {state: accordee}"
        ),
    ]


def test_a_file_that_is_no_block_is_told() -> None:
    structure = check_structure(read("- a\n- b"), "procedure")
    assert [found.rule for found in structure.diagnostics] == ["wrong-shape"]
    assert plain(structure.tree) == {}
    assert told("- a") == [
        (
            "1:1-2 wrong-shape: Ce fichier doit être un bloc de clés, et non une liste."
            " → Commencez une procédure par « procedure: » et son nom, un scénario"
            " par « scenario: »."
        )
    ]


def test_a_file_of_another_kind_is_told() -> None:
    assert told("services: {web: {image: nginx}}") == [
        (
            "1:1-9 unknown-file: Ce fichier n'est ni une procédure, ni un fichier partagé, ni un"
            " scénario. → Commencez une procédure par « procedure: » et son nom, un scénario par"
            " « scenario: »."
        )
    ]


def test_a_file_whose_name_cannot_be_an_id_is_to_be_renamed() -> None:
    text = "procedure: velo\nversion: 1\ntitle: A\nflow: [{screen: a, title: A}]\n"
    found = diagnose(InMemory({"aide vélo.yaml": text})).diagnostics
    (told_,) = (it for it in found if it.rule == "procedure-name")
    assert told_.help == _("Renommez le fichier : {name}.yaml").format(name="aide_velo")


def test_a_number_at_the_end_of_a_name_stays() -> None:
    assert [ascii_id(text) for text in ("État 2", "2 roues", "_a_", "…")] == [
        "etat_2",
        "roues",
        "a",
        "",
    ]


def test_a_file_full_of_faults_says_where_the_rest_begins() -> None:
    fields = "".join(f"  f{number}: {{libelle: X, type: text}}\n" for number in range(150))
    structure = check(f"fields:\n{fields}")
    assert len(structure.diagnostics) == MOST_TOLD + 1
    *told_, last = structure.diagnostics
    assert {found.help for found in told_} == {_("Vouliez-vous « label » ?")}
    assert "150" in last.message
    assert last.span.line == MOST_TOLD + 2
    assert left(f"fields:\n{fields}") == {
        "fields": {f"f{number}": {"label": "X", "type": "text"} for number in range(150)}
    }


def test_a_file_that_is_nothing_but_faults_is_not_read() -> None:
    keys = ", ".join(f"clef{number}: x" for number in range(MOST_FAULTS + 1))
    structure = check(f"fields: {{a: {{label: A, type: text, {keys}}}}}")
    assert len(structure.diagnostics) == MOST_TOLD + 1
    assert not isinstance(structure.tree, Mapping)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("procedure: a", "procedure"),
        ("procedur: a\ntitle: A", "procedure"),
        ("title: A\nflow: []", "procedure"),
        ("scenario: A\nprocedure: a", "scenario"),
        ("scenarii: A\nprocedure: a", "scenario"),
        ("procedure: a\nexpect: {}", "scenario"),
        ("procedure: a\nanswers: {}\ntoday: 2026-01-01", "scenario"),
        ("fields: {}", "part"),
        ("feilds: {}", "part"),
        ("examination: {}\nuse: []", "part"),
        ("{}", "part"),
        ("services: {}", None),
        ("- procedure", None),
    ],
)
def test_the_kind_of_a_file(text: str, kind: str | None) -> None:
    assert kind_of(read(text)) == kind
