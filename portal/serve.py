"""`parcours serve`: the portal opened on this machine, until it is stopped."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, AF_INET6, create_server, gethostname, socket
from zlib import crc32

import uvicorn
from starlette.types import ASGIApp

from ..engine.source.wording import _
from ..engine.store.errors import StoreError
from ..renderers.aside import EVERY, running_on
from ..renderers.seal.keys import KeyTrouble
from ..renderers.terminal.reasons import reason
from .app import application
from .bounding import Bounded
from .holding import AlreadyOpen, is_open_to_others
from .house import House, open_house
from .logs import configuration
from .registry import Nobody
from .seed import PASSWORD, identity_line, newcomers, played, seed
from .settings import BadSettings, Settings, read_settings

GRACE = 10
"""Seconds that requests under way have to end when the portal stops."""


class CannotServe(Exception):
    """Why the portal cannot be opened, in French."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says; None leaves it to the settings file."""

    data: Path
    host: str
    port: int
    address: str | None = None
    procedures: Path | None = None
    seed: bool = False
    open: bool = False


def serve(wish: Wish, tell: Callable[[str], None]) -> None:
    """Until a signal stops it; `tell` is given what an operator reads. Raises CannotServe."""
    with _told(wish.data):
        settings = read_settings(
            wish.data, _here(wish), address=wish.address, procedures=wish.procedures, usual=_usual()
        )
    with running_on(_one_of(EVERY, wish.port) if settings.one_processor else EVERY):
        _serve(wish, settings, tell)


def _one_of(processors: Set[int], port: int) -> Set[int]:
    """One for all the threads that answer.

    They take turns at the interpreter's lock: on several processors they would not work at once,
    but each would look for what the last one wrote in the memory of another processor (a quarter
    more time, measured). Portals of one machine have neighbouring ports, and keep to different
    ones; those of containers have a port alike, and a machine's name each.
    """
    ordered = sorted(processors)
    return {ordered[(crc32(gethostname().encode()) + port) % len(ordered)]} if ordered else set()


def _serve(wish: Wish, settings: Settings, tell: Callable[[str], None]) -> None:
    with _told(wish.data):
        house = open_house(settings)
    if wish.seed and not settings.is_demonstration:
        house.close()
        raise CannotServe(_("Personne n’est inventé hors d’une démonstration : enlevez --seed."))
    if wish.seed:
        seed(house)
    server = _Server(_config(application(house), wish), lambda: _open(wish, tell))
    listening = _listening(wish, house)
    for line in greeting(house, settings):
        tell(line)
    with suppress(KeyboardInterrupt):  # stopped with grace, then told again by the server
        server.run([listening])


@contextmanager
def _told(data: Path) -> Iterator[None]:
    """What keeps the portal from being opened, as CannotServe."""
    try:
        yield
    except (AlreadyOpen, BadSettings, KeyTrouble) as error:
        raise CannotServe(str(error)) from error
    except StoreError as error:
        raise CannotServe(error.sentence) from error
    except OSError as error:
        message = _("Le dossier « {path} » ne peut pas être écrit : {why}.")
        raise CannotServe(message.format(path=data, why=reason(error))) from error


def _here(wish: Wish) -> str:
    """The address of last resort; an IPv6 one goes between brackets."""
    host = f"[{wish.host}]" if ":" in wish.host else wish.host
    return f"http://{host}:{wish.port}"


def _listening(wish: Wish, house: House) -> socket:
    """Before anything is told: a port already taken is said in French."""
    family = AF_INET6 if ":" in wish.host else AF_INET
    try:
        return create_server((wish.host, wish.port), family=family, backlog=2048)
    except OSError as error:
        house.close()
        message = _(
            "Le port {port} de {host} ne peut pas servir : {why}. Choisissez-en un autre (--port)."
        )
        told = message.format(port=wish.port, host=wish.host, why=reason(error))
        raise CannotServe(told) from error


def _config(app: ASGIApp, wish: Wish) -> uvicorn.Config:
    """One process: sessions are in the tables, but limits are counted in memory."""
    return uvicorn.Config(
        app,
        http=Bounded,
        host=wish.host,
        port=wish.port,
        log_config=dict(configuration()),
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the application trusts those that its settings name
        timeout_graceful_shutdown=GRACE,
    )


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, opened: Callable[[], None]) -> None:
        super().__init__(config)
        self._opened = opened

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """See uvicorn; then it listens."""
        await super().startup(sockets)
        if self.started:
            self._opened()


def _open(wish: Wish, tell: Callable[[str], None]) -> None:
    """In a browser, if it was asked for and there is one that draws."""
    if not (wish.open and has_screen()):
        return
    with running_on(EVERY):
        is_open = webbrowser.open(_here(wish))
    if is_open:
        tell(_("Le portail s’ouvre dans votre navigateur."))


def has_screen() -> bool:
    """Whether a window could be seen: a browser in the terminal would take it over."""
    return sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def _usual() -> Path | None:
    """`procedures/` of where one stands, if there is one."""
    here = Path("procedures")
    return here if here.is_dir() else None


def greeting(house: House, settings: Settings) -> list[str]:
    """Where it is, what it serves, and how one enters a demonstration."""
    lines = [
        _("Le portail est ouvert : {address} (Ctrl-C l’arrête).").format(address=settings.address)
    ]
    for name, _report in house.shelf.loaded.faulty:
        message = _("N’est pas servie, car elle a des fautes : {name}. Voir « parcours validate ».")
        lines.append(message.format(name=name))
    if is_open_to_others(settings.data):
        message = _("Le dossier « {path} » peut être lu par d’autres que vous : fermez-le (0700).")
        lines.append(message.format(path=settings.data))
    if isinstance(house.registry, Nobody):
        message = _(
            "Aucun registre n’est branché : chacun est cru sur parole, et les attestations le "
            "disent. Branchez-en un (« registry » dans parcours.toml)."
        )
        lines.append(message)
    if settings.is_demonstration:
        lines += demonstration(house, settings.address)
    return lines


def demonstration(house: House, address: str) -> list[str]:
    """Who may be played, and where one sees what a real service would do."""
    lines = [_("Démonstration : les personnes sont inventées et aucun courriel ne part.")]
    known, others = played(house), [*newcomers(house)]
    if known:
        word = _("Connectez-vous avec l’un de ces numéros et le mot de passe « {word} » :")
        lines.append(word.format(word=PASSWORD))
    for guest, so_far in known.items():
        told = _("{who} : {so_far}") if so_far else "{who}"
        lines.append(f"  {guest.identifier}  {told.format(who=guest.about, so_far=so_far)}")
    if others:
        either = _("Ou créez le compte d’une personne que le registre inventé connaît :")
        alone = _("Créez le compte d’une personne que le registre inventé connaît :")
        lines.append(either if known else alone)
        lines += [f"  {told}" for told in map(identity_line, others)]
    lines.append(_("Les courriels : {address}/courriels").format(address=address))
    lines.append(_("Agir comme agent : {address}/demonstration/agent").format(address=address))
    return lines
