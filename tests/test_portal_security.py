"""What every answer bears, whose forms are obeyed, and what strangers' words can do: nothing."""

import email
import email.policy
import io
import json
import logging
import logging.config
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from parcours.portal.app import application
from parcours.portal.gate import cookie_name
from parcours.portal.headers import HEADERS, POLICY
from parcours.portal.house import House, open_house
from parcours.portal.keys import KEY_BYTES, drawn, is_drawn, server_key
from parcours.portal.logs import Lines, configuration
from parcours.portal.settings import BadSettings, Settings, read_settings
from parcours.portal.views import TOKEN
from parcours.tests.portal_browser import ADDRESS, Browser
from parcours.tests.portal_files import MARK, PDF, active
from parcours.tests.portal_garden import (
    ANA,
    ANSWERS,
    PASSWORD,
    answered,
    begun,
    filed,
    garden,
    signed_in,
)

SECURE = "https://demarches.exemple.fr"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with garden(tmp_path_factory.mktemp("garden")) as found:
        found.limits.allows = lambda *_told: True  # type: ignore[method-assign]
        yield found


@pytest.fixture
def client(house: House) -> TestClient:
    return TestClient(application(house), base_url=ADDRESS, follow_redirects=False)


# Headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/static/parcours.css", 200),
        ("GET", "/static/nulle-part.css", 404),
        ("GET", "/static/../portal/gate.py", 404),
        ("GET", "/static/%2e%2e/%2e%2e/pyproject.toml", 404),
        ("GET", "/nulle-part", 404),
        ("GET", "/healthz", 200),
        ("GET", "/compte", 303),
        ("GET", "/demarche/jardin/pieces.pdf", 200),
        ("POST", "/", 403),
        ("PUT", "/", 405),
        ("DELETE", "/compte", 405),
        ("TRACE", "/", 405),
        ("OPTIONS", "/", 405),
        ("POST", "/compte", 405),
        ("POST", "/static/parcours.css", 405),
    ],
)
def test_every_answer_bears_the_headers(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path, data={"a": "b"} if method == "POST" else None)
    assert answer.status_code == status
    found = {name: answer.headers.get(name) for name in HEADERS}
    expected = dict(HEADERS)
    if path.startswith("/static/") and status == 200:
        expected["Cache-Control"] = "public, max-age=600"
    if path.endswith(".pdf"):
        expected["Content-Security-Policy"] = "default-src 'none'; sandbox"
    assert found == expected
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
    assert "server" not in answer.headers
    assert "strict-transport-security" not in answer.headers


def test_the_policy_lets_nothing_in() -> None:
    rules = {rule.split()[0]: rule.split()[1:] for rule in POLICY.split("; ")}
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == ["'none'"]
    for name in ("script-src", "style-src", "form-action", "connect-src", "font-src"):
        assert rules[name] == ["'self'"]
    assert "unsafe" not in POLICY
    assert "*" not in POLICY


class _Inline(HTMLParser):
    """What the policy would not let run, and what leads to another site."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in told if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and not told.get("src", "").startswith("/static/")):
            self.found.append(tag)
        for name in ("href", "src", "action"):
            address = told.get(name, "")
            if tag != "a" and re.match(r"[a-z]+:|//", address):
                self.found.append(address)
            if address.startswith("javascript:"):
                self.found.append(address)


def inline(text: str) -> list[str]:
    reader = _Inline()
    reader.feed(text)
    return reader.found


def test_pages_need_nothing_inline(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    pages = [browser.text, browser.press("Continuer").text]
    pages.append(browser.press("Continuer", ANSWERS).text)
    paths = ("/", "/compte", "/compte/reglages", "/aide", "/verifier", "/courriels", "/nulle")
    pages += [browser.go(path).text for path in (*paths, f"/dossier/{dossier}")]
    assert [inline(text) for text in pages] == [[]] * len(pages)


def test_control_what_is_inline_is_seen() -> None:
    text = "<p onclick=a style=b><script>x</script><style></style><img src=//evil.fr>"
    assert inline(text) == ["p onclick", "p style", "script", "style", "//evil.fr"]


def test_behind_tls(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, address=SECURE)
    house = open_house(settings)
    try:
        client = TestClient(application(house), base_url=SECURE)
        answer = client.get("/")
        assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
        given = answer.headers["set-cookie"]
        name, *attributes = (part.strip().lower() for part in given.split(";"))
        assert name.startswith("__host-parcours=")
        assert set(attributes) == {"httponly", "secure", "samesite=lax", "path=/"}
        client.cookies.clear()
        client.cookies.set("parcours", drawn(), "demarches.exemple.fr", "/")
        assert "set-cookie" in client.get("/").headers  # the name without its prefix is not ours
        assert cookie_name(house) == "__Host-parcours"
    finally:
        house.close()


def test_machines_are_given_no_cookie(client: TestClient) -> None:
    for path in ("/healthz", "/readyz", "/static/parcours.css"):
        assert "set-cookie" not in client.get(path).headers


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:81", ""])
def test_another_host_is_turned_away(client: TestClient, host: str) -> None:
    """What a page says of its own address never comes from the request."""
    answer = client.get("/compte?x=1", headers={"host": host})
    assert (answer.status_code, answer.headers["location"]) == (307, f"{ADDRESS}/")
    assert client.post("/", headers={"host": host}).status_code == 421
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_mails_name_the_address_of_the_settings(house: House) -> None:
    browser = Browser(house).go("/mot-de-passe-oublie")
    sent = browser.sends("Recevoir", {"identifier": ANA})
    headers = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    browser._client.post("/mot-de-passe-oublie", data=sent, headers=headers)
    mail = house.mailbox.all()[0]
    assert "evil" not in mail.text + mail.html
    assert f"{ADDRESS}/lien/" in mail.text


@pytest.mark.parametrize(
    "address",
    [
        "demarches.fr",
        "ftp://a.fr",
        "https://a.fr/portail",
        "https://A.fr",
        "https://a.fr/",
        "https://",
    ],
)
def test_an_address_is_an_origin(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadSettings, match="address"):
        read_settings(tmp_path, address=address)


# Whose forms are obeyed


@pytest.mark.parametrize(
    ("headers", "has_token", "status"),
    [
        ({"origin": ADDRESS, "sec-fetch-site": "same-origin"}, True, 303),
        ({"origin": ADDRESS}, True, 303),
        ({"sec-fetch-site": "same-origin"}, True, 303),
        ({"sec-fetch-site": "none"}, True, 303),
        ({}, True, 303),
        ({}, False, 403),
        ({"origin": ADDRESS, "sec-fetch-site": "same-origin"}, False, 403),
        ({"origin": "https://evil.example"}, True, 403),
        ({"origin": "null"}, True, 403),
        ({"origin": f"{ADDRESS}.evil.example"}, True, 403),
        ({"origin": ADDRESS.replace("http", "https")}, True, 403),
        ({"sec-fetch-site": "cross-site"}, True, 403),
        ({"sec-fetch-site": "same-site"}, True, 403),
        ({"origin": ADDRESS, "sec-fetch-site": "cross-site"}, True, 403),
    ],
)
def test_forms_come_from_these_pages(
    house: House, client: TestClient, headers: dict[str, str], has_token: bool, status: int
) -> None:
    client.get("/")
    token = house.sessions.token(client.cookies["parcours"]) if has_token else "0" * 64
    answer = client.post("/demarche/jardin", data={TOKEN: token}, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize("token", ["", "0" * 64, "é" * 64, "\x00"])
def test_a_token_is_its_browser_s(house: House, client: TestClient, token: str) -> None:
    client.get("/")
    others = house.sessions.token(drawn())
    for told in (token, others):
        answer = client.post("/demarche/jardin", data={TOKEN: told}, headers={"origin": ADDRESS})
        assert answer.status_code == 403


def test_a_token_of_before_signing_in_is_worth_nothing_after(house: House) -> None:
    browser = Browser(house).go("/connexion")
    before = browser.sends("Se connecter")[TOKEN]
    browser.press("Se connecter", {"identifier": ANA, "password": PASSWORD})
    browser.post("/deconnexion", {TOKEN: before})
    assert browser.status == 403
    assert browser.go("/compte").path == "/compte"


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", b"token=x", 415),
        ("application/json", b"{}", 415),
        ("", b"token=x", 415),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=x", b"--y", 400),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n", 400),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 300_000, 400),
        ("application/x-www-form-urlencoded", b"a=b&" * 6_000, 400),
        ("application/x-www-form-urlencoded", b"&".join([b"a=" + b"x" * 190_000] * 12), 413),
    ],
)
def test_only_forms_are_read(client: TestClient, kind: str, body: bytes, status: int) -> None:
    client.get("/")
    answer = client.post("/", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_texts_are_bounded_in_multipart_too(client: TestClient) -> None:
    client.get("/")
    files = [(f"f{number}", (None, "x" * 190_000)) for number in range(12)]
    assert client.post("/", files=files).status_code == 400


# Strangers' words

CORPUS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea><svg/onload=alert(1)>",
    "{{ 7*7 }}{% for x in y %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "a\r\nBcc: victime@exemple.fr\r\n\r\nX",
    "%0d%0aSet-Cookie: a=b",
    "../../../../etc/passwd",
    "photo\u202egnp.exe",
    "\u2066a\u2069\u200b\ufeffb",
    "'; drop table accounts; --",
    "=cmd|' /C calc'!A0",
    "javascript:alert(1)",
    "[lien](https://evil.example) **gras** # titre",
    "#set page(width: 1pt) #panic()",
    "&lt;b&gt;&amp;amp;",
    "\U0001f600 \u0645\u062d\u0645\u062f \u5f20",
]


def plain(text: str) -> str:
    """Blanks of every kind are one: HTML reads them so."""
    return " ".join(text.split())


def drawn_alike(text: str) -> list[tuple[str, str]]:
    """Every element of a page with the attributes that act."""
    found: list[tuple[str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            acting = [name for name, _value in attrs if name.startswith(("on", "src", "style"))]
            found.append((tag, " ".join(acting)))

    Reader().feed(text)
    return found


@pytest.mark.parametrize("word", CORPUS)
def test_words_are_shown_as_they_are_or_refused(
    house: House, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    """In a page, a message, a mail, an export, a file's name, a paper and the log."""
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", {**ANSWERS, "nom": word, "motif": word})
    assert not inline(browser.text)
    if browser.status == 422:  # refused: what is shown again is what was typed
        assert any(plain(word) == plain(one.value) for one in browser.read.forms[0].controls)
        browser.press("Continuer", {**ANSWERS, "motif": word})
    if browser.status == 422:
        return
    assert answered(house, dossier)["motif"]
    browser.press("Continuer", files={"files.plan": (f"{word}.pdf", PDF)})
    assert not inline(browser.text)
    kept = str(answered(house, dossier)["motif"])
    assert plain(kept) in browser.read.words
    browser.press("Déposer", {"tick.sincerite": "1"})
    assert not inline(browser.text)
    _in_the_message(house, browser, plain(kept), dossier)
    _in_the_mail(house, dossier)
    _in_the_downloads(house, browser, dossier)
    _in_the_export(browser, kept)
    lines = Lines()
    told = [lines.format(one) for one in caplog.records if one.name.startswith("parcours.")]
    assert not [line for line in told if word in line or json.dumps(word)[1:-1] in line]


def _in_the_message(house: House, browser: Browser, word: str, dossier: str) -> None:
    account = house.accounts.identified(ANA)
    assert account
    letter = next(one for one in house.letters.of(account.id) if one.dossier == dossier)
    browser.go(f"/compte/message/{letter.id}")
    assert browser.status == 200
    assert not inline(browser.text)
    assert _letters(word) in _letters(browser.read.words)


def _letters(text: str) -> str:
    """Without what the small markup of texts takes for its own."""
    return re.sub(r"[\s*#\[\]()-]+", "", text)


def _in_the_mail(house: House, dossier: str) -> None:
    mail = next(one for one in house.mailbox.all() if one.attached[0].dossier == dossier)
    content = house.postman.message(mail).as_bytes()
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert found["Bcc"] is None
    assert found["To"] == "ana@exemple.fr"
    assert not found.defects
    names = {name.lower() for name in found.keys()}  # noqa: SIM118 - a message is no dictionary
    assert names <= {
        "from",
        "to",
        "subject",
        "message-id",
        "date",
        "auto-submitted",
        "content-language",
        "mime-version",
        "content-type",
    }
    html = found.get_body(("html",))
    assert html
    assert not [one for one in drawn_alike(str(html.get_content())) if one[0] in ("script", "img")]


def _in_the_downloads(house: House, browser: Browser, dossier: str) -> None:
    (file,) = house.runtime.dossier(dossier)[1].files["plan"]
    browser.go(f"/dossier/{dossier}/fichier/{file.digest}")
    disposition = browser.headers["content-disposition"]
    assert re.fullmatch(
        r"attachment; filename=\"[A-Za-z0-9._-]+\"; filename\*=UTF-8''[A-Za-z0-9._~%-]+\.pdf",
        disposition,
    )
    assert browser.headers["content-type"] == "application/pdf"
    assert browser.content.startswith(b"%PDF")
    for name in ("document/recu", "recapitulatif.pdf"):
        browser.go(f"/dossier/{dossier}/{name}")
        assert (browser.status, browser.content[:5]) == (200, b"%PDF-")


def _in_the_export(browser: Browser, word: str) -> None:
    browser.go("/compte/donnees.zip")
    with zipfile.ZipFile(io.BytesIO(browser.content)) as found:
        for name in found.namelist():
            assert not name.startswith("/")
            assert ".." not in Path(name).parts
            assert name.isprintable()
        data = "".join(found.read(one).decode() for one in found.namelist() if one.endswith("json"))
    assert json.dumps(word, ensure_ascii=False)[1:-1] in data or json.dumps(word)[1:-1] in data


def test_what_a_file_carries_does_not_come_back(house: House) -> None:
    browser = signed_in(house)
    dossier = begun(browser)
    browser.press("Continuer", ANSWERS)
    browser.press("Joindre", files={"files.plan": ("plan.pdf", active()["open_action"])})
    (file,) = house.runtime.dossier(dossier)[1].files["plan"]
    assert MARK not in browser.go(f"/dossier/{dossier}/fichier/{file.digest}").content


# The log


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


# Names and keys


def test_a_key_is_made_once_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = server_key(path)
    assert (len(key), server_key(path)) == (KEY_BYTES, key)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["key"]
    path.write_bytes(key[:10])
    with pytest.raises(ValueError, match="10 bytes"):
        server_key(path)


@pytest.mark.parametrize(
    ("told", "expected"),
    [(drawn(), True), ("", False), ("é" * 43, False), ("a" * 42, False), ("a" * 43 + "\n", False)],
)
def test_names_have_one_form(told: str, expected: bool) -> None:
    assert is_drawn(told) is expected
