"""What is old is forgotten: drafts, requests past their retention, links, sessions, files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..engine.dossier.not_allowed import NotAllowed
from ..engine.dossier.time import later
from ..engine.fields.day import french_date
from ..engine.model.basics import Duration
from ..engine.model.definitions import Procedure
from ..engine.runtime import Runtime
from ..engine.runtime.written import DRAFT, FILED
from ..engine.source.wording import _
from ..engine.store.errors import StoreError, Unknown, WorldError
from ..engine.store.store import Listed
from .accounts import Accounts
from .forgetting import Forgetting
from .keys import digest
from .leftovers import Leftovers
from .links import Links
from .mails import Mailbox
from .performing import Performing
from .sessions import Sessions
from .stashes import Stashes

log = logging.getLogger("parcours.portal.sweeping")

DRAFTS = Duration(90, "days")
"""Where a procedure does not say how long drafts are kept."""
WARNED = timedelta(days=7)
"""How long before a draft of an account is erased its person is told; those kept for less than
twice as long go without a word."""
MAILS = timedelta(days=30)
"""What the mailbox keeps of a mail that left."""
ROOMY = 100


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Each part stands alone: what one day leaves undone the next one does."""

    runtime: Runtime
    forgetting: Forgetting
    accounts: Accounts
    performing: Performing
    sessions: Sessions
    links: Links
    stashes: Stashes
    leftovers: Leftovers
    mailbox: Mailbox
    now: Callable[[], datetime]

    def sweep(self) -> int:
        """Every day; how many drafts and requests are gone."""
        count = sum(map(self._looked_at, list(self._old())))
        self.sessions.sweep()
        self.links.sweep()
        self.stashes.sweep()
        self.mailbox.sweep(MAILS)
        self.forgetting.orphans()
        files = self.runtime.records.collect()
        log.info("swept", extra={"count": count + files})
        return count

    def _looked_at(self, line: Listed) -> bool:
        """Whether it is gone. One that cannot be read keeps no other one, and nothing else."""
        try:
            if self._is_over(line):
                return self._erased(line)
            if line.card.status == DRAFT:
                self._warn(line)
        except WorldError:  # what ails the disk ails all of them
            raise
        except StoreError:
            log.exception("unread")
        return False

    def _old(self) -> Iterator[Listed]:
        """What nobody has touched since yesterday."""
        before, after = self.now() - timedelta(days=1), None
        while True:
            page = self.runtime.store.dossiers(before=before, after=after, limit=ROOMY)
            yield from page.lines
            after = page.following
            if after is None:
                return

    def _is_over(self, line: Listed) -> bool:
        end = self._end(line)
        return end is not None and end <= self.now()

    def _end(self, line: Listed) -> datetime | None:
        """When it is to be forgotten, by the version it is bound to; None: never by itself.

        What a procedure without examination hands over lives in the application: the request
        itself goes as its drafts do.
        """
        procedure = self._procedure(line)
        if line.card.status == DRAFT or (line.card.status == FILED and not procedure.retention):
            return later(self._touched(line), procedure.drafts or DRAFTS)
        return later(line.updated, procedure.retention) if procedure.retention else None

    def _touched(self, line: Listed) -> datetime:
        """By an answer, or by what is not one yet."""
        return max(line.updated, self.leftovers.changed(line.dossier) or line.updated)

    def _procedure(self, line: Listed) -> Procedure:
        return self.runtime.catalogue.bound(line.card.procedure, line.bundle).procedure

    def _erased(self, line: Listed) -> bool:
        """A request that somebody still examines stays, however old it is; so does what was changed
        since it was listed."""
        try:
            if self._has_moved(line):
                return False
            self.forgetting.erase(line.dossier)
        except (NotAllowed, Unknown):
            return False
        return True

    def _has_moved(self, line: Listed) -> bool:
        """What came due while nobody looked is recorded first, and the delay runs from there."""
        seen = self.runtime.tick if line.card.filed else self.runtime.look
        return seen(line.dossier).version != line.version

    def _warn(self, line: Listed) -> None:
        """Once for each time that the draft was left."""
        end, now, touched = self._end(line), self.now(), self._touched(line)
        account = self.accounts.found(line.card.owner.removeprefix("account:"))
        if account is None or end is None or end - now > WARNED or end - touched < 2 * WARNED:
            return
        subject = _("Votre brouillon va être effacé")
        text = _(
            "Bonjour,\n\nVotre brouillon « {title} » sera effacé le {day}, avec ses fichiers. Pour "
            "le garder, connectez-vous et enregistrez-le de nouveau."
        )
        told = text.format(title=self._procedure(line).title, day=french_date(end.date()))
        name = digest(f"fading {line.dossier} {touched.isoformat()}")[:32]
        self.performing.mail(name, account.email, subject, told)
