"""Whether a paper is genuine, told on a terminal or to a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from ...engine.source.visible import safe
from ...engine.source.wording import _
from ..seal.keys import KeyTrouble, usual_folder
from ..seal.scan import MOST_BYTES
from ..seal.trust import Trust, trust
from ..seal.verify import Verdict, verify
from .command import Refusal
from .output import put

GENUINE, NOT_GENUINE = 0, 1

STANDARD_INPUT = "-"


def verified(file: str, folder: str, form: str) -> int:
    """Print the verdict on that file; the status says whether the paper is genuine.

    Without a folder of certificates, this is a demonstration: its own certificate is trusted.
    Raises Refusal for a file or a folder that is not there.
    """
    verdict = verify(_content(file), _trust(folder))
    if form == "json":
        put(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        put("".join(f"{safe(line)}\n" for line in _lines(verdict)))
    return GENUINE if verdict.is_genuine else NOT_GENUINE


def _content(file: str) -> bytes:
    """At most a little more than what `verify` accepts, which then says so."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    path = Path(file)
    if path.is_dir():
        raise Refusal(_("« {path} » est un dossier : indiquez un fichier.").format(path=file))
    if not path.is_file():
        raise Refusal(_("Le fichier « {path} » n’existe pas.").format(path=file))
    with path.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _trust(folder: str) -> Trust:
    try:
        if folder:
            return trust(Path(folder))
        usual = usual_folder()
        return trust(usual, demonstration=True) if usual.is_dir() else Trust({}, demonstration=True)
    except KeyTrouble as error:
        raise Refusal(str(error)) from error


def _lines(verdict: Verdict) -> Iterator[str]:
    yield from verdict.sentences
    if verdict.rows:
        yield ""
        yield _("Données du code :") if verdict.is_proved else _("Données du code, sans preuve :")
        for _id, name, value in verdict.rows:
            yield _("  {name} : {value}").format(name=name, value=value)
