"""Lists of requests and drafts, from their cards alone: no journal is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..source.wording import _
from ..store.store import Listed
from .catalogue import Catalogue
from .written import DRAFT, FILED


@dataclass(frozen=True, slots=True)
class Request:
    """A line of a list. `status` is `draft`, `filed`, or the state of the examination.

    The titles are those of the version that the dossier is bound to; `number` is empty in a draft.
    """

    dossier: str
    owner: str
    procedure: str
    title: str
    status: str
    status_title: str
    number: str
    opened: datetime
    changed: datetime
    filed: datetime | None

    @property
    def is_draft(self) -> bool:
        """It was not filed."""
        return self.status == DRAFT


@dataclass(frozen=True, slots=True)
class Requests:
    """A page of a list; `following`, given back as `after`, brings the next one."""

    lines: tuple[Request, ...]
    following: str | None


def request_of_card(catalogue: Catalogue, line: Listed) -> Request:
    """What a list shows of that dossier."""
    card = line.card
    procedure = catalogue.bound(card.procedure, line.bundle).procedure
    states = procedure.examination.states if procedure.examination else ()
    titles = {DRAFT: _("Brouillon"), FILED: _("Déposée")} | {one.id: one.title for one in states}
    return Request(
        dossier=line.dossier,
        owner=card.owner,
        procedure=card.procedure,
        title=procedure.title,
        status=card.status,
        status_title=titles.get(card.status, card.status),
        number=card.reference or "",
        opened=line.created,
        changed=line.updated,
        filed=card.filed,
    )
