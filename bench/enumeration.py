"""Whether the time of an answer tells if an account exists: signing in, and asking for a password.

`python -m parcours.bench.enumeration [TRIES]`. Two questions, hundreds of times each in an order
drawn at random: a number that has an account, with a wrong password, and one that has none. A
permutation test says how likely their difference is to be chance alone.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from starlette.testclient import TestClient

from parcours.portal.app import application
from parcours.portal.house import House, open_house
from parcours.portal.registry import Identity
from parcours.portal.settings import Settings
from parcours.portal.views import TOKEN

ADDRESS = "http://testserver"
KNOWN, UNKNOWN = "7503120521", "7503120530"
SHUFFLES = 2_000


class Answered:
    """Stops the watch when the answer has left: what is done afterwards nobody sees."""

    def __init__(self, house: House) -> None:
        self._app = application(house)
        self.at = 0.0

    async def __call__(self, scope, receive, send):  # type: ignore[no-untyped-def]
        async def spied(message):  # type: ignore[no-untyped-def]
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self.at = perf_counter()

        await self._app(scope, receive, spied)


def main(tries: int = 200) -> None:
    """Prints both medians, their difference, and how often chance alone makes as much."""
    with tempfile.TemporaryDirectory() as folder:
        house = open_house(Settings(data=Path(folder), address=ADDRESS))
        house.limits.allows = lambda *_told: True  # type: ignore[method-assign]
        identity = Identity(KNOWN, "DIALLO", "Awa", "1990-01-01")
        kept = house.passwords.hashed("cheval correct agrafe pile")
        house.accounts.create(identity, "titre", "awa@exemple.fr", kept)
        app = Answered(house)
        client = TestClient(app, base_url=ADDRESS)
        client.get("/")
        token = house.sessions.token(client.cookies["parcours"])

        def asked(path: str, identifier: str) -> float:
            form = {TOKEN: token, "identifier": identifier, "password": "faux"}
            begun = perf_counter()
            client.post(path, data=form)
            return app.at - begun

        for path in ("/connexion", "/mot-de-passe-oublie"):
            print(path, told(lambda one, path=path: asked(path, one), tries))  # type: ignore[misc]
        client.close()
        house.close()


def told(asked: Callable[[str], float], tries: int) -> str:
    """One comparison in one line."""
    order = [KNOWN, UNKNOWN] * tries
    random.shuffle(order)
    times: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    for one in (*order[:10], *order):
        times[one].append(asked(one))
    known, unknown = times[KNOWN], times[UNKNOWN]
    gap = statistics.median(known) - statistics.median(unknown)
    everything, count = [*known, *unknown], 0
    for _turn in range(SHUFFLES):
        random.shuffle(everything)
        first, second = everything[: len(known)], everything[len(known) :]
        count += abs(statistics.median(first) - statistics.median(second)) >= abs(gap)
    return (
        f"account {statistics.median(known) * 1e3:.2f} ms, none "
        f"{statistics.median(unknown) * 1e3:.2f} ms, difference {gap * 1e3:+.2f} ms, "
        f"by chance alone {count / SHUFFLES:.0%}"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
