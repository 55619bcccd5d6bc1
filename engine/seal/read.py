"""The text of a 2D-DOC taken apart, for any type of document."""

from __future__ import annotations

import re
from base64 import b32decode, b32encode

from ..source.wording import _
from .code import GROUP, HEADER_LENGTHS, RECORD, UNIT, Code, Datum, Header, Unreadable, read_day
from .lengths import ENDLESS, LENGTHS

LONGEST = 3_000
"""A symbol of the greatest size holds 2,335 characters in C40."""

_START = re.compile(r"DC(\d\d)")
_ID = re.compile(r"[0-9A-Z]{2}")
_NAMES = re.compile(r"[A-Z]{2}[A-Z0-9]{2}[A-Z0-9]{4}")
_AFTER_DAYS = re.compile(r"[0-9A-Z]{2}(?:[0-9A-Z]{2})?(?:[A-Z]{2})?")


def read(text: str) -> Code:
    """The code that `text` is, whether or not its signature is right.

    Raises Unreadable for another text, an unknown version or one that is cut short.
    """
    if not text.startswith("DC") or len(text) > LONGEST:
        raise Unreadable(_("Ce texte n’est pas un code 2D-DOC."))
    message, mark, rest = text.partition(UNIT)
    if not mark:
        raise Unreadable(_("Le code 2D-DOC n’a pas de signature."))
    header = _header(message)
    data, unknown = _data(message[HEADER_LENGTHS[header.version] :])
    return Code(header, data, message, _signature(rest, header), unknown)


def _header(message: str) -> Header:
    start = _START.match(message)
    version = int(start[1]) if start else 0
    if version not in HEADER_LENGTHS:
        raise Unreadable(_("Cette version de 2D-DOC est inconnue."))
    text = message[: HEADER_LENGTHS[version]]
    wrong = Unreadable(_("L’en-tête du code 2D-DOC est mal écrit."))
    is_right = _NAMES.fullmatch(text[4:12]) and _AFTER_DAYS.fullmatch(text[20:])
    if len(text) < HEADER_LENGTHS[version] or not is_right:
        raise wrong
    try:
        issued, signed = read_day(text[12:16]), read_day(text[16:20])
    except ValueError:
        raise wrong from None
    names = text[4:8], text[8:12]
    return Header(version, *names, issued, signed, text[20:22], text[22:24], text[24:26])


def _data(text: str) -> tuple[tuple[Datum, ...], tuple[str, ...]]:
    """Each value with its id, and the ids that nobody knows."""
    found: list[Datum] = []
    place = 0
    while place < len(text):
        id_ = text[place : place + 2]
        if not _ID.fullmatch(id_) or any(datum.id == id_ for datum in found):
            raise Unreadable(_("Les données du code 2D-DOC sont mal écrites."))
        datum, place = _datum(id_, text, place + 2)
        found.append(datum)
    return tuple(found), tuple(datum.id for datum in found if datum.id not in LENGTHS)


def _datum(id_: str, text: str, start: int) -> tuple[Datum, int]:
    """The value from there, and where the next one begins."""
    least, most = LENGTHS.get(id_, (0, ENDLESS))
    run = re.compile(f"[^{GROUP}{RECORD}]{{0,{most}}}").match(text, start)
    assert run is not None  # an empty value matches
    value, end = run[0], run.end()
    if len(value) < least:
        message = _("La donnée « {id} » du code 2D-DOC est trop courte.")
        raise Unreadable(message.format(id=id_))
    if least == most:
        return Datum(id_, value), end
    mark = text[end : end + 1]
    if mark not in (GROUP, RECORD):
        return Datum(id_, value), end
    return Datum(id_, value, is_cut=mark == RECORD), end + 1


def _signature(rest: str, header: Header) -> bytes:
    """r and s, of one size. Only one text stands for them: a letter changed is a fault told.

    From version 4 an annex that nobody signed may follow; it is not read.
    """
    text, _mark, annex = rest.partition(GROUP)
    wrong = Unreadable(_("La signature du code 2D-DOC est mal écrite."))
    if annex and header.version < 4:
        raise wrong
    try:
        signature = b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        raise wrong from None
    if not signature or len(signature) % 2 or b32encode(signature).decode().rstrip("=") != text:
        raise wrong
    return signature
