"""What an operator decides: read from one TOML file in the data folder, and the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..engine.machine.compiled import EXAMPLE_SERVICE
from ..engine.source.wording import _, listed

FILE = "parcours.toml"
"""Below the data folder. docs/portal.md tells what it may hold."""

MEGABYTE = 1_000_000


class BadSettings(Exception):
    """What the operator wrote cannot be obeyed; the sentence says what to write instead."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """An SMTP server, signed in to if there is a user. `security` is none, starttls or tls."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "starttls"


@dataclass(frozen=True, slots=True)
class Settings:
    """`address` is where people reach the portal, without a slash at its end.

    In demonstration, an invented service answers, mails stay in a local mailbox that anybody may
    read, an invented registry knows some residents, and certificates are specimens.
    """

    data: Path
    address: str = "http://127.0.0.1:8000"
    procedures: Path | None = None
    is_demonstration: bool = True
    service: Mapping[str, str] = field(default_factory=lambda: dict(EXAMPLE_SERVICE))
    sender: str = "ne-pas-repondre@exemple.fr"
    mail: MailServer | None = None
    largest_request: int = 60 * MEGABYTE
    clamav: str = ""
    """`host:port` of a clamd, or the path of its socket; empty: files are not scanned."""

    @property
    def is_secure(self) -> bool:
        """Whether people reach it over TLS."""
        return self.address.startswith("https://")


_TABLES: Mapping[str, Mapping[str, type]] = {
    "": {"address": str, "demonstration": bool, "largest_request_mb": int, "clamav": str},
    "service": {"name": str, "address": str, "phone": str, "email": str},
    "mail": {
        "sender": str,
        "host": str,
        "port": int,
        "user": str,
        "password_file": str,
        "security": str,
    },
}
_SECURITIES = ("none", "starttls", "tls")


def read_settings(data: Path, here: str = "", **given: Any) -> Settings:
    """The file's, then what is given (None: not given); `here` is the address of last resort.

    Raises BadSettings.
    """
    told = _read(data / FILE)
    top = {**told[""]}
    if "demonstration" in top:
        top["is_demonstration"] = top.pop("demonstration")
    if "largest_request_mb" in top:
        top["largest_request"] = top.pop("largest_request_mb") * MEGABYTE
    mail = dict(told["mail"])
    sender = mail.pop("sender", None)
    found = {
        **({"address": here} if here else {}),
        **top,
        **({"service": told["service"]} if told["service"] else {}),
        **({"sender": sender} if sender else {}),
        **({"mail": _mail(data, mail)} if mail else {}),
        **{key: value for key, value in given.items() if value is not None},
    }
    settings = Settings(data=data, **found)
    _refuse(settings, bool(told["service"]))
    return settings


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        tables = {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = _("« {path} » ne se lit pas : {why}. Écrivez du TOML, en UTF-8.")
        raise BadSettings(message.format(path=path.name, why=error)) from error
    found: dict[str, dict[str, Any]] = {name: {} for name in _TABLES}
    for key, value in tables.items():
        if key in _TABLES and isinstance(value, dict):
            found[key] = {
                name: _typed(f"{key}.{name}", one, key, name) for name, one in value.items()
            }
        else:
            found[""][key] = _typed(key, value, "", key)
    return found


def _typed(shown: str, value: Any, table: str, name: str) -> Any:
    known = _TABLES[table]
    if name not in known:
        message = _("Le réglage « {name} » n’existe pas. Sont connus ici : {known}.")
        raise BadSettings(message.format(name=shown, known=listed(known)))
    if type(value) is not known[name]:
        kinds = {str: _("un texte entre guillemets"), int: _("un nombre"), bool: "true ou false"}
        message = _("Le réglage « {name} » attend {kind}.")
        raise BadSettings(message.format(name=shown, kind=kinds[known[name]]))
    return value


def _mail(data: Path, mail: dict[str, Any]) -> MailServer:
    if "host" not in mail:
        raise BadSettings(_("Le réglage « mail.host » manque : c’est le nom du serveur SMTP."))
    if mail.get("security", "starttls") not in _SECURITIES:
        message = _("Le réglage « mail.security » attend {known}.")
        raise BadSettings(message.format(known=listed(_SECURITIES, _("ou"))))
    if path := mail.pop("password_file", ""):
        try:
            mail["password"] = (data / path).read_text("utf-8").strip()
        except OSError as error:
            message = _("Le fichier du mot de passe SMTP, « {path} », ne peut pas être lu.")
            raise BadSettings(message.format(path=path)) from error
    return MailServer(**mail)


def _refuse(settings: Settings, has_service: bool) -> None:
    """Outside a demonstration, nothing invented may be shown to people."""
    if not settings.address.startswith(("http://", "https://")):
        message = _("Le réglage « address » attend une adresse qui commence par https://.")
        raise BadSettings(message)
    if settings.is_demonstration:
        return
    if not has_service or settings.mail is None:
        message = _(
            "Hors démonstration, écrivez dans {file} qui répond ([service]) et comment partent les "
            "courriels ([mail])."
        )
        raise BadSettings(message.format(file=FILE))
