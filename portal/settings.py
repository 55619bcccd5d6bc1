"""What an operator decides: read from one TOML file in the data folder, and the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..engine.fields.field_type import Refused
from ..engine.fields.field_type import Settings as FieldSettings
from ..engine.fields.registry import field_types
from ..engine.machine.compiled import EXAMPLE_SERVICE
from ..engine.source.wording import _, listed
from ..renderers.html.dsfr import is_allowed, static
from ..renderers.html.frame import DSFR
from .clamd import is_place

FILE = "parcours.toml"
"""Below the data folder. docs/portal.md tells what it may hold."""

MEGABYTE = 1_000_000
MOST_MEGABYTES = 10_000


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


SENDER = "ne-pas-repondre@exemple.fr"

LEGAL: Mapping[str, str] = {
    "publisher": _("un éditeur inventé, pour cette démonstration"),
    "director": _("une personne inventée"),
    "host": _("l’ordinateur sur lequel la démonstration tourne"),
    "dpo": "dpo@exemple.fr",
}
"""What the law asks every site to say (LCEN, article 6; RGPD, article 13): who publishes it, who
answers for what it says, where it is hosted, who protects its data. Invented in a demonstration."""


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
    legal: Mapping[str, str] = field(default_factory=lambda: dict(LEGAL))
    registry: str = ""
    """The name of an entry point of `parcours.registries`; empty: nobody is known beforehand."""
    theme: str = ""
    """`dsfr`, for sites of the State; else ours."""
    language: str = ""
    """Of the catalogue that procedures are said by; empty: they stay French."""
    sender: str = SENDER
    mail: MailServer | None = None
    largest_request: int = 60 * MEGABYTE
    clamav: str = ""
    """`host:port` of a clamd, or the path of its socket; empty: files are not scanned."""
    proxies: tuple[str, ...] = ()
    """Addresses or networks of those who may say, in X-Forwarded-For, whom they speak for."""
    one_processor: bool = True
    """The threads that answer keep to one: see `serve`."""

    @property
    def is_secure(self) -> bool:
        """Whether people reach it over TLS."""
        return self.address.startswith("https://")


_TABLES: Mapping[str, Mapping[str, type]] = {
    "": {
        "address": str,
        "demonstration": bool,
        "largest_request_mb": int,
        "clamav": str,
        "proxies": list,
        "one_processor": bool,
        "procedures": str,
        "registry": str,
        "theme": str,
        "language": str,
    },
    "service": {"name": str, "address": str, "phone": str, "email": str},
    "legal": {"publisher": str, "director": str, "host": str, "dpo": str},
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


def read_settings(data: Path, here: str = "", usual: Path | None = None, **given: Any) -> Settings:
    """The file's, then what is given (None: not given); `here` is the address of last resort, and
    `usual` the folder of procedures.

    Raises BadSettings.
    """
    told = _read(data / FILE)
    top = {**told[""]}
    if "demonstration" in top:
        top["is_demonstration"] = top.pop("demonstration")
    if "largest_request_mb" in top:
        top["largest_request"] = top.pop("largest_request_mb") * MEGABYTE
    if "procedures" in top:
        top["procedures"] = data / top["procedures"]
    if "proxies" in top:
        top["proxies"] = tuple(map(_network, top["proxies"]))
    mail = dict(told["mail"])
    sender = mail.pop("sender", None)
    found = {
        **({"address": here} if here else {}),
        **({"procedures": usual} if usual else {}),
        **top,
        **({"service": _whole("service", told)} if told["service"] else {}),
        **({"legal": _whole("legal", told)} if told["legal"] else {}),
        **({"sender": sender} if sender else {}),
        **({"mail": _mail(data, mail)} if mail else {}),
        **{key: value for key, value in given.items() if value is not None},
    }
    settings = Settings(data=data, **found)
    _refuse(settings)
    if not settings.is_demonstration:
        _require(settings, told)
    return settings


def _whole(table: str, told: Mapping[str, Mapping[str, Any]]) -> Mapping[str, str]:
    """All of it, for pages and messages say all of it."""
    for name in _TABLES[table]:
        if not told[table].get(name, "").strip():
            message = _("Le réglage « {name} » manque dans {file}.")
            raise BadSettings(message.format(name=f"{table}.{name}", file=FILE))
    return told[table]


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
        if key and key in _TABLES and isinstance(value, dict):
            found[key] = {
                name: _typed(f"{key}.{name}", one, key, name) for name, one in value.items()
            }
        else:
            found[""][key] = _typed(key, value, "", key)
    return found


def _typed(shown: str, value: Any, table: str, name: str) -> Any:
    known = _TABLES[table]
    below = () if table else tuple(f"[{one}]" for one in _TABLES if one)
    if f"[{shown}]" in below:
        message = _("Le réglage « {name} » est une partie du fichier : écrivez « [{name}] », seul.")
        raise BadSettings(message.format(name=shown))
    if name not in known:
        message = _("Le réglage « {name} » n’existe pas. Sont connus ici : {known}.")
        raise BadSettings(message.format(name=shown, known=listed((*known, *below))))
    if type(value) is not known[name]:
        kinds = {
            str: _("un texte entre guillemets"),
            int: _("un nombre"),
            bool: "true ou false",
            list: _("une liste de textes, entre crochets"),
        }
        message = _("Le réglage « {name} » attend {kind}.")
        raise BadSettings(message.format(name=shown, kind=kinds[known[name]]))
    return value


def _network(told: Any) -> str:
    """« * » would let anybody say that they are somebody else."""
    try:
        return str(ip_network(str(told)))
    except ValueError as error:
        message = _(
            "Le réglage « proxies » attend des adresses comme 10.0.0.5 ou 10.0.0.0/24, et non "
            "« {told} »."
        )
        raise BadSettings(message.format(told=told)) from error


def _mail(data: Path, mail: dict[str, Any]) -> MailServer:
    if not mail.get("host", "").strip():
        raise BadSettings(_("Le réglage « mail.host » manque : c’est le nom du serveur SMTP."))
    if mail.get("security", "starttls") not in _SECURITIES:
        message = _("Le réglage « mail.security » attend {known}.")
        raise BadSettings(message.format(known=listed(_SECURITIES, _("ou"))))
    if not 0 < mail.get("port", 587) < 65_536:
        raise BadSettings(_("Le réglage « mail.port » attend un nombre de 1 à 65535."))
    if mail.get("user") and mail.get("security") == "none":
        message = _(
            "Le mot de passe SMTP partirait en clair : avec « mail.user », « mail.security » "
            "attend {known}."
        )
        raise BadSettings(message.format(known=listed(_SECURITIES[1:], _("ou"))))
    if path := mail.pop("password_file", ""):
        try:
            mail["password"] = (data / path).read_text("utf-8").strip()
        except OSError as error:
            message = _("Le fichier du mot de passe SMTP, « {path} », ne peut pas être lu.")
            raise BadSettings(message.format(path=path)) from error
    return MailServer(**mail)


def _refuse(settings: Settings) -> None:
    if not _is_whole(settings.address):
        message = _(
            "Le réglage « address » attend une adresse comme https://demarches.exemple.fr, en "
            "minuscules, sans rien après le nom, sinon un port de 1 à 65535."
        )
        raise BadSettings(message)
    _refuse_places(settings)
    if settings.theme not in ("", DSFR):
        raise BadSettings(_("Le réglage « theme » attend « dsfr », ou rien."))
    if settings.theme and not is_allowed(settings.address, settings.is_demonstration):
        message = _("Le thème « dsfr » est réservé aux sites de l’État, en .gouv.fr.")
        raise BadSettings(message)
    if settings.theme and static() is None:
        raise BadSettings(_("Installez le thème « dsfr » par : pip install 'parcours[dsfr]'"))
    if settings.procedures and not settings.procedures.is_dir():
        message = _("Le dossier des procédures, « {path} », n’existe pas.")
        raise BadSettings(message.format(path=settings.procedures))


def _is_whole(told: str) -> bool:
    """A scheme, a name, a port perhaps, and nothing else."""
    try:
        address = urlsplit(told)
        is_port = address.port != 0
    except ValueError:  # beyond 65535, or half of the brackets of an IPv6 address
        return False
    is_bare = told == f"{address.scheme}://{address.netloc}".lower() and told[-1] != ":"
    return address.scheme in ("http", "https") and bool(address.hostname) and is_port and is_bare


def _refuse_places(settings: Settings) -> None:
    if not MEGABYTE <= settings.largest_request <= MOST_MEGABYTES * MEGABYTE:
        message = _("Le réglage « largest_request_mb » attend un nombre de 1 à {most}.")
        raise BadSettings(message.format(most=MOST_MEGABYTES))
    try:
        field_types()["email"].parse(settings.sender, FieldSettings(), date.min)
    except Refused as error:
        message = _(
            "Le réglage « mail.sender » attend une adresse électronique, et non « {told} »."
        )
        raise BadSettings(message.format(told=settings.sender)) from error
    if settings.clamav and not is_place(settings.clamav):
        message = _(
            "Le réglage « clamav » attend une adresse comme 127.0.0.1:3310, ou le chemin entier "
            "d’une prise comme /run/clamav/clamd.ctl, et non « {told} »."
        )
        raise BadSettings(message.format(told=settings.clamav))


def _require(settings: Settings, told: Mapping[str, Mapping[str, Any]]) -> None:
    """Outside a demonstration, nothing invented may be shown to people."""
    if settings.mail is None or not told["service"] or not told["legal"]:
        message = _(
            "Hors démonstration, écrivez dans {file} qui répond ([service]), qui publie le site "
            "([legal]) et comment partent les courriels ([mail])."
        )
        raise BadSettings(message.format(file=FILE))
    if settings.sender == SENDER:
        message = _("Le réglage « mail.sender » manque : l’adresse d’où partent les courriels.")
        raise BadSettings(message)
