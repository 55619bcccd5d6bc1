"""Invented people for a demonstration: accounts one may sign in to, and a request of each kind."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import timedelta

from ..engine.analysis.scenario import FOLDER, Scenario, read_scenario
from ..engine.dossier import commands as do
from ..engine.dossier.events import File
from ..engine.model.use import Library
from ..engine.runtime import Runtime
from ..engine.scenario.flow import walk
from ..engine.scenario.person import Person
from ..engine.source.files import Files, Folder
from .accounts import Account
from .house import House
from .procedures import OURS
from .registry import RESIDENTS, Identity

PASSWORD = "cheval correct agrafe pile"  # noqa: S105 - of people who do not exist
"""Of every invented person; the sign-in page of a demonstration says so."""

SAMPLE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""What invented people join: an empty document."""


@dataclass(frozen=True, slots=True)
class Guest:
    """An invented person, the scenario they live, and how many commands of it (0: none)."""

    identifier: str
    email: str
    scenario: str = ""
    steps: int = 0


RETIRED = "ue_permanent_renewal/retraitee_portugaise.yaml"

GUESTS = (
    Guest("7503120521", "aissatou.diallo@exemple.fr", "bpi_case_2/refugiee_mariee.yaml", 1_000),
    Guest("7503120530", "samir.haddad@exemple.fr"),
    Guest("9904321987", "maria.ferreira@exemple.fr", RETIRED, 6),
    Guest("FRA012345678", "hanna.tesfaye@exemple.fr"),
    Guest("7503120548", "farhad.rahimi@exemple.fr"),
)


def seed(house: House) -> int:
    """Those who are not there yet; how many were added."""
    count = 0
    for guest in GUESTS:
        account = _account(house, guest)
        if account:
            count += 1
            if guest.scenario:
                _live(house, account, guest)
    house.worker.hurry()
    return count


def _account(house: House, guest: Guest) -> Account | None:
    told = json.loads(RESIDENTS.read_text("utf-8"))
    values = next(one["values"] for one in told if one["identifier"] == guest.identifier)
    identity = Identity(
        guest.identifier, values["nom"], values["prenoms"], values["date_naissance"]
    )
    kind = "titre" if guest.identifier.isdigit() else "visa"
    return house.accounts.create(identity, kind, guest.email, house.passwords.hashed(PASSWORD))


def _live(house: House, account: Account, guest: Guest) -> None:
    """What the person of the scenario does up to the deposit is done here, by this one."""
    name = guest.scenario.partition("/")[0]
    compiled = house.runtime.catalogue.present(name)
    person = Person(compiled, _scenario(Folder(OURS), guest.scenario))
    person.begin()
    walk(person)
    dossier = house.runtime.start(
        name,
        owner=account.owner,
        account=account.particulars,
        known=house.known(account, name),
    )
    commands = [done.command for done in person.done if not isinstance(done.command, do.Open)]
    for command in commands[: guest.steps]:
        house.runtime.handle(dossier, _own(house.runtime, command))


def _scenario(files: Files, path: str) -> Scenario:
    tree = Library(files).parsed(f"{FOLDER}/{path}").tree
    assert tree is not None
    return read_scenario(path, tree)


def _own(runtime: Runtime, command: do.Command) -> do.Command:
    """Scenarios only name their files, and live on their own days: here the files are kept, and
    the documents recent."""
    if isinstance(command, do.Date):
        recent = runtime.sources.now().date() - timedelta(days=20)
        return do.Date(command.slot, recent.isoformat())
    if not isinstance(command, do.Attach):
        return command
    kept = runtime.store.put_file(io.BytesIO(SAMPLE), len(SAMPLE))
    file = command.file
    return do.Attach(command.slot, File(kept.digest, file.name, kept.size, file.media))
