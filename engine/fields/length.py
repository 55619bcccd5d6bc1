"""How long a text may be."""

from __future__ import annotations

from ..source.wording import _, ngettext
from .field_type import Key, Kind, Refused, Settings


def length_keys(longest: int) -> dict[str, Key]:
    """The keys `min_length` and `max_length` of a type of text."""
    most = _("Le plus grand nombre de caractères ({longest} si rien n’est dit).")
    return {
        "min_length": Key(Kind.INTEGER, _("Le plus petit nombre de caractères.")),
        "max_length": Key(Kind.INTEGER, most.format(longest=longest)),
    }


def check_length(text: str, settings: Settings, longest: int) -> None:
    """Raises Refused outside `min_length` and `max_length`, counted in Unicode characters."""
    least, most = settings.values.get("min_length", 0), settings.values.get("max_length", longest)
    length = len(text)
    if length > most:
        sentence = ngettext(
            "Raccourcissez votre réponse : {most} caractère au plus, elle en compte {length}.",
            "Raccourcissez votre réponse : {most} caractères au plus, elle en compte {length}.",
            most,
        )
        raise Refused(sentence.format(most=most, length=length))
    if length < least:
        sentence = ngettext(
            "Écrivez au moins {least} caractère : votre réponse en compte {length}.",
            "Écrivez au moins {least} caractères : votre réponse en compte {length}.",
            least,
        )
        raise Refused(sentence.format(least=least, length=length))
