"""What is kept, seen from outside one request: lists, stories, exports, and what is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from ..dossier.dossier import Dossier
from ..dossier.not_allowed import NotAllowed
from ..dossier.time import state_of
from ..machine.compiled import Compiled
from ..source.wording import _
from ..store.store import Store
from .catalogue import Catalogue
from .export import Export, export
from .loading import Loading, as_of, insisting
from .requests import Requests, request_of_card
from .story import Moment, story
from .written import recorded_in

GRACE = timedelta(hours=1)
"""How long a file may lie before something refers to it: no upload takes longer."""


class Records:
    """Safe to share between threads, as its store is. Raises the store's errors."""

    def __init__(
        self, store: Store, catalogue: Catalogue, loading: Loading, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._loading = loading
        self._now = now

    def requests(
        self,
        *,
        owner: str | None = None,
        procedure: str | None = None,
        status: str | None = None,
        number: str | None = None,
        before: datetime | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Requests:
        """Requests and drafts with these values, last changed first; see Store.dossiers.

        The status is the one last recorded: what came due since shows once it was ticked.
        """
        page = self._store.dossiers(
            owner=owner,
            procedure=procedure,
            status=status,
            reference=number,
            before=before,
            after=after,
            limit=limit,
        )
        lines = tuple(request_of_card(self._catalogue, line) for line in page.lines)
        return Requests(lines, page.following)

    def story(self, dossier: str) -> tuple[Moment, ...]:
        """What its applicant may read of the history, oldest first."""
        journal = self._store.load(dossier)
        compiled = self._catalogue.bound(journal.card.procedure, journal.bundle)
        return tuple(story(compiled, recorded_in(dossier, journal.entries)))

    def export(self, owner: str) -> Export:
        """Everything that is kept on a person. ValueError for nobody: drafts without an owner are
        not one person's."""
        if not owner:
            raise ValueError("an export is made for somebody")
        return export(self._store, owner, self._now())

    def erase(self, dossier: str, owner: str | None = None) -> None:
        """Forget a draft, asked by its owner; without `owner`, whatever nobody examines any more.

        Raises NotAllowed, and Unknown when it is gone. Its files go with the next `collect`.
        """

        def erased() -> None:
            found = self._loading.load(dossier)
            if owner is not None and owner != found.card.owner:
                raise NotAllowed(_("Cette demande n’est pas la vôtre."))
            state = as_of(found.compiled, found.dossier, self._now())
            _require_erasable(found.compiled, state, owner is not None)
            self._store.erase(dossier, found.version)
            self._loading.forget(dossier)

        insisting(erased)

    def collect(self, grace: timedelta = GRACE) -> int:
        """Remove the files that nothing refers to any more; how many. To be done every day."""
        return self._store.collect(grace)


def _require_erasable(compiled: Compiled, dossier: Dossier, by_owner: bool) -> None:
    if dossier.filed and by_owner:
        raise NotAllowed(_("Votre demande est déposée : elle ne peut plus être effacée."))
    state = state_of(compiled, dossier)
    if state and not state.final:
        raise NotAllowed(_("Cette demande est en cours d’examen : elle ne peut pas être effacée."))
