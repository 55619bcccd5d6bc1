"""The portal as an operator opens it: a command, invented people, a folder that may change."""

import json
import re
import signal
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server

import httpx2
import pytest
from cryptography.hazmat.primitives import serialization

from parcours.portal import serve
from parcours.portal.house import House
from parcours.portal.logs import Lines
from parcours.portal.registry import RESIDENTS
from parcours.portal.seed import GUESTS, PASSWORD, seed
from parcours.renderers.starter import starter
from parcours.tests.portal_browser import Browser, opened
from parcours.tests.portal_people import PROTECTED, Person, account_of, signed_in, walk
from parcours.tests.seals import certificate_of, our_key

COMMAND = (sys.executable, "-c", "from parcours.cli import main; main()", "serve")
WAIT = 60


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """The command, where it answers, and what it told until it did."""
    port = free_port()
    told: list[str] = []
    with subprocess.Popen(
        [*COMMAND, "--port", str(port), "--data", str(folder / "data"), *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as program:
        assert program.stdout is not None
        try:
            for line in program.stdout:
                told.append(line.rstrip("\n").replace("\u00a0", " ").replace("\u202f", " "))
                if told[-1].startswith(("Agir comme agent", "Le portail est ouvert")):
                    break
            yield program, f"http://127.0.0.1:{port}", told
        finally:
            program.kill()


def test_the_command_seeds_tells_serves_and_stops(tmp_path: Path) -> None:
    with serving(tmp_path, "--seed") as (program, address, told):
        assert program.stdout is not None
        assert told[0] == f"Le portail est ouvert : {address} (Ctrl-C l’arrête)."
        told += [program.stdout.readline().rstrip() for _line in range(9)]
        said = "\n".join(told)
        assert PASSWORD in said
        assert all(guest.identifier in said for guest in GUESTS)
        for path in ("/readyz", "/", "/courriels", "/demonstration/agent"):
            assert httpx2.get(f"{address}{path}", timeout=WAIT).status_code == 200
        program.send_signal(signal.SIGINT)
        assert program.wait(WAIT) == 0
        assert program.stderr is not None
        logs = program.stderr.read()
    assert "Traceback" not in logs
    assert '"route": "/readyz"' in logs
    assert oct((tmp_path / "data").stat().st_mode)[-3:] == "700"


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("adress = 1", (), "Le réglage « adress » n’existe pas"),
        ("demonstration = false", (), "Hors démonstration, écrivez dans parcours.toml"),
        ('registry = "x"', (), "Le registre « x » n’est pas installé. Sont installés : aucun."),
        ("", ("--address", "exemple.fr"), "comme https://demarches.exemple.fr"),
    ],
)
def test_what_keeps_it_closed_is_told_in_french(
    tmp_path: Path, text: str, options: tuple[str, ...], expected: str
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "parcours.toml").write_text(text, "utf-8")
    done = refused(tmp_path, *options)
    assert expected in done


HERE = "https://demarches.exemple.fr"
SERVICE = f"""
address = "{HERE}"
demonstration = false
[service]
name = "la préfecture de l’Exemple"
address = "1 place de l’Exemple, 38000 Grenoble"
phone = "01 99 00 00 01"
email = "etrangers@exemple.fr"
[legal]
publisher = "Préfecture de l’Exemple"
director = "la préfète de l’Exemple"
host = "Hébergeur, 2 rue de l’Exemple, 38000 Grenoble"
dpo = "dpo@exemple.fr"
[mail]
sender = "ne-pas-repondre@demarches.exemple.fr"
host = "127.0.0.1"
security = "none"
"""


def test_a_real_service_opens_once_its_key_is_there(tmp_path: Path) -> None:
    """As docs/portal.md has it: the key, then its certificate, named after it, for its owner."""
    keys = tmp_path / "data" / "keys"
    keys.mkdir(parents=True)
    (tmp_path / "data" / "parcours.toml").write_text(SERVICE, "utf-8")
    assert "Il faut une clé, et une seule" in refused(tmp_path)
    key, wanted = our_key(), keys / "FR03_ABC1.pem"
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    days, now = timedelta(days=900), datetime.now(UTC)
    certificate = certificate_of(key, now + days, now - days)
    wanted.write_bytes(key.private_bytes(pem, *form) + certificate.public_bytes(pem))
    wanted.chmod(0o644)
    assert "écrivez « chmod 600" in refused(tmp_path)
    wanted.chmod(0o600)
    with serving(tmp_path) as (_program, address, told):
        assert told == [f"Le portail est ouvert : {HERE} (Ctrl-C l’arrête)."]
        headers = {"host": HERE.removeprefix("https://")}
        status = {
            path: httpx2.get(f"{address}{path}", timeout=WAIT, headers=headers).status_code
            for path in ("/", "/readyz", "/courriels", "/demonstration/agent")
        }
    assert status == {"/": 200, "/readyz": 200, "/courriels": 404, "/demonstration/agent": 404}


def refused(folder: Path, *options: str) -> str:
    command = [*COMMAND, "--data", str(folder / "data"), "--port", str(free_port()), *options]
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=WAIT,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_port_that_is_taken_and_a_folder_that_is_none(tmp_path: Path) -> None:
    with create_server(("127.0.0.1", 0)) as taken:
        told = refused(tmp_path, "--port", str(taken.getsockname()[1]))
    assert "ne peut pas servir : une autre application l’occupe déjà. Choisissez" in told
    told = refused(tmp_path, "--host", "192.0.2.1")
    assert "ne peut pas servir : cette adresse n’est pas celle de cette machine." in told
    told = refused(tmp_path, "--host", "nulle-part.invalid")
    assert "ne peut pas servir : ce nom de machine ne se trouve pas." in told
    (tmp_path / "plain").write_text("", "utf-8")
    told = refused(tmp_path, "--data", str(tmp_path / "plain" / "x"))
    assert "ne peut pas être écrit : un fichier de ce nom est déjà là." in told


def test_a_browser_opens_only_where_one_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def drawn(address: str) -> bool:
        seen.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", drawn)
    monkeypatch.setattr(serve, "has_screen", lambda: False)
    wish = serve.Wish(Path("data"), "::1", 8000, open=True)
    serve._open(wish, seen.append)
    assert not seen
    monkeypatch.setattr(serve, "has_screen", lambda: True)
    serve._open(wish, seen.append)
    assert seen[0] == "http://[::1]:8000"


def test_each_guest_is_a_resident(tmp_path: Path) -> None:
    residents = set(re.findall(r'"identifier": "(\w+)"', RESIDENTS.read_text("utf-8")))
    assert {guest.identifier for guest in GUESTS} == residents
    with opened(tmp_path) as house:
        assert (seed(house), seed(house)) == (4, 0)
        browser = signed_in(house, PROTECTED.identifier)
        browser.follow("Des pièces complémentaires vous sont demandées")
        browser.follow("Voir ma demande").follow("Envoyer le complément de dossier")
        assert browser.read.heading == "Envoyer le complément de dossier"
        maria = signed_in(house, "9904321987")
        maria.follow("Renouvellement de la carte citoyen")
        assert "Étape" in maria.read.title


AISSATOU = "  7503120521  Aïssatou Diallo, réfugiée"
MARIA = "  9904321987  Maria Ferreira da Conceição, citoyenne de l’Union"
CREATE = "Ou créez le compte d’une personne que le registre inventé connaît :"


def greeted(house: House) -> list[str]:
    told = serve.demonstration(house, "http://127.0.0.1:8000")
    return [line.replace("\u00a0", " ").replace("\u202f", " ") for line in told]


def test_who_may_be_played_is_told_as_they_are(tmp_path: Path) -> None:
    """And as they became since: nothing is told by heart."""
    with opened(tmp_path) as house:
        seed(house)
        told = greeted(house)
        asked = "demande déposée (Complément demandé)"
        assert f"{AISSATOU} : {asked}" in told
        assert any(line.startswith(f"{MARIA} : brouillon (Renouvellement de") for line in told)
        assert "  7503120530  Samir Haddad, protégé" in told
        assert CREATE in told
        assert told[told.index(CREATE) + 1].endswith(" : fils d’une personne protégée")
        maria = house.accounts.identified("9904321987")
        assert maria
        (draft,) = house.runtime.records.requests(owner=maria.owner).lines
        house.forgetting.draft(draft.dossier)
        house.accounts.change_password(maria.id, house.passwords.hashed("quatre mots sans lien"))
        told = greeted(house)
        assert not [line for line in told if "Maria" in line]


def test_nobody_has_asked_for_what_is_not_served(tmp_path: Path) -> None:
    """Nor may an account be created where the procedure that makes one is not there."""
    begun(tmp_path / "procedures", "jardin")
    with opened(tmp_path, procedures=tmp_path / "procedures") as house:
        seed(house)
        told = greeted(house)
        assert {AISSATOU, MARIA} <= {*told}
        assert CREATE not in told
        assert not [line for line in told if "brouillon" in line or "déposée" in line]


def test_nobody_is_said_to_have_an_account_who_has_none(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        told = greeted(house)
    lines = told[told.index(CREATE.replace("Ou créez", "Créez")) + 1 :][: len(GUESTS)]
    assert all(guest.identifier in line for guest, line in zip(GUESTS, lines, strict=True))
    assert not [line for line in told if "brouillon" in line or "déposée" in line]
    assert PASSWORD not in "".join(told)


def test_seeding_leaves_aside_procedures_that_are_not_served(tmp_path: Path) -> None:
    begun(tmp_path / "procedures", "jardin")
    with opened(tmp_path, procedures=tmp_path / "procedures") as house:
        assert seed(house) == 4
        assert not house.runtime.records.requests().lines


def begun(folder: Path, name: str) -> Path:
    """What `parcours new` writes."""
    for file in starter(name, folder, "Demande de jardin"):
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_text(file.text, "utf-8")
    return folder / f"{name}.yaml"


def test_a_procedure_dropped_into_the_folder_is_served_and_filed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "procedures"
    begun(folder, "premiere")
    with opened(tmp_path, procedures=folder) as house:
        account_of(house, PROTECTED.identifier)
        renew = house.runtime.catalogue.renew
        assert not house.shelf.look(renew)
        path = begun(folder, "jardin")
        assert not house.shelf.look(renew)  # perhaps not whole yet
        assert house.shelf.look(renew)
        assert not house.shelf.look(renew)
        browser = signed_in(house, PROTECTED.identifier).go("/")
        browser.press("Demande de jardin")
        draft = browser.path
        assert browser.status == 200

        path.write_text(
            path.read_text("utf-8").replace("Demande de jardin", "Autre titre"), "utf-8"
        )
        house.shelf.look(renew)
        house.shelf.look(renew)
        assert "Autre titre" in browser.go("/").read.words
        assert "Demande de jardin" in browser.go(draft).read.words

        path.write_text("procedure: [", "utf-8")
        house.shelf.look(renew)
        house.shelf.look(renew)
        assert [name for name, _report in house.shelf.loaded.faulty] == ["jardin"]
        told = [one for one in caplog.records if one.message == "faulty procedure"]
        (line,) = (json.loads(Lines().format(one)) for one in told)
        assert (line["level"], line["file"]) == ("warning", "jardin.yaml")
        assert "Autre titre" in browser.go("/").read.words

        path.unlink()
        house.shelf.look(renew)
        house.shelf.look(renew)
        assert "Autre titre" not in browser.go("/").read.words
        assert "Demande de jardin" in browser.go(draft).read.words


def test_the_starter_is_filed_from_home_to_confirmation(tmp_path: Path) -> None:
    """By somebody without an account, for it asks for none; the service then answers by mail."""
    begun(tmp_path / "procedures", "jardin")
    with opened(tmp_path, procedures=tmp_path / "procedures") as house:
        browser = Browser(house).go("/").press("Demande de jardin")
        assert walk(browser, NEWCOMER, "Votre demande est déposée") == [
            "Avant de commencer",
            "1/3 Qui êtes-vous ?",
            "1/3 Votre logement",
            "2/3 Joignez vos pièces",
            "3/3 Relisez votre demande",
            "Votre demande est déposée",
        ]
        assert "Accusé de réception" in browser.read.words
        agent = Browser(house).go("/demonstration/agent").follow("Demande de jardin")
        agent.follow("Accorder l’aide").press("Accorder l’aide")
        mails = [(one.subject, one.to) for one in house.mailbox.all()]
        assert ("L’aide vous est accordée", "camille@exemple.fr") in mails
        assert browser.follow("Suivre ma demande").read.heading == "Aide accordée"


NEWCOMER = Person(
    "",
    {
        "dans_la_commune": "oui",
        "nom": "Diallo",
        "courriel": "camille@exemple.fr",
        "logement": "locataire",
        "loyer": "600",
    },
    ("piece_identite", "bail"),
)
