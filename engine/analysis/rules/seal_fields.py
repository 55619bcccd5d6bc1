"""Un cachet 2D-DOC n’a pas les données que la norme demande.

Chaque type de document a ses données obligatoires, permises et interdites, nommées par un code de
deux caractères. Parcours connaît le type 13 (document étranger) de la norme 2D-Doc de l’ANTS,
version 3.2.6.

Faux ::

    fields:
      nom: {label: Nom, type: text, max_length: 38}
      prenoms: {label: Prénoms, type: text, max_length: 60}
      sexe: {label: Sexe, type: choice, options: {feminin: Féminin, masculin: Masculin}}
      naissance: {label: Date de naissance, type: date, before: today}
      lieu: {label: Ville de naissance, type: text, max_length: 32}
      pays: {label: Pays de naissance, type: country}
      adresse: {label: Adresse, type: address}
    flow:
      - screen: identite
        title: Votre identité
        requires: account
        fields: [nom, prenoms, sexe, naissance, lieu, pays, adresse]
        submit: {title: Déposer, outcome: depose, deliver: [attestation]}
    deliverables:
      attestation:
        title: Attestation de prolongation
        template: certificate
        text: Demande n° {{ filing.number }}.
        seal:
          standard: 2d-doc
          type: "13"
          values:
            6J: "'2'"
            6K: filing.number
            6L: filing.date
            6P: "'AUTORISE A TRAVAILLER'"
            6Q: account.number
            "62": nom
            "63": nom
            "60": prenoms
            "68":
              - {when: sexe == 'masculin', value: "'M'"}
              - {when: sexe == 'feminin', value: "'F'"}
            6A: lieu
            6C: pays
            "67": pays
            6U: adresse
            6W: adresse.code_postal
            6X: adresse.ville

Juste ::

    fields:
      nom: {label: Nom, type: text, max_length: 38}
      prenoms: {label: Prénoms, type: text, max_length: 60}
      sexe: {label: Sexe, type: choice, options: {feminin: Féminin, masculin: Masculin}}
      naissance: {label: Date de naissance, type: date, before: today}
      lieu: {label: Ville de naissance, type: text, max_length: 32}
      pays: {label: Pays de naissance, type: country}
      adresse: {label: Adresse, type: address}
    flow:
      - screen: identite
        title: Votre identité
        requires: account
        fields: [nom, prenoms, sexe, naissance, lieu, pays, adresse]
        submit: {title: Déposer, outcome: depose, deliver: [attestation]}
    deliverables:
      attestation:
        title: Attestation de prolongation
        template: certificate
        text: Demande n° {{ filing.number }}.
        seal:
          standard: 2d-doc
          type: "13"
          values:
            6J: "'2'"
            6K: filing.number
            6L: filing.date
            6P: "'AUTORISE A TRAVAILLER'"
            6Q: account.number
            "62": nom
            "63": nom
            "60": prenoms
            "68":
              - {when: sexe == 'masculin', value: "'M'"}
              - {when: sexe == 'feminin', value: "'F'"}
            "69": naissance
            6A: lieu
            6C: pays
            "67": pays
            6U: adresse
            6W: adresse.code_postal
            6X: adresse.ville
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.definitions import Seal
from ...source.diagnostic import Diagnostic
from ...source.wording import _, listed
from ...two_d_doc import SEAL_TYPES, SealType
from ..rule import Facts, Rule


def check(facts: Facts) -> Iterable[Diagnostic]:
    """The seal of every deliverable."""
    for deliverable in facts.story.procedure.deliverables.values():
        seal = deliverable.seal
        if seal is None or seal.standard != "2d-doc":
            continue
        known = SEAL_TYPES.get(seal.type)
        if known is None:
            yield Diagnostic(
                "seal-fields",
                _("Parcours ne connaît pas le type « {type} » de la norme 2D-Doc.").format(
                    type=seal.type
                ),
                seal.span,
                _("Types connus : {types}.").format(types=", ".join(SEAL_TYPES)),
            )
        else:
            yield from _unfit(seal, known)
            yield from _missing(seal, known)


def _unfit(seal: Seal, known: SealType) -> Iterator[Diagnostic]:
    for value in seal.values:
        if value.id in known.fields:
            continue
        if value.id in known.forbidden:
            message = _("La donnée « {id} » est interdite dans un document de type {type}.")
        else:
            message = _("La donnée « {id} » n’existe pas dans un document de type {type}.")
        yield Diagnostic(
            "seal-fields",
            message.format(id=value.id, type=seal.type),
            value.span,
            _("Retirez-la. Données de ce type : {ids}.").format(ids=", ".join(known.fields)),
        )


def _missing(seal: Seal, known: SealType) -> Iterator[Diagnostic]:
    given = {value.id for value in seal.values}
    missing = [
        f"{id_} ({field.name})"
        for id_, field in known.fields.items()
        if field.is_mandatory and id_ not in given
    ]
    if missing:
        yield Diagnostic(
            "seal-fields",
            _("Il manque au cachet ce que la norme demande : {fields}.").format(
                fields=listed(missing)
            ),
            seal.span,
            _("Ajoutez ces codes sous « values: », chacun avec son expression."),
        )


RULE = Rule("seal-fields", check, needs_whole=True)
