"""The documents a caseworker asks an applicant for: which, why, and what to do.

CRPA L. 114-5 has the administration name the missing documents. `settings.options` are the
procedure's documents, each with its id and title; another one is asked for by its title alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ...expr.types import OPAQUE
from ...source.wording import NBSP, _
from ..choosing import check_offered, chosen
from ..composite import each, refuse, rows_of
from ..field_type import Accepts, Control, FieldType, Json, Option, Raw, Refused, Refuses, Settings
from ..length import check_length
from ..reading import empty, is_blank, lines_of, text_of

MOST_DOCUMENTS = 50
LONGEST_TITLE = 200
LONGEST_MESSAGE = 2000

PARTS = ("document", "title", "reason", "message")

REASONS = (
    Option("missing", _("Manquant"), _("Ce document manque : joignez-le.")),
    Option(
        "unreadable", _("Illisible"), _("Ce document est illisible : joignez-en une copie nette.")
    ),
    Option("expired", _("Périmé"), _("Ce document est périmé : joignez-en un plus récent.")),
    Option("other", _("Autre motif")),
)


@dataclass(frozen=True, slots=True)
class RequestedDocument:
    """One document asked for. `document` is its id in the procedure, None for another one."""

    document: str | None
    title: str
    reason: str
    message: str


Request = tuple[RequestedDocument, ...]


def _parse(raw: Raw, settings: Settings, _today: date) -> Request:
    if not (given := rows_of(raw, PARTS)):
        raise empty()
    if len(given) > MOST_DOCUMENTS:
        sentence = _("Demandez {count} documents au plus.")
        raise Refused(sentence.format(count=MOST_DOCUMENTS))
    asked = tuple(one for _n, one in each(given, lambda row: _one(row, settings.options)))
    refuse(_repeated(asked))
    return asked


def _repeated(asked: Sequence[RequestedDocument]) -> list[Refused]:
    names = [one.document or one.title for one in asked]
    sentence = _("Vous demandez ce document deux fois : gardez une seule demande.")
    return [
        Refused(sentence, f"{number}.document")
        for number, name in enumerate(names, 1)
        if name in names[: number - 1]
    ]


def _one(row: Raw, options: tuple[Option, ...]) -> RequestedDocument:
    if not isinstance(row, Mapping):
        raise Refused(_("Répondez séparément dans chaque case."))
    document = _part(row, "document", lambda raw: chosen(raw, options))
    title = _part(row, "title", _title)
    reason = _part(row, "reason", lambda raw: chosen(raw, REASONS))
    message = _part(row, "message", _message)
    if not document and not title:
        raise Refused(_("Choisissez un document, ou écrivez le titre d’un autre."), "document")
    if not reason:
        raise Refused(_("Choisissez le motif de la demande."), "reason")
    usual = next(option.text for option in REASONS if option.id == reason)
    if not (message or usual):
        raise Refused(_("Expliquez à l’usager ce qu’il doit faire."), "message")
    own_title = next((option.label for option in options if option.id == document), title)
    return RequestedDocument(document or None, own_title, reason, message or usual)


def _part(row: Mapping[str, Raw], name: str, parse: Callable[[Raw], str]) -> str:
    """The text of that part, empty if nothing was given."""
    given = row.get(name, "")
    try:
        return "" if is_blank(given) else parse(given)
    except Refused as fault:
        raise Refused(fault.sentence, name) from None


def _title(raw: Raw) -> str:
    title = text_of(raw)
    check_length(title, Settings(), LONGEST_TITLE)
    return title


def _message(raw: Raw) -> str:
    message = lines_of(raw)
    check_length(message, Settings(), LONGEST_MESSAGE)
    return message


def _check(asked: Request, settings: Settings, _today: date) -> None:
    check_offered((one.document for one in asked if one.document), settings.options)


def _show(asked: Request, _settings: Settings) -> str:
    """One line a document: « Bail de location (illisible) : joignez-en une copie nette. »"""
    reasons = {option.id: option.label.lower() for option in REASONS}
    return "\n".join(
        _("{title} ({reason}) : {message}").format(
            title=one.title, reason=reasons[one.reason], message=one.message
        )
        for one in asked
    )


def _pack(asked: Request, _settings: Settings) -> Json:
    return [asdict(one) for one in asked]


def _unpack(packed: Any, _settings: Settings) -> Request:
    """Raises TypeError for what no journal holds."""
    return tuple(RequestedDocument(**row) for row in packed)


def _raw(asked: Request, _settings: Settings) -> Raw:
    return [
        {
            "document": one.document or "",
            "title": one.title,
            "reason": one.reason,
            "message": one.message,
        }
        for one in asked
    ]


_LEASE = Settings(options=(Option("bail", "Bail de location"), Option("photo", "Photo")))
_BLURRED = RequestedDocument("bail", "Bail de location", "unreadable", REASONS[1].text)

FIELD_TYPE = FieldType(
    name="documents_request",
    title=_("Demande de documents"),
    control=Control.REQUEST,
    expression=lambda _settings: OPAQUE,
    parse=_parse,
    check=_check,
    show=_show,
    pack=_pack,
    unpack=_unpack,
    raw=_raw,
    accepts=(
        Accepts(
            [{"document": "bail", "reason": "unreadable"}],
            (_BLURRED,),
            f"Bail de location (illisible){NBSP}: Ce document est illisible{NBSP}: "
            "joignez-en une copie nette.",
            _LEASE,
        ),
        Accepts(
            [
                {"document": ""},
                {"title": "Acte de décès", "reason": "other", "message": "Merci\r\n"},
            ],
            (RequestedDocument(None, "Acte de décès", "other", "Merci"),),
            f"Acte de décès (autre motif){NBSP}: Merci",
            _LEASE,
        ),
        Accepts(
            [
                {"document": "photo", "reason": "expired", "message": "Qui est-ce ?"},
                {"document": "Bail de location", "reason": "Illisible"},
            ],
            (RequestedDocument("photo", "Photo", "expired", "Qui est-ce ?"), _BLURRED),
            f"Photo (périmé){NBSP}: Qui est-ce ?\nBail de location (illisible){NBSP}: "
            f"Ce document est illisible{NBSP}: joignez-en une copie nette.",
            _LEASE,
        ),
    ),
    refuses=(
        Refuses([], "Répondez à cette question.", _LEASE),
        Refuses("bail", "Répondez séparément dans chaque case.", _LEASE),
        Refuses(
            [{"reason": "missing"}],
            "Choisissez un document, ou écrivez le titre d'un autre.",
            _LEASE,
            "1.document",
        ),
        Refuses([{"document": "bail"}], "Choisissez le motif de la demande.", _LEASE, "1.reason"),
        Refuses(
            [{"document": "bail", "reason": "other"}],
            "Expliquez à l'usager ce qu'il doit faire.",
            _LEASE,
            "1.message",
        ),
        Refuses(
            [{"document": "tout", "reason": "missing"}],
            "Choisissez parmi les réponses proposées, par exemple « Bail de location ».",
            _LEASE,
            "1.document",
        ),
        Refuses(
            [{"document": "bail", "reason": "missing"}, {"document": "bail", "reason": "expired"}],
            "Vous demandez ce document deux fois : gardez une seule demande.",
            _LEASE,
            "2.document",
        ),
    ),
)
