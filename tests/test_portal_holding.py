"""The data folder is one portal's, and nobody else's on the machine."""

import os
import signal
import sys
from pathlib import Path

import pytest

from parcours.portal.holding import AlreadyOpen, hold
from parcours.portal.house import open_house
from parcours.portal.serve import greeting
from parcours.portal.settings import Settings
from parcours.renderers.seal.keys import KeyTrouble
from parcours.tests.portal_browser import opened
from parcours.tests.test_portal_serve import refused, serving

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no modes there")


def mode(path: Path) -> str:
    return oct(path.stat().st_mode)[-4:]


def test_a_second_portal_is_turned_away_in_french(tmp_path: Path) -> None:
    with serving(tmp_path) as (program, _address, _told):
        assert "Un autre portail sert déjà le dossier « " in refused(tmp_path)
        program.send_signal(signal.SIGKILL)  # whoever dies holds nothing
        program.wait()
        with serving(tmp_path) as (_program, _address, told):
            assert "Le portail est ouvert" in told[0]


def test_what_is_closed_or_could_not_open_is_free(tmp_path: Path) -> None:
    for _time in range(2):
        with opened(tmp_path) as house, pytest.raises(AlreadyOpen, match="un autre dossier"):
            open_house(house.settings)
    keys = tmp_path / "other" / "keys"
    keys.mkdir(parents=True)
    (keys / "FR00_DEMO.pem").write_text("PRIVATE KEY")
    (keys / "FR00_DEMO.pem").chmod(0o600)
    with pytest.raises(KeyTrouble):
        open_house(Settings(data=tmp_path / "other"))
    hold(tmp_path / "other").close()


@POSIX
@pytest.mark.parametrize("told", [0o755, 0o750, 0o701, 0o700])
def test_a_folder_made_beforehand_is_closed_to_others(tmp_path: Path, told: int) -> None:
    tmp_path.chmod(told)
    hold(tmp_path).close()
    assert (mode(tmp_path), mode(tmp_path / "lock")) == ("0700", "0600")


@POSIX
def test_a_folder_of_everybody_or_of_somebody_else_is_left_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o1777)
    hold(tmp_path).close()
    assert mode(tmp_path) == "1777"
    tmp_path.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    hold(tmp_path).close()
    assert mode(tmp_path) == "0755"
    with opened(tmp_path) as house:
        assert not [line for line in greeting(house, house.settings) if "0700" in line]
        house.settings.data.chmod(0o750)
        told = [line for line in greeting(house, house.settings) if "0700" in line]
    assert ["peut être lu par d’autres que vous" in line for line in told] == [True]
