"""All that is kept on a person, in one archive: the right of access and of portability."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.responses import Response, StreamingResponse

from ..engine.source.held import freed
from ..engine.source.wording import _
from ..engine.store.errors import FileMissing
from .account import person
from .accounts import Account
from .ask import Ask

IN_MEMORY = 5_000_000
CHUNK = 65_536


def exported(ask: Ask) -> Response:
    """A zip: `donnees.json`, the files joined and the documents issued."""
    archive: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed once it is sent
    try:
        _write(ask, person(ask), archive)
    except BaseException:
        archive.close()
        raise
    archive.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{_("mes-donnees.zip")}"'}
    return StreamingResponse(_sent(archive), media_type="application/zip", headers=headers)


def _sent(archive: IO[bytes]) -> Iterator[bytes]:
    with archive:
        while chunk := archive.read(CHUNK):
            yield chunk


def _write(ask: Ask, account: Account, archive: IO[bytes]) -> None:
    house = ask.house
    found = house.runtime.records.export(account.owner)
    with ZipFile(archive, "w", ZIP_DEFLATED) as zipped:
        for file in found.files:
            try:
                kept = house.runtime.store.open_file(file.digest)
            except FileMissing:  # taken away since: nothing of it is kept any more
                continue
            with kept, zipped.open(f"fichiers/{file.digest[:12]}-{plain(file.name)}", "w") as to:
                while chunk := kept.read(CHUNK):
                    to.write(chunk)
        issued = list(_issued(ask, account))
        for paper, content in issued:
            zipped.writestr(f"documents/{paper}", content)
        data = {**found.data, **_own(ask, account), "documents": [name for name, _b in issued]}
        told = json.dumps(data, ensure_ascii=False, indent=2)
        zipped.writestr("donnees.json", told.encode())


def _own(ask: Ask, account: Account) -> dict[str, object]:
    """What the portal keeps besides the requests."""
    who = account.identity
    return {
        "account": {
            "identifier": who.identifier,
            "family_name": who.family_name,
            "first_names": who.first_names,
            "birth": who.birth,
            "email": account.email,
            "created": account.created.isoformat(),
        },
        "unfinished": list(_unfinished(ask, account)),
        "letters": [
            {"at": one.at.isoformat(), "title": one.title, "text": freed(one.text)}
            for one in ask.house.letters.of(account.id)
        ],
        "browsers": [
            {"agent": one.agent, "seen": one.seen.isoformat() if one.seen else None}
            for one in ask.house.sessions.of_account(account.id)
        ],
    }


def _unfinished(ask: Ask, account: Account) -> Iterator[dict[str, object]]:
    """What was typed in drafts and is no answer yet."""
    for dossier in _dossiers(ask, account):
        for name, one in ask.house.leftovers.of(dossier).items():
            yield {"dossier": dossier, "name": name, "typed": one.raw, "at": one.at}


def _issued(ask: Ask, account: Account) -> Iterator[tuple[str, bytes]]:
    papers = ask.house.papers
    for dossier in _dossiers(ask, account):
        for paper in papers.of(dossier):
            yield f"{paper.id[:12]}-{plain(paper.title)}.pdf", papers.content(paper)


def _dossiers(ask: Ask, account: Account) -> Iterator[str]:
    after = None
    while True:
        page = ask.house.runtime.store.dossiers(owner=account.owner, after=after, limit=100)
        yield from (line.dossier for line in page.lines)
        after = page.following
        if after is None:
            return


def plain(name: str) -> str:
    """A name that leads nowhere: whoever unpacks the archive writes below where they stand."""
    return re.sub(r"[^\w.() -]", "_", name).strip(". ")[-100:] or "_"
