"""Invented people for a demonstration: accounts one may sign in to, and a request of each kind."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ..engine.analysis.scenario import FOLDER, Scenario, read_scenario
from ..engine.dossier import commands as do
from ..engine.dossier.events import File
from ..engine.fields.day import PartialDate, french_date
from ..engine.fields.field_type import Raw
from ..engine.model.basics import CASEWORKER
from ..engine.model.use import Library
from ..engine.page.around import DOORS
from ..engine.runtime import Runtime
from ..engine.scenario.flow import walk
from ..engine.scenario.person import Person
from ..engine.source.files import Files, Folder
from ..engine.source.wording import _, listed
from .accounts import Account
from .house import House
from .procedures import OURS
from .registry import RESIDENTS, Identity, Residents

PASSWORD = "cheval correct agrafe pile"  # noqa: S105 - of people who do not exist
"""Of every invented person; the sign-in page of a demonstration says so."""


def blank(words: str) -> bytes:
    """A PDF of one page that says only that; ASCII, without brackets."""
    drawn = f"BT /F1 18 Tf 60 760 Td ({words}) Tj ET"
    bodies = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources 6 0 R/Contents 5 0 R>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream",
        "<</Font<</F1 4 0 R>>>>",
    )
    told, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(told))
        told += f"{number} 0 obj\n{body}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{rows}"
    end = f"trailer\n<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{len(told)}\n%%EOF\n"
    return f"{told}{table}{end}".encode("ascii")


SAMPLE = blank("Document invente pour une demonstration")
"""What invented people join."""


@dataclass(frozen=True, slots=True)
class Guest:
    """An invented person, the scenario they live, and how many commands of it (0: none).

    `about` is who they are; what they have done is told of the requests they have. Without an
    address they have no account yet. `is_called` is whether documents were asked of them since
    they filed.
    """

    identifier: str
    about: str
    email: str = ""
    scenario: str = ""
    steps: int = 0
    is_called: bool = False


FILED = "bpi_case_2/refugiee_mariee.yaml"
RETIRED = "ue_permanent_renewal/retraitee_portugaise.yaml"

GUESTS = (
    Guest(
        "7503120521",
        _("Aïssatou Diallo, réfugiée"),
        "aissatou.diallo@exemple.fr",
        FILED,
        1_000,
        is_called=True,
    ),
    Guest(
        "7503120530",
        _("Samir Haddad, protégé"),
        "samir.haddad@exemple.fr",
    ),
    Guest(
        "9904321987",
        _("Maria Ferreira da Conceição, citoyenne de l’Union"),
        "maria.ferreira@exemple.fr",
        RETIRED,
        6,
    ),
    Guest(
        "FRA012345678",
        _("Hanna Tesfaye, entrée avec un visa pour rejoindre sa famille"),
        "hanna.tesfaye@exemple.fr",
    ),
    Guest("7503120548", _("fils d’une personne protégée")),
)
"""The last has no account, so that one is created as in the guides."""

CALL: Mapping[str, Raw] = {
    "pieces_demandees": [
        {"document": "justificatif_domicile", "reason": "unreadable", "message": ""},
    ],
    "message_complement": _("Le justificatif de domicile est illisible. Envoyez-en un autre."),
}


def seed(house: House) -> int:
    """Those who are not there yet; how many were added."""
    count = 0
    for guest in GUESTS:
        account = _account(house, guest) if guest.email else None
        if account:
            count += 1
            if guest.scenario.partition("/")[0] in house.runtime.catalogue.ids():
                _live(house, account, guest)
    house.worker.hurry()
    return count


def played(house: House) -> Mapping[Guest, str]:
    """Those one may sign in as by the password told, each with their requests as they are now."""
    found = {guest: house.accounts.identified(guest.identifier) for guest in GUESTS}
    return {
        guest: _so_far(house, account)
        for guest, account in found.items()
        if account and house.passwords.proves(PASSWORD, house.accounts.password(account))
    }


def _so_far(house: House, account: Account) -> str:
    """« brouillon (Renouvellement de la carte…) », or nothing."""
    lines = house.runtime.records.requests(owner=account.owner).lines
    drafts, filed = _("brouillon ({what})"), _("demande déposée ({what})")
    return listed(
        drafts.format(what=one.title) if one.is_draft else filed.format(what=one.status_title)
        for one in lines
        if one.procedure not in DOORS
    )


def newcomers(house: House) -> Iterator[Guest]:
    """Whose account one may create: where that is served, and the invented registry answers."""
    if isinstance(house.registry, Residents) and DOORS[1] in house.runtime.catalogue.ids():
        yield from (one for one in GUESTS if not house.accounts.identified(one.identifier))


def _identity(guest: Guest) -> Identity:
    told = json.loads(RESIDENTS.read_text("utf-8"))
    values = next(one["values"] for one in told if one["identifier"] == guest.identifier)
    return Identity(guest.identifier, values["nom"], values["prenoms"], values["date_naissance"])


def identity_line(guest: Guest) -> str:
    """What to type to be recognised: number, name, first names, birth."""
    who = _identity(guest)
    day = french_date(PartialDate(*map(int, who.birth.split("-"))))  # a birth may be but a year
    told = _("{number}  {name}, {first}, naissance {day} : {about}")
    return told.format(
        number=who.identifier,
        name=who.family_name,
        first=who.first_names,
        day=day,
        about=guest.about,
    )


def _account(house: House, guest: Guest) -> Account | None:
    identity = _identity(guest)
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
        known=house.known(account, compiled.procedure),
    )
    commands = [done.command for done in person.done if not isinstance(done.command, do.Open)]
    for command in commands[: guest.steps]:
        house.runtime.handle(dossier, _own(house.runtime, command))
    if guest.is_called:
        _call(house.runtime, dossier)


def _call(runtime: Runtime, dossier: str) -> None:
    """The service asks for a document."""
    deadline = (runtime.sources.now() + timedelta(days=30)).date().isoformat()
    asked: dict[str, Raw] = {**CALL, "echeance": deadline}
    acts: tuple[tuple[str, dict[str, Raw]], ...] = (
        ("commencer_verification", {}),
        ("demander_complement", asked),
    )
    for action, raws in acts:
        told = runtime.act(dossier, action, CASEWORKER, raws)
        assert told.is_accepted, told.refused


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
    file = command.file
    content = SAMPLE + f"% {file.name}\n".encode()  # of two files alike, only one is joined
    kept = runtime.store.put_file(io.BytesIO(content), len(content))
    return do.Attach(command.slot, File(kept.digest, file.name, kept.size, file.media))
