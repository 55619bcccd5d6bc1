"""The two servers, each one worker and a folder of its own, and the processor time they take."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from parcours.engine.dossier.situation import situation
from parcours.engine.dossier.time import day_of
from parcours.engine.runtime import Runtime, Sources
from parcours.engine.store.open import open_store
from parcours.portal.house import utc_now
from parcours.portal.procedures import load

PROCEDURES = Path(__file__).with_name("portal_procedures")
SERVE = "from parcours.cli import main; main()"
PATIENCE = 60.0
TICKS = os.sysconf("SC_CLK_TCK")

Kept = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
"""The screens of a journey, and its answers by name."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at `site`."""

    site: str
    pid: int

    def seconds(self) -> float:
        """Processor time taken so far, by it and the processes it began."""
        return sum(map(_seconds, _family(self.pid)))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def portal(data: Path) -> Iterator[Server]:
    """`parcours serve`, which believes the client about the address it speaks for."""
    port = _free_port()
    data.mkdir()
    (data / "parcours.toml").write_text('proxies = ["127.0.0.1"]\n', "utf-8")
    options = ["--port", str(port), "--data", str(data), "--procedures", str(PROCEDURES)]
    command = [sys.executable, "-c", SERVE, "serve", *options]
    with _serving(command, port, data, {}) as server:
        yield server


@contextmanager
def wizard(data: Path, settings: str = "settings", *more: str) -> Iterator[Server]:
    """django-formtools under gunicorn, one worker, with these settings and more options."""
    port = _free_port()
    data.mkdir()
    options = ["--workers", "1", "--no-control-socket", "--bind", f"127.0.0.1:{port}", *more]
    application = "parcours.bench.django_wizard.wsgi:application"
    command = [sys.executable, "-m", "gunicorn", *options, application]
    module = f"parcours.bench.django_wizard.{settings}"
    told = {"BENCH_DATA": str(data), "DJANGO_SETTINGS_MODULE": module}
    with _serving(command, port, data, told) as server:
        yield server


@contextmanager
def _serving(
    command: Sequence[str], port: int, data: Path, more: Mapping[str, str]
) -> Iterator[Server]:
    site = f"http://127.0.0.1:{port}"
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | dict(more))
        try:
            _await(site, process, data / "log")
            yield Server(site, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _await(site: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(site, timeout=5):  # noqa: S310 - our own servers
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"{site} does not answer:\n{log.read_text('utf-8')[-2000:]}")


def kept_by_portal(data: Path) -> Iterator[Kept]:
    """Every request filed, read back from the store once the server has ended."""
    sources = Sources(utc_now, lambda: "", lambda: "", lambda _dossier: "")
    with open_store(f"sqlite:{data / 'dossiers'}") as store:
        runtime = Runtime(load(PROCEDURES).checked, store, sources)
        after = None
        while True:
            page = store.dossiers(status="recue", after=after, limit=100)
            for line in page.lines:
                compiled, dossier = runtime.dossier(line.dossier)
                visits = situation(compiled, dossier, day_of(utc_now())).visits
                asked = (one for visit in visits for one in visit.questions)
                answers = sorted(
                    (one.field.id, _plain(one.value)) for one in asked if one.value is not None
                )
                yield tuple(visit.screen.id for visit in visits), tuple(answers)
            after = page.following
            if after is None:
                return


def kept_by_wizard(data: Path) -> Iterator[Kept]:
    """Every request filed."""
    with closing(sqlite3.connect(data / "django.sqlite")) as on:
        for answers, path in on.execute("SELECT answers, path FROM django_wizard_request"):
            told = json.loads(answers)
            told.pop("exactitude")
            texts = ((name, _plain(value)) for name, value in told.items() if value != "")
            yield tuple(json.loads(path)), tuple(sorted(texts))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)
