"""What every answer bears, whose forms are obeyed, and the names and keys that tell."""

import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from parcours.portal import assets
from parcours.portal.app import application
from parcours.portal.assets import ASSETS
from parcours.portal.gate import cookie_name
from parcours.portal.headers import HEADERS, POLICY
from parcours.portal.house import House, open_house
from parcours.portal.keys import KEY_BYTES, drawn, is_drawn, server_key
from parcours.portal.settings import BadSettings, Settings, read_settings
from parcours.portal.views import TOKEN
from parcours.renderers.html.environment import STATIC
from parcours.tests.portal_browser import ADDRESS, Browser
from parcours.tests.portal_garden import ANA, ANSWERS, PASSWORD, begun, shared_house, signed_in
from parcours.tests.portal_reading import inline

__all__ = ["shared_house"]

SECURE = "https://demarches.exemple.fr"


@pytest.fixture
def client(house: House) -> TestClient:
    return TestClient(application(house), base_url=ADDRESS, follow_redirects=False)


# Headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", f"{ASSETS}parcours.css", 200),
        ("GET", "/static/000000000000/parcours.css", 200),
        ("GET", "/static/parcours.css", 404),
        ("GET", f"{ASSETS}nulle-part.css", 404),
        ("GET", f"{ASSETS}%2e%2e/environment.py", 404),
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
        ("POST", f"{ASSETS}parcours.css", 405),
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
        is_today_s = path.startswith(ASSETS)
        lasts = "max-age=31536000, immutable" if is_today_s else "max-age=600"
        expected["Cache-Control"] = f"public, {lasts}"
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
    for path in ("/healthz", "/readyz", f"{ASSETS}parcours.css"):
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
    ids=["drawn", "empty", "accents", "short", "line end"],
)
def test_names_have_one_form(told: str, expected: bool) -> None:
    assert is_drawn(told) is expected


def test_another_version_s_files_have_another_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that no page is met by a script that names controls otherwise."""
    former = assets.edition()
    assert f"/static/{former}/" == ASSETS
    copy = shutil.copytree(STATIC, tmp_path / "static")
    monkeypatch.setattr(assets, "STATIC", copy)
    assert assets.edition() == former
    (copy / "parcours.js").write_text("/* otherwise */", "utf-8")
    assert assets.edition() != former
