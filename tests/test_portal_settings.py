"""The operator's file: obeyed, or refused with what to write instead."""

from pathlib import Path

import pytest

from parcours.portal.settings import FILE, LEGAL, BadSettings, MailServer, read_settings

REAL = """
address = "https://demarches.exemple.fr"
demonstration = false
largest_request_mb = 80
registry = "prefecture"
proxies = ["10.0.0.0/24", "192.0.2.7"]

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
host = "smtp.exemple.fr"
user = "portail"
password_file = "smtp.password"
"""


def written(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(text, "utf-8")
    (folder / "smtp.password").write_text("le secret\n", "utf-8")
    return folder


def test_nothing_written_is_a_demonstration(tmp_path: Path) -> None:
    found = read_settings(tmp_path, "http://127.0.0.1:9000", usual=tmp_path)
    assert (found.is_demonstration, found.is_secure) == (True, False)
    assert (found.address, found.procedures) == ("http://127.0.0.1:9000", tmp_path)
    assert (found.mail, dict(found.legal)) == (None, dict(LEGAL))


def test_a_real_one(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, REAL), "http://127.0.0.1:9000")
    assert (found.is_demonstration, found.is_secure) == (False, True)
    assert found.address == "https://demarches.exemple.fr"
    assert found.mail == MailServer("smtp.exemple.fr", 587, "portail", "le secret", "starttls")
    assert found.proxies == ("10.0.0.0/24", "192.0.2.7/32")
    assert (found.largest_request, found.registry) == (80_000_000, "prefecture")
    assert found.service["name"] == "la préfecture de l’Exemple"
    assert "le secret" not in repr(found)


def test_the_command_line_is_heard_before_the_file(tmp_path: Path) -> None:
    folder = written(tmp_path, 'address = "https://un.exemple.fr"\nprocedures = "."')
    assert read_settings(folder, "http://x").procedures == folder
    given = read_settings(folder, "http://x", address="https://deux.exemple.fr", procedures=None)
    assert (given.address, given.procedures) == ("https://deux.exemple.fr", folder)


@pytest.mark.parametrize("place", ["127.0.0.1:3310", "[::1]:3310", "clamav:1", "/run/clamd.ctl"])
def test_where_clamd_may_be(tmp_path: Path, place: str) -> None:
    assert read_settings(written(tmp_path, f'clamav = "{place}"')).clamav == place


def less(*lines: str) -> str:
    """The real one without those lines."""
    kept = [line for line in REAL.splitlines() if not line.startswith(lines)]
    return "\n".join(kept)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("address = ", "« parcours.toml » ne se lit pas"),
        ('adress = "https://x.fr"', "« adress » n’existe pas. Sont connus ici : address"),
        ('[mail]\nhots = "x"', "« mail.hots » n’existe pas. Sont connus ici : sender, host"),
        ('address = "demarches.exemple.fr"', "comme https://demarches.exemple.fr"),
        ('address = "https://exemple.fr/portail"', "sans rien après le nom"),
        ('address = "https://exemple.fr:99999"', "sinon un port de 1 à 65535"),
        ('address = "https://exemple.fr:0"', "sinon un port de 1 à 65535"),
        ('address = "https://exemple.fr:abc"', "sinon un port de 1 à 65535"),
        ('address = "https://exemple.fr:"', "sans rien après le nom"),
        ('address = "https://:8000"', "sans rien après le nom"),
        ('address = "http://[::1"', "sans rien après le nom"),
        ("demonstration = 1", "« demonstration » attend true ou false"),
        ('largest_request_mb = "80"', "« largest_request_mb » attend un nombre"),
        ("[mail]\nport = 25", "« mail.host » manque"),
        ('[mail]\nhost = "x"\nsecurity = "ssl"', "« mail.security » attend none, starttls ou tls"),
        ('[mail]\nhost = "x"\nport = 0', "« mail.port » attend un nombre de 1 à 65535"),
        ('[mail]\nhost = "x"\nuser = "u"\nsecurity = "none"', "partirait en clair"),
        ('[mail]\nhost = "x"\npassword_file = "rien"', "« rien », ne peut pas être lu"),
        ('[service]\nname = "x"', "« service.address » manque"),
        ('[legal]\npublisher = "x"\ndirector = " "', "« legal.director » manque"),
        ('proxies = ["*"]', "attend des adresses comme 10.0.0.5"),
        ('procedures = "rien"', "Le dossier des procédures"),
        ('theme = "bleu"', "« theme » attend « dsfr »"),
        ("x = 1", "theme, language, [service], [legal] et [mail]."),
        ("[smtp]\nport = 25", "[service], [legal] et [mail]."),
        ('mail = "x"', "« mail » est une partie du fichier : écrivez « [mail] »"),
        ('"" = {theme = "dsfr"}', "«  » n’existe pas"),
        ("largest_request_mb = 0", "« largest_request_mb » attend un nombre de 1 à 10000"),
        ("largest_request_mb = -3", "« largest_request_mb » attend un nombre de 1 à 10000"),
        ("largest_request_mb = 10001", "« largest_request_mb » attend un nombre de 1 à 10000"),
        ('[mail]\nhost = " "', "« mail.host » manque"),
        ('[mail]\nsender = "pas une adresse"\nhost = "x"', "et non « pas une adresse »"),
        ('[mail]\nsender = "a@b.fr, c@d.fr"\nhost = "x"', "attend une adresse électronique"),
        ('clamav = "nope"', "comme 127.0.0.1:3310, ou le chemin entier"),
        ('clamav = "clamav.exemple.fr:0"', "et non « clamav.exemple.fr:0 »"),
        ('clamav = ":3310"', "« clamav » attend une adresse"),
        ('clamav = "clamav:99999"', "« clamav » attend une adresse"),
        ("demonstration = false", "Hors démonstration, écrivez dans parcours.toml"),
        (less("sender"), "« mail.sender » manque"),
        ('theme = "dsfr"\n' + REAL, "réservé aux sites de l’État"),
    ],
)
def test_what_is_wrong_is_told_in_french(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(BadSettings) as found:
        read_settings(written(tmp_path, text), "http://127.0.0.1:8000")
    told = str(found.value).replace("\u00a0", " ").replace("\u202f", " ")
    assert expected in told
