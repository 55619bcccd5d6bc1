"""Everything a running portal holds, made once and closed at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import randbelow, token_urlsafe

from ..engine.dossier.time import PARIS
from ..engine.fields.field_type import Json, Refused
from ..engine.fields.field_type import Settings as Settled
from ..engine.fields.registry import field_types
from ..engine.runtime import Runtime, Sources
from ..engine.store.open import open_store
from ..renderers.seal.trust import Trust
from .accounts import Account, Accounts
from .drafts import Drafts
from .keys import server_key
from .letters import Letters
from .limits import Limits
from .links import Links
from .mails import Mailbox, Postman
from .papers import Papers
from .passwords import Passwords
from .performing import Performing
from .procedures import OURS, Loaded, load
from .registry import Nobody, Registry, Residents, packed
from .scanning import Scanner
from .seals import Seals
from .sessions import Sessions
from .settings import Settings
from .tables import Tables
from .worker import Worker

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The instant, aware."""
    return datetime.now(UTC)


def request_number(now: datetime) -> str:
    """19 digits, as in the official example of the 2D-DOC (site, day, hour, rank): the site is
    9999, nobody's."""
    local = now.astimezone(PARIS)
    return f"9999{local:%Y%m%d%H%M}{randbelow(1000):03}"


@dataclass(frozen=True, slots=True)
class House:
    """The services that handlers call. `key` signs what leaves and must come back unchanged."""

    settings: Settings
    now: Clock
    key: bytes
    tables: Tables
    runtime: Runtime
    loaded: Loaded
    accounts: Accounts
    passwords: Passwords
    sessions: Sessions
    links: Links
    drafts: Drafts
    limits: Limits
    registry: Registry
    letters: Letters
    mailbox: Mailbox
    papers: Papers
    performing: Performing
    postman: Postman
    worker: Worker
    scanner: Scanner
    trust: Trust

    def known(self, account: Account, procedure: str) -> dict[str, Json]:
        """What the registry says of that person, for that procedure."""
        values = self.registry.known(account.identity)
        wanted = self.runtime.catalogue.present(procedure).procedure
        return packed(values, wanted, self.now().astimezone(PARIS).date())

    def is_address(self, text: str) -> bool:
        """Whether mail may be sent there."""
        try:
            field_types()["email"].parse(text, Settled(), self.now().date())
        except Refused:
            return False
        return True

    def start(self) -> None:
        """The threads that work beside the requests."""
        self.worker.start()
        self.postman.start()

    def close(self) -> None:
        """What was acknowledged is durable; nothing is taken any more."""
        self.worker.stop()
        self.postman.stop()
        self.passwords.close()
        self.runtime.store.close()
        self.tables.close()


def open_house(settings: Settings, now: Clock = utc_now, registry: Registry | None = None) -> House:
    """Below the data folder, which is made if it is not there, for its owner only.

    Raises KeyTrouble when certificates cannot be signed, StoreError when the disk refuses.
    """
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    tables = Tables(settings.data / "portal.sqlite")
    key = server_key(settings.data / "key")
    links, passwords = Links(tables, settings.address, now), Passwords()
    loaded = load(settings.procedures or OURS)
    store = open_store(f"sqlite:{settings.data / 'dossiers'}")
    sources = Sources(
        now=now,
        dossier=lambda: token_urlsafe(16),
        number=lambda: request_number(now()),
        link=links.of_dossier,
        protect=passwords.hashed,
    )
    runtime = Runtime(loaded.checked, store, sources, settings.service)
    accounts, letters = Accounts(tables, now), Letters(tables, now)
    seals = Seals(settings, now)
    papers = Papers(tables, settings.data / "papers", seals.paper, now)
    mailbox = Mailbox(tables, now)
    performing = Performing(settings, runtime, accounts, letters, mailbox, papers)
    return House(
        settings=settings,
        now=now,
        key=key,
        tables=tables,
        runtime=runtime,
        loaded=loaded,
        accounts=accounts,
        passwords=passwords,
        sessions=Sessions(tables, key, now),
        links=links,
        drafts=Drafts(tables),
        limits=Limits(),
        registry=registry or (Residents() if settings.is_demonstration else Nobody()),
        letters=letters,
        mailbox=mailbox,
        papers=papers,
        performing=performing,
        postman=Postman(mailbox, settings, performing.attachment),
        worker=Worker(runtime.perform, performing.perform),
        scanner=Scanner(),
        trust=seals.trust,
    )
