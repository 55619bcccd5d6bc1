"""The log: it tells what happened, and of nobody."""

import json
import logging
import logging.config
import re
from collections.abc import Iterator

import pytest

from parcours.portal.house import House
from parcours.portal.logs import Lines, configuration
from parcours.tests.portal_browser import Browser
from parcours.tests.portal_garden import ANA, PASSWORD, begun, filed, shared_house

__all__ = ["shared_house"]


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Every line that would be written, of the portal and of its libraries, however talkative."""
    lines: list[str] = []
    formatter = Lines()

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.name.startswith(("httpx2", "httpcore2")):  # the test's own client
                lines.append(formatter.format(record))

    handler = Kept(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger().addHandler(handler)
        yield lines
        logging.getLogger().removeHandler(handler)


def test_a_whole_journey_leaves_no_trace_of_its_person(
    house: House, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing in wrongly and rightly, filing, being refused, a forgotten password, a fault."""
    seen: list[str] = [PASSWORD, ANA, "ana@exemple.fr", "ANASON", "Marteau-Zorglub", "motif-secret"]
    browser = Browser(house).go("/connexion?suite=/compte%3Fnom%3DMarteau-Zorglub")
    browser.press("Se connecter", {"identifier": ANA, "password": "faux-mot-secret"})
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    seen += ["faux-mot-secret", str(browser._client.cookies["parcours"])]
    dossier = filed(browser, nom="Marteau-Zorglub", motif="motif-secret")
    seen.append(house.runtime.dossier(dossier)[1].filed.number)  # type: ignore[union-attr]
    for path in ("/compte", "/compte/donnees.zip", f"/dossier/{dossier}", "/nom/Marteau-Zorglub"):
        browser.go(path)
    begun(browser)
    browser.press("Continuer", {"nom": "Marteau-Zorglub" * 40})
    browser.press("Enregistrer et quitter", {"motif": "motif-secret"})
    with monkeypatch.context() as patched:
        patched.setattr("parcours.portal.pages.page", None)
        patched.setattr(
            type(house.letters), "of", lambda _self, _account: int("Marteau-Zorglub motif-secret")
        )
        assert browser.go("/compte").status == 500
    Browser(house).go("/mot-de-passe-oublie").press("Recevoir", {"identifier": ANA})
    link = re.search(r"/lien/([\w-]+)", house.mailbox.all()[0].text)
    assert link
    seen += [link[1], house.sessions.token(seen[7])]
    Browser(house).go(f"/lien/{link[1]}").press("Enregistrer", {"password": "trop court"})
    seen += ["trop court", "testclient", dossier]
    assert len(written) > 25
    assert [(word, line) for word in seen for line in written if word in line] == []
    told = [json.loads(line) for line in written]
    assert all({"at", "level", "logger", "message"} <= line.keys() for line in told)
    faults = [line["fault"] for line in told if "fault" in line]
    assert len(faults) == 1
    assert re.match(r"ValueError: .*account\.py:\d+ ", faults[0][0])
    routes = {line.get("route") for line in told if line["message"] == "request"}
    assert {"/lien/{name}", "/dossier/{dossier}", "", "/compte"} <= routes


def test_control_the_log_would_show_a_name(written: list[str]) -> None:
    """A record that carries one in a field we allow is seen: the test above can fail."""
    logging.getLogger("parcours.portal").info("request", extra={"why": "Marteau-Zorglub"})
    assert any("Marteau-Zorglub" in line for line in written)
    written.clear()
    logging.getLogger("parcours.portal").info("request %s", "Marteau-Zorglub")
    logging.getLogger("parcours.portal").info("request", extra={"name_of": "Marteau-Zorglub"})
    assert not any("Marteau-Zorglub" in line for line in written)


def test_an_exception_is_told_by_its_places(written: list[str]) -> None:
    def raising() -> None:
        try:
            int("Marteau")
        except ValueError as error:
            raise RuntimeError("Zorglub") from error

    try:
        raising()
    except RuntimeError:
        logging.getLogger("uvicorn.error").exception("Exception\nMarteau")
    (line,) = [json.loads(one) for one in written]
    assert line["message"] == "Exception"
    assert [one.partition(":")[0] for one in line["fault"]] == ["RuntimeError", "ValueError"]
    assert "raising" in line["fault"][1]
    assert "Marteau" not in written[0]
    assert "Zorglub" not in written[0]


def test_the_log_goes_to_one_place() -> None:
    told = configuration()
    assert told["root"]["handlers"] == ["lines"]
    assert told["loggers"]["uvicorn.access"]["level"] == "CRITICAL"
    logging.config.dictConfigClass(told)
