"""A report of every kind of fault and of text, for the tests of what is drawn from it.

Its rules do not exist, so that nothing here depends on the manual.
"""

from parcours.engine.analysis.diagnose import Report
from parcours.engine.source.diagnostic import Diagnostic, Related, Severity, in_order
from parcours.engine.source.position import Span, start_of
from parcours.engine.source.wording import _

HERE, THERE, ODD = "procedures/demande.yaml", "procedures/common/foyer.yaml", "procedures/é, b.yaml"

LINES = {
    HERE: (
        "procedure: demande",
        'version: "1"',
        "fields:",
        "  situation: {label: Votre situation, type: choice, options: {seul: Seul, marie: Marié}}",
        "",
        "  conjoint:",
        "    label: Nom du conjoint",
        "    type: text",
        "    when: situaton == 'mariee'",
        "  enfants: {label: Avez-vous des enfants ?, type: boolean}",
        "  enfants: {label: Nombre d’enfants, type: integer, min: 0, max: 20}",
        "flow:",
        "  - screen: famille",
        f"    text: {'mot ' * 40}{{{{ conjont }}}}{' mot' * 40}",
        "    fields: [situation, conjoint, enfants]",
    ),
    THERE: (
        "# Ce qui sert à plusieurs procédures.",
        "fields:",
        "\tsituation: {label: 漢字 Nom\u202e, type: choix}",
        "  nom: {label: Nom, tipe: texte}",
        "screens: 'jamais fermé",
    ),
    ODD: ("use: [common/foyer.yaml]",),
}


def of(file: str, line: int, token: str, end: tuple[int, int] | None = None) -> Span:
    """Where a token stands in a line, or from there to an end (line, column)."""
    column = LINES[file][line - 1].index(token) + 1
    return Span(file, line, column, *(end or (line, column + len(token))))


FAULTS = (
    Diagnostic(
        "some-name",
        _("Le nom « situaton » n'existe pas."),
        of(HERE, 9, "situaton"),
        _("Vouliez-vous « situation » ?"),
        (Related(_("défini ici"), of(HERE, 4, "situation")),),
    ),
    Diagnostic(
        "some-option",
        _("« mariee » n'est pas une réponse de « situation »."),
        of(HERE, 9, "'mariee'"),
        _("Écrivez 'seul' ou 'marie'."),
        (
            Related(_("les réponses sont ici"), of(HERE, 4, "options")),
            Related(_("déclaré aussi là"), of(THERE, 3, "situation")),
        ),
    ),
    Diagnostic(
        "name-twice",
        _("Le nom « enfants » est déjà pris."),
        of(HERE, 11, "enfants"),
        _("Renommez l'un des deux."),
        (Related(_("défini ici"), of(HERE, 10, "enfants")),),
    ),
    Diagnostic("some-name", _("Le nom « conjont » n'existe pas."), of(HERE, 14, "conjont")),
    Diagnostic(
        "some-waste",
        _("« conjoint » n'est demandé nulle part."),
        of(HERE, 6, "conjoint", (9, 1)),
        _("Placez-le sur un écran,\nou supprimez-le."),
        severity=Severity.WARNING,
    ),
    Diagnostic("some-tab", _("Une tabulation ne peut pas indenter."), Span(THERE, 3, 1, 3, 2)),
    Diagnostic("some-shape", _("« choix » n'est pas un type."), of(THERE, 3, "choix")),
    Diagnostic(
        "some-key",
        _("La clé « tipe\x1b[31m » n'existe pas."),
        of(THERE, 4, "tipe"),
        "",
        (Related(_("dans ce bloc"), of(THERE, 4, "{label: Nom, tipe: texte}")),),
    ),
    Diagnostic("some-syntax", _("Ce guillemet n'est jamais fermé."), Span(THERE, 5, 10, 9, 1)),
    Diagnostic("some-syntax", _("Le fichier s'arrête ici."), Span(THERE, 5, 23, 5, 23)),
    Diagnostic("some-file", _("Ce fichier manque : 100 %, certain."), of(ODD, 1, "common")),
    Diagnostic("no-file", _("Ce fichier n'existe pas."), start_of("absent.yaml")),
)

REPORT = Report(in_order(FAULTS), LINES, (HERE, THERE, ODD, "absent.yaml"))
