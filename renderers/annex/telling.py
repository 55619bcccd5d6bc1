"""What the annex says of one document, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.model.definitions import Document, Duration
from ...engine.source.wording import _, listed, ngettext
from .annex import Item

_UNITS = {
    "hours": ("{n} heure", "{n} heures"),
    "days": ("{n} jour", "{n} jours"),
    "weeks": ("{n} semaine", "{n} semaines"),
    "months": ("{n} mois", "{n} mois"),
    "years": ("{n} an", "{n} ans"),
}


def facts(item: Item, owner: Item | None = None) -> Iterator[str]:
    """Everything but its title and help. An element does not repeat what its owner said."""
    document, above = item.document, owner.document if owner else None
    if item.when:
        yield _("Demandé {condition}.").format(condition=item.when)
    if document.optional:
        yield _("Facultatif.")
    if document.later:
        yield document.later
    if document.max_age and document.max_age != (above.max_age if above else None):
        yield _("Daté de moins de {delay} le jour du dépôt.").format(delay=delay(document.max_age))
    if document.code:
        yield _("Un code à écrire : il n’y a pas de fichier à joindre.")
    elif above is None or _files(document) != _files(above):
        yield files(document)
    if document.law:
        form = _("Référence : {law}.") if len(document.law) == 1 else _("Références : {law}.")
        yield form.format(law=listed(document.law))


def _files(document: Document) -> tuple[tuple[str, ...], int, tuple[int, int]]:
    return document.accept, document.max_size, document.files


def files(document: Document) -> str:
    """« 1 à 5 fichiers PDF, JPEG ou PNG, de 10 Mo au plus chacun. »"""
    least, most = document.files
    formats = listed([name.upper() for name in document.accept], last=_("ou"))
    if most == 1:
        form = _("Un fichier {formats}, de {size} au plus.")
    elif least == most:
        form = _("{least} fichiers {formats}, de {size} au plus chacun.")
    elif most == least + 1:
        form = _("{least} ou {most} fichiers {formats}, de {size} au plus chacun.")
    else:
        form = _("{least} à {most} fichiers {formats}, de {size} au plus chacun.")
    return form.format(least=least, most=most, formats=formats, size=size(document.max_size))


def size(octets: int) -> str:
    """« 10 Mo », « 500 ko »: decimal units, as in the procedure."""
    if octets % 1_000_000 == 0:
        return _("{n} Mo").format(n=octets // 1_000_000)
    return _("{n} ko").format(n=octets // 1_000)


def delay(duration: Duration) -> str:
    """« 6 mois »."""
    return ngettext(*_UNITS[duration.unit], duration.count).format(n=duration.count)


def choice(item: Item) -> str:
    """What introduces its elements, or nothing."""
    document = item.document
    if document.variants:
        return _("Selon votre situation :")
    if document.any_of:
        return _("L’un de ces documents :")
    if len(document.all_of) == 1:
        return _("Ce document :")
    return _("Tous ces documents :") if document.all_of else ""
