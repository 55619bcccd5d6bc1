"""What a 2D-DOC seal must hold, for the types of document that Parcours issues.

Source: ANTS, « Spécifications techniques des codes à barres 2D-Doc », version 3.2.6, document type
13 (« Justificatif d’identité – Document étranger »): data fields, lengths, status, allowed values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from .source.wording import _


class Content(Enum):
    """What a data field holds. Capitals and blanks are what the writer makes of any text."""

    DIGITS = "digits"
    LETTERS = "letters"
    LETTERS_AND_DIGITS = "letters and digits"
    CODE = "code"  # letters and digits without blanks
    DAY = "day"
    BIRTH_DAY = "birth day"  # day and month may be unknown, 00
    SEX = "sex"
    COUNTRY = "country"
    ADDRESS_LINE = "address line"
    POSTAL_CODE = "postal code"


@dataclass(frozen=True, slots=True)
class SealField:
    """One data field: its name, its least and greatest length, and whether it must be there."""

    name: str
    least: int
    most: int
    content: Content
    is_mandatory: bool = True
    values: tuple[str, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether its values all have one length: they are neither ended nor cut."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class SealType:
    """One type of document: its data fields by id, and the ids it may not hold.

    `validity` are the ids of the first and the last day of validity.
    """

    fields: Mapping[str, SealField]
    forbidden: tuple[str, ...] = ()
    validity: tuple[str, ...] = ()


FOREIGN_DOCUMENT = SealType(
    {
        "6J": SealField(
            _("Type de document étranger"), 1, 1, Content.DIGITS, values=tuple("12345")
        ),
        "6K": SealField(_("Numéro de la demande"), 19, 19, Content.DIGITS),
        "6L": SealField(_("Date de dépôt"), 8, 8, Content.DAY),
        "6P": SealField(_("Autorisation"), 0, 40, Content.LETTERS),
        "6Q": SealField(_("Numéro d’étranger"), 0, 10, Content.CODE),
        "62": SealField(_("Nom patronymique"), 0, 38, Content.LETTERS),
        "63": SealField(_("Nom d’usage"), 0, 38, Content.LETTERS),
        "60": SealField(_("Liste des prénoms"), 0, 60, Content.LETTERS),
        "68": SealField(_("Genre"), 1, 1, Content.SEX, values=("M", "F")),
        "69": SealField(_("Date de naissance"), 8, 8, Content.BIRTH_DAY),
        "6A": SealField(_("Lieu de naissance"), 0, 32, Content.LETTERS_AND_DIGITS),
        "6C": SealField(_("Pays de naissance"), 2, 2, Content.COUNTRY),
        "67": SealField(_("Nationalité"), 2, 2, Content.COUNTRY),
        "6U": SealField(_("Ligne 4 de l’adresse"), 0, 38, Content.ADDRESS_LINE),
        "6W": SealField(_("Code postal"), 5, 5, Content.POSTAL_CODE),
        "6X": SealField(_("Commune"), 0, 32, Content.LETTERS),
        "6M": SealField(_("Catégorie du titre"), 0, 40, Content.LETTERS, is_mandatory=False),
        "6N": SealField(_("Début de validité"), 8, 8, Content.DAY, is_mandatory=False),
        "6O": SealField(_("Fin de validité"), 8, 8, Content.DAY, is_mandatory=False),
        "6R": SealField(_("Numéro de visa"), 12, 12, Content.CODE, is_mandatory=False),
        "61": SealField(_("Prénom"), 0, 20, Content.LETTERS, is_mandatory=False),
        "66": SealField(
            _("Numéro de la pièce d’identité"), 0, 20, Content.CODE, is_mandatory=False
        ),
        "6S": SealField(_("Ligne 2 de l’adresse"), 0, 38, Content.ADDRESS_LINE, is_mandatory=False),
        "6T": SealField(_("Ligne 3 de l’adresse"), 0, 38, Content.ADDRESS_LINE, is_mandatory=False),
        "6V": SealField(_("Ligne 5 de l’adresse"), 0, 38, Content.ADDRESS_LINE, is_mandatory=False),
        "6Y": SealField(_("Pays de l’adresse"), 2, 2, Content.COUNTRY, is_mandatory=False),
    },
    forbidden=("65", "6F"),
    validity=("6N", "6O"),
)

SEAL_TYPES: Mapping[str, SealType] = {"13": FOREIGN_DOCUMENT}
