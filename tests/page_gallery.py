"""Pages that bear every kind of thing a screen may show, and pages that strangers filled."""

from __future__ import annotations

from dataclasses import replace

from parcours.engine.page.page import (
    Announced,
    Button,
    Choice,
    Document,
    FileSlot,
    Given,
    JoinedFile,
    Line,
    Note,
    Page,
    Progress,
    Question,
    Section,
    Tick,
)

FEW = tuple(Choice(f"c{n}", f"Choix n° {n}", f"Ce que dit le choix {n}.") for n in range(1, 4))
MANY = tuple(Choice(f"p{n}", f"Pays {n}") for n in range(1, 41))
SEX = (Choice("f", "Féminin"), Choice("m", "Masculin"))


def _part(name: str, label: str, control: str = "text", **more: object) -> Question:
    return Question(name=name, label=label, control=control, type=control, **more)  # type: ignore[arg-type]


CONTROLS = (
    _part("nom", "Nom de naissance", raw="DIALLO", hint="En majuscules.",
          limits={"max_length": 38}),
    _part("remarques", "Vos remarques", "long_text", is_optional=True,
          raw="Une ligne.\nUne autre."),
    Question("revenu", "Vos revenus", "number", "money", raw="1234,50", example="1 500"),
    _part("union", "Date du mariage", "date", raw={"day": "05", "month": "09", "year": "2015"}),
    _part("enfants", "Avez-vous des enfants ?", "yes_no", raw="oui",
          choices=(Choice("oui", "Oui"), Choice("non", "Non"))),
    _part("motif", "Votre motif", "one_of", raw="c2", choices=FEW, error="Choisissez un motif."),
    _part("pays", "Pays de naissance", "one_of", raw="p7", choices=MANY),
    _part("langues", "Langues parlées", "some_of", raw=["c1", "c3"], choices=FEW),
    _part("secret", "Votre mot de passe", "secret", raw="Tr0ub4dor&3"),
    _part("conjoint", "Votre conjoint", "parts", raw={"nom": "BARRY", "sexe": "m"}, parts=(
        _part("conjoint.nom", "Nom du conjoint"),
        _part("conjoint.sexe", "Sexe du conjoint", "one_of", choices=SEX),
        _part("conjoint.ne", "Date de naissance du conjoint", "date"),
        _part("conjoint.jamais", "Jamais demandé", is_asked=False),
    )),
    _part("freres", "Vos frères et sœurs", "rows", raw=[{"nom": "AWA"}, {"nom": "BINTA"}], parts=(
        _part("freres.nom", "Nom du proche"),
        _part("freres.ne", "Année de naissance", "number"),
    )),
    _part("demande", "Documents demandés", "request", parts=(
        _part("demande.document", "Document", "one_of", choices=MANY),
        _part("demande.title", "Titre d’un autre document"),
        _part("demande.message", "Ce que l’usager doit faire", "long_text"),
    ), raw=[{"document": "p3", "message": "Joignez-en une copie nette."}]),
    _part("connu", "Protection obtenue", is_verified=True, shown="Réfugié"),
    _part("absent", "Question qui ne se pose pas", is_asked=False),
)  # fmt: skip
"""One question of each control, one known, and one that is not asked."""


def slot(name: str, title: str, *files: str, error: str = "") -> FileSlot:
    """A place for files."""
    joined = tuple(JoinedFile(file, "0", 1_234_000, "application/pdf") for file in files)
    return FileSlot(
        name, title, "Une copie lisible.", joined, ("pdf", "jpeg"), 10_000_000, 1, 3,
        asks_day=True, day="20 novembre 2025", error=error,
    )  # fmt: skip


GALLERY = Page(
    kind="screen",
    id="galerie",
    procedure="demande",
    procedure_title="Une démarche en ligne",
    title="Tout ce qu’un écran montre",
    progress=Progress("Le motif", 2, 5, 1, 3),
    text="Un paragraphe avec un [lien utile](https://exemple.fr/aide).\n\n- un point\n- un autre",
    facts=(Line("Numéro de la demande", "2026-1"),),
    messages=("Votre titre expire bientôt.",),
    errors=(("motif", "Choisissez un motif."), ("freres.2.ne", "Écrivez une année.")),
    announced=(
        Announced("bail", "Bail de location", "Toutes les pages.", "si vous louez", "", True),
        Announced("timbre", "Timbre fiscal", "", "", "Au retrait du titre.", False, ("Un achat",)),
    ),
    questions=CONTROLS,
    ticks=(
        Tick("vrai", "Je certifie que tout est exact.", "Exactitude", True),
        Tick("faux", "Je le jure.", error="Cochez cette case."),
    ),
    documents=(
        Document("photo", "Code e-photo", "", False, False,
                 code=Question("photo", "Code e-photo", "text", "ephoto_code", raw="ABCD1234")),
        Document("domicile", "Justificatif de domicile", "De moins de 6 mois.", False, False,
                 (slot("domicile.bail", "Bail de location", "bail.pdf", error="Document périmé."),),
                 (Choice("domicile.bail", "Bail de location"), Choice("domicile.eau", "Facture")),
                 "domicile.bail", others=(("domicile.eau", (slot("domicile.eau", "Facture"),)),)),
    ),
    review=(
        Section("etat_civil", "Votre état civil", (Line("Prénoms", "Aïssatou Binta"),)),
        Section("proches", "Vos proches", (
            Line("Votre conjoint", "Nom\u00a0: BARRY\nPrénoms\u00a0: Ali",
                 (Line("Nom", "BARRY"), Line("Prénoms", "Ali"))),
        )),
    ),
    given=(Given("adp", "Attestation de prolongation d’instruction"),),
    notes=(
        Note("button", "Ce bouton enregistre vos réponses."),
        Note("", "Cet écran est un exemple."),
        Note("motif.c3", "Ce choix est rare."),
        Note("freres.nom", "Une ligne par personne."),
        Note("domicile", "Une facture suffit."),
        Note("vrai", "Vous êtes responsable de ce que vous cochez."),
        Note("adp", "Gardez ce document."),
        Note("announce", "Préparez-les avant."),
        Note("absent", "Personne ne lit cette note."),
    ),
    buttons=(
        Button("open", "autre", "Une autre démarche", "Pour tous les autres cas."),
        Button("press", "galerie", "Je continue"),
        Button("press", "plus_tard", "Enregistrer et quitter"),
    ),
    back="avant",
)  # fmt: skip


def overfull() -> Page:
    """Names of sixty letters, labels of three lines, forty documents."""
    name = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis"
    label = "Indiquez le nom complet de la personne qui vous héberge, tel qu’il est écrit " * 3
    questions = tuple(
        Question(f"q{n}", label, "text", "text", raw=name * 2, hint=label, error=label, shown="")
        for n in range(12)
    )
    documents = tuple(
        Document(f"d{n}", f"Document n° {n}, {label}", label, True, False,
                 (slot(f"d{n}", "", f"{name}.pdf", f"{name}{name}.pdf"),))
        for n in range(40)
    )  # fmt: skip
    return Page(
        kind="screen", id="trop", procedure="p", procedure_title=label, title=label,
        text="\n\n".join([label * 4] * 6), questions=questions, documents=documents,
        announced=tuple(Announced(f"a{n}", label, label, label) for n in range(40)),
        notes=tuple(Note(f"q{n}", label) for n in range(12)),
        review=(Section("s", label, tuple(Line(label, name * 3) for _n in range(60))),),
        buttons=tuple(Button("act", f"b{n}", label) for n in range(6)),
        progress=Progress(label, 1, 12, 1, 9),
    )  # fmt: skip


def hostile(text: str) -> Page:
    """A page in which everybody wrote that text wherever they could."""
    choice = Choice("x", text, text)
    question = Question(
        name="q", label=text, control="one_of", type="choice", hint=text, example=text, error=text,
        shown=text, choices=(choice,), raw=text,
    )  # fmt: skip
    slot = FileSlot(
        "d", text, text, (JoinedFile(text, "0", 3, "x"),), ("pdf",), 9, 1, 2, True, text
    )
    others = (("y", (replace(slot, name="d.y"),)),)
    document = Document(
        "d", text, text, True, False, (slot,), (choice,), error=text, others=others
    )  # fmt: skip
    coded = replace(document, name="c", slots=(), choices=(), code=replace(question, name="c"))
    return Page(
        kind="screen", id="s", procedure="p", procedure_title=text, title=text,
        progress=Progress(text, 1, 2, 1, 1), text=text, facts=(Line(text, text),),
        messages=(text,), errors=(("q", text),),
        announced=(Announced("d", text, text, text, text), Announced("e", text, text)),
        questions=(question, replace(question, name="v", is_verified=True)),
        ticks=(Tick("t", text, text),), documents=(document, coded),
        review=(Section("s", text, (Line(text, text, (Line(text, text),)),)),),
        given=(Given("g", text),),
        notes=(Note("", text), Note("q", text)), buttons=(Button("press", "s", text),),
        appeared=("q", "d"),
    )  # fmt: skip
