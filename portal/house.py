"""Everything a running portal holds, made once and closed at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import BinaryIO

from ..engine.analysis.translation import LOCALES, PO, Translations, read_translations
from ..engine.dossier.time import PARIS
from ..engine.fields.field_type import Json, Refused
from ..engine.fields.field_type import Settings as Settled
from ..engine.fields.registry import field_types
from ..engine.model.definitions import Procedure
from ..engine.runtime import Runtime, Sources
from ..engine.source.files import Folder
from ..engine.source.wording import _, listed
from ..engine.store.open import open_store
from ..renderers.seal.trust import Trust
from .accounts import Account, Accounts
from .drafts import Drafts
from .forgetting import Forgetting
from .holding import hold
from .keys import server_key
from .leftovers import Leftovers
from .letters import Letters
from .limits import Limits
from .links import Links
from .lists import Lists
from .mails import Mailbox, Postman
from .numbers import Numbers
from .papers import Papers
from .passwords import Passwords
from .performing import Performing
from .procedures import OURS, Shelf
from .registry import Registry, known, packed
from .registry import registry as registry_of
from .renderings import Renderings
from .repeats import Repeats
from .rounds import Round, Rounds
from .scanning import Scanner
from .seals import Seals
from .sendings import Sendings
from .sessions import Sessions
from .settings import BadSettings, Settings
from .stashes import Stashes
from .sweeping import Sweeper
from .tables import Tables
from .worker import Worker

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The instant, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    """The services that handlers call. `key` signs what leaves and must come back unchanged."""

    hold: BinaryIO
    settings: Settings
    now: Clock
    key: bytes
    tables: Tables
    runtime: Runtime
    shelf: Shelf
    accounts: Accounts
    passwords: Passwords
    sessions: Sessions
    links: Links
    drafts: Drafts
    limits: Limits
    sendings: Sendings
    repeats: Repeats
    renderings: Renderings
    stashes: Stashes
    leftovers: Leftovers
    registry: Registry
    letters: Letters
    mailbox: Mailbox
    papers: Papers
    lists: Lists
    forgetting: Forgetting
    performing: Performing
    postman: Postman
    worker: Worker
    scanner: Scanner
    trust: Trust
    rounds: Rounds = field(default_factory=Rounds)

    def known(self, account: Account, procedure: Procedure) -> dict[str, Json]:
        """What the registry says of that person, for that procedure."""
        values = known(self.registry, account.identity)
        return packed(values, procedure, self.now().astimezone(PARIS).date())

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
        self.rounds.start()
        self.postman.start()

    def close(self) -> None:
        """What was acknowledged is durable; nothing is taken any more."""
        self.rounds.stop()
        self.worker.stop()
        self.postman.stop()
        self.passwords.close()
        self.scanner.close()
        self.runtime.store.close()
        self.tables.close()
        self.hold.close()


def open_house(settings: Settings, now: Clock = utc_now, registry: Registry | None = None) -> House:
    """Below the data folder, which is made if it is not there, for its owner only.

    Raises AlreadyOpen when another portal serves it, KeyTrouble when certificates cannot be
    signed, StoreError or OSError when the disk refuses.
    """
    held = hold(settings.data)
    try:
        return _furnished(held, settings, now, registry)
    except BaseException:
        held.close()
        raise


def _furnished(held: BinaryIO, settings: Settings, now: Clock, registry: Registry | None) -> House:
    tables = Tables(settings.data / "portal.sqlite")
    limits = Limits()
    sendings = Sendings(limits)
    links, passwords = Links(tables, settings.address, now), Passwords()
    shelf, seals = Shelf(settings.procedures or OURS), Seals(settings, now)
    runtime = _runtime(settings, now, shelf, links, passwords, sendings)
    accounts, letters = Accounts(tables, now), Letters(tables, now)
    papers = Papers(tables, settings.data / "papers", seals.paper, now)
    mailbox, drafts, leftovers = Mailbox(tables, now), Drafts(tables), Leftovers(tables, now)
    performing = Performing(settings, runtime, accounts, letters, mailbox, papers)
    key = server_key(settings.data / "key")
    house = House(
        hold=held,
        settings=settings,
        now=now,
        key=key,
        tables=tables,
        runtime=runtime,
        shelf=shelf,
        accounts=accounts,
        passwords=passwords,
        sessions=Sessions(tables, key, now),
        links=links,
        drafts=drafts,
        limits=limits,
        sendings=sendings,
        repeats=Repeats(),
        renderings=Renderings(),
        stashes=Stashes(tables, now),
        leftovers=leftovers,
        registry=registry or _registry(settings),
        letters=letters,
        mailbox=mailbox,
        papers=papers,
        lists=Lists(),
        forgetting=Forgetting(runtime, letters, papers, links, drafts, leftovers),
        performing=performing,
        postman=Postman(mailbox, settings, performing.attachment),
        worker=Worker(runtime.perform, performing.perform),
        scanner=Scanner(settings.clamav),
        trust=seals.trust,
    )
    house.rounds.extend(_rounds(house))
    return house


def _runtime(
    settings: Settings,
    now: Clock,
    shelf: Shelf,
    links: Links,
    passwords: Passwords,
    sendings: Sendings,
) -> Runtime:
    sources = Sources(
        now=now,
        dossier=lambda: token_urlsafe(16),
        number=Numbers(now).drawn,
        link=links.of_dossier,
        sends=sendings.ask,
        protect=passwords.hashed,
    )
    words = _translations(settings)
    store = open_store(f"sqlite:{settings.data / 'dossiers'}")
    return Runtime(shelf.loaded.checked, store, sources, settings.service, words)


def _translations(settings: Settings) -> Translations | None:
    """Raises BadSettings. What is wrong in an entry, `parcours validate` says: it stays French."""
    if not settings.language:
        return None
    files = Folder(settings.procedures or OURS)
    words, faults = read_translations(files, settings.language)
    if not words.texts:
        message = _("Le réglage « language » attend un catalogue {path}, dans les procédures.")
        path = f"{LOCALES}/{settings.language}{PO}"
        raise BadSettings(" ".join([message.format(path=path), *(one.message for one in faults)]))
    return words


def _registry(settings: Settings) -> Registry:
    """Raises BadSettings."""
    try:
        return registry_of(
            settings.registry, settings.data, is_demonstration=settings.is_demonstration
        )
    except LookupError as error:
        message = _("Le registre « {name} » n’est pas installé. Sont installés : {known}.")
        known_ones = listed(error.args[0]) or _("aucun")
        raise BadSettings(message.format(name=settings.registry, known=known_ones)) from error


def sweeper_of(house: House) -> Sweeper:
    """What forgets, every day."""
    return Sweeper(
        house.runtime,
        house.forgetting,
        house.accounts,
        house.performing,
        house.sessions,
        house.links,
        house.stashes,
        house.leftovers,
        house.mailbox,
        house.now,
    )


def _rounds(house: House) -> tuple[Round, ...]:
    """What the portal does by itself."""
    renew = house.runtime.catalogue.renew
    return (
        Round(timedelta(seconds=2), lambda: house.shelf.look(renew)),
        Round(timedelta(minutes=15), house.limits.sweep),
        Round(timedelta(days=1), sweeper_of(house).sweep),
    )
