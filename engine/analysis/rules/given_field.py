"""Une réponse donnée à une autre procédure n’y a pas sa place.

« open: give: » écrit des réponses dans le nouveau dossier. La question doit exister dans les deux
procédures, avec le même type et les mêmes options : déclarez-la dans un fichier commun que les deux
utilisent.

Faux ::

    fields:
      entree: {label: Entrée, type: choice, options: {visa: Visa, titre: Titre}}
      lien: {label: Lien, type: text}
      pays: {label: Pays, type: country}
    flow:
      - screen: accueil
        title: Accueil
        fields: [entree, lien, pays]
        next:
          - {to: suite}
    ends:
      suite: {title: Votre demande, open: {procedure: demande, give: [entree, lien, pays]}}
    # fichier: demande.yaml
    procedure: demande
    version: "1"
    title: Demande
    fields:
      entree: {label: Entrée, type: choice, options: {visa: Visa, numero: Numéro}}
      pays: {label: Pays, type: text}
    flow:
      - screen: depot
        title: Dépôt
        fields: [entree, pays]
        submit: {title: Déposer, outcome: depose}

Juste ::

    use: [common/entree.yaml]
    flow:
      - screen: accueil
        title: Accueil
        fields: [entree]
        next:
          - {to: suite}
    ends:
      suite: {title: Votre demande, open: {procedure: demande, give: [entree]}}
    # fichier: common/entree.yaml
    fields:
      entree: {label: Entrée, type: choice, options: {visa: Visa, titre: Titre}}
    # fichier: demande.yaml
    procedure: demande
    version: "1"
    title: Demande
    use: [common/entree.yaml]
    flow:
      - screen: depot
        title: Dépôt
        fields: [entree]
        submit: {title: Déposer, outcome: depose}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Field, Open, Procedure, Ref
from ...model.read import read
from ...model.use import Library, assemble
from ...source.diagnostic import Diagnostic, Related
from ...source.wording import _
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """Each answer of each hand-over; a name unknown here is told by unknown-field."""
    for end in facts.story.procedure.ends.values():
        if end.open and end.open.give:
            yield from _handed(facts, end.open)


def _handed(facts: Facts, opened: Open) -> Iterator[Diagnostic]:
    there = _read(facts.library, opened.procedure.name)
    for ref in opened.give if there else ():
        here = facts.story.procedure.fields.get(ref.name)
        if here and there:
            yield from _fault(ref, here, there)


def _read(library: Library, id_: str) -> Procedure | None:
    """That procedure, unless it has faults of its own."""
    path = library.procedure_path(id_)
    assembled = assemble(library, path) if path else None
    if assembled is None or assembled.tree is None or not assembled.sound:
        return None
    return read(library.files.shown(assembled.path), assembled.tree)


def _fault(ref: Ref, here: Field, procedure: Procedure) -> Iterator[Diagnostic]:
    there = procedure.fields.get(ref.name)
    if there is None:
        message = _("La procédure « {procedure} » n’a pas de question « {name} ».")
        related: tuple[Related, ...] = (Related(_("définie ici"), here.span),)
    elif _shape(here) != _shape(there):
        message = _("Dans « {procedure} », « {name} » n’a pas le même type ou les mêmes options.")
        related = (Related(_("définie ici"), here.span), Related(_("et là"), there.span))
    else:
        return
    yield Diagnostic(
        "given-field",
        message.format(name=ref.name, procedure=procedure.id),
        ref.span,
        _("Déclarez la question dans un fichier commun aux deux procédures."),
        related,
    )


def _shape(field: Field) -> object:
    """What an answer must fit."""
    options = tuple(option.id for option in field.options)
    return field.type_name, options, dict(field.values), tuple(map(_part, field.parts))


def _part(field: Field) -> object:
    return field.local, field.optional, _shape(field)


RULE = Rule("given-field", check, needs_whole=True)
