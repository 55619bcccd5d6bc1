"""Une bulle du guide (« notes: ») accompagne ce que l’écran ne montre pas.

« at: » nomme une question de l’écran ou une de ses options (« logement.hotel »), une attestation,
un document ou un de ses éléments, un document délivré, « button » ou « announce ». Sans « at: », la
bulle accompagne l’écran entier.

Faux ::

    fields:
      logement: {label: Logement, type: choice, options: {bail: Bail, hotel: Hôtel}}
      telephone: {label: Téléphone, type: phone, optional: true}
    flow:
      - screen: contact
        title: Contact
        fields: [telephone]
      - screen: logement
        title: Logement
        fields: [logement]
        notes:
          - {at: logement.hostel, text: Une chambre suffit.}
          - {at: telephone, text: Un SMS vous dira que tout est prêt.}
          - {at: announce, text: Téléchargez la liste.}
        submit: {title: Déposer, outcome: depose}

Juste ::

    fields:
      logement: {label: Logement, type: choice, options: {bail: Bail, hotel: Hôtel}}
      adresse: {label: Adresse, type: address}
      conjoint: {label: Conjoint, type: group, fields: {nom: {label: Nom, type: text}}}
    attestations:
      sincerite: {text: J’atteste l’exactitude de mes réponses.}
    documents:
      preuve:
        title: Justificatif de domicile
        help: Un document récent.
        any_of:
          bail: {title: Bail}
          facture: {title: Facture}
    deliverables:
      recepisse: {title: Récépissé, template: receipt, text: Demande déposée.}
    flow:
      - screen: logement
        title: Logement
        announce: documents
        fields: [logement, adresse, conjoint]
        collect: all
        attest: all
        notes:
          - {text: Une bulle pour tout l’écran.}
          - {at: logement.hotel, text: Une chambre suffit.}
          - {at: adresse.code_postal, text: Cinq chiffres.}
          - {at: conjoint.nom, text: Le nom de naissance.}
          - {at: preuve.facture, text: Une facture d’eau convient.}
          - {at: sincerite, text: Cochez la case.}
          - {at: recepisse, text: Gardez ce document.}
          - {at: announce, text: Téléchargez la liste.}
          - {at: button, text: Cliquez ici.}
        submit: {title: Déposer, outcome: depose, deliver: [recepisse]}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Document, Field, Procedure, Screen
from ...model.placing import attested, collected, screens
from ...source.diagnostic import Diagnostic
from ...source.wording import _
from ..meant import unknown
from ..referring import one_by_one
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """A note of a shared screen is faulty when it suits no procedure."""
    procedure = facts.story.procedure
    for _step, screen in screens(procedure):
        known = {"button", *_shown(procedure, screen)}
        unknown_here = set(_named(screen)) - known  # told by the rules of their kind
        for note in screen.notes:
            if note.at and note.at.name not in known and note.at.name not in unknown_here:
                yield unknown(
                    "note-target",
                    _("Cet écran ne montre pas « {name} »."),
                    note.at,
                    known,
                    _("Nommez ce que l’écran montre, ou retirez « at: »."),
                )


def _shown(procedure: Procedure, screen: Screen) -> Iterator[str]:
    if screen.announce:
        yield "announce"
    for ref in (*screen.verify, *screen.fields):
        if ref.name in procedure.fields:
            yield from _question(procedure.fields[ref.name])
    for attestation in attested(procedure, screen):
        yield attestation.id
    for document in collected(procedure, screen):
        yield from _document(document)
    for ref in (*screen.deliver, *(screen.submit.deliver if screen.submit else ())):
        yield ref.name


def _named(screen: Screen) -> Iterator[str]:
    for chosen in (screen.verify, screen.fields, screen.attest, screen.collect):
        yield from (ref.name for ref in one_by_one(chosen))


def _question(field: Field) -> Iterator[str]:
    yield field.id
    for option in field.options:
        yield f"{field.id}.{option.id}"
    for fixed in field.type.parts if field.type else ():
        yield f"{field.id}.{fixed.name}"
    for part in field.parts:
        yield from _question(part)


def _document(document: Document) -> Iterator[str]:
    yield document.id
    for element in document.elements:
        yield from _document(element)


RULE = Rule("note-target", check, needs_whole=True, every_use=True)
