"""`parcours serve`: the portal opened on this machine, until it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from ..engine.source.wording import _
from ..engine.store.errors import StoreError
from ..renderers.seal.keys import KeyTrouble
from .app import application
from .house import House, open_house
from .logs import configuration
from .seed import PASSWORD, seed
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


def serve(wish: Wish, tell: Callable[[str], None]) -> None:
    """Until a signal stops it; `tell` is given what an operator reads. Raises CannotServe."""
    here = f"http://{wish.host}:{wish.port}"
    try:
        settings = read_settings(
            wish.data, here, address=wish.address, procedures=wish.procedures or _usual()
        )
        house = open_house(settings)
    except (BadSettings, KeyTrouble) as error:
        raise CannotServe(str(error)) from error
    except StoreError as error:
        raise CannotServe(error.sentence) from error
    if wish.seed and settings.is_demonstration:
        seed(house)
    for line in greeting(house, settings):
        tell(line)
    uvicorn.run(
        application(house),
        host=wish.host,
        port=wish.port,
        log_config=configuration(),
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
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
    for report in house.loaded.faulty:
        message = _("N’est pas servie, car elle a des fautes : {file}. Voir « parcours validate ».")
        lines.append(message.format(file=", ".join(report.files[:1])))
    if settings.is_demonstration:
        lines.append(_("Démonstration : rien n’est envoyé, et tout le monde lit les courriels."))
        lines.append(
            _("Comptes inventés : 7503120521, 9904321987… ; mot de passe : {word}").format(
                word=PASSWORD
            )
        )
    return lines
