"""Strangers’ words, in pages, messages, mails, exports and papers: letters and nothing else."""

import email
import email.policy
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from parcours.portal.house import House
from parcours.portal.logs import Lines
from parcours.tests.pdf_checks import leads
from parcours.tests.portal_browser import ADDRESS, Browser
from parcours.tests.portal_files import MARK, PDF, active
from parcours.tests.portal_garden import ANA, ANSWERS, answered, begun, shared_house, signed_in
from parcours.tests.portal_reading import Read, as_read, inline, read_page

__all__ = ["shared_house"]

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
    "[Confirmez votre compte ici](https://evil.example/x)",
    "http://evil.example",
    "- un\n- [deux](https://evil.example)\n\nhttps://evil.example.",
    "#set page(width: 1pt) #panic()",
    "&lt;b&gt;&amp;amp;",
    "\U0001f600 \u0645\u062d\u0645\u062f \u5f20",
]


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
        assert any(as_read(word) == as_read(one.value) for one in browser.read.forms[0].controls)
        browser.press("Continuer", {**ANSWERS, "motif": word})
    if browser.status == 422:
        return
    assert answered(house, dossier)["motif"]
    browser.press("Continuer", files={"_files.plan": (f"{word}.pdf", PDF)})
    assert not inline(browser.text)
    kept = str(answered(house, dossier)["motif"])
    assert as_read(kept) in browser.read.words
    browser.press("Déposer", {"_tick.sincerite": "1"})
    assert not inline(browser.text)
    _in_the_message(house, browser, as_read(kept), dossier)
    _in_the_mail(house, browser, as_read(kept), dossier)
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
    assert word in browser.read.words
    assert not _outside(browser.read)


def _outside(found: Read) -> list[str]:
    """Links that lead out of the portal."""
    ours = ("/", "#", f"{ADDRESS}/")
    return [address for _words, address in found.links if not address.startswith(ours)]


def _in_the_mail(house: House, browser: Browser, word: str, dossier: str) -> None:
    mail = next(one for one in house.mailbox.all() if one.attached[0].dossier == dossier)
    assert word in " ".join(mail.text.split())
    browser.go(f"/courriels/{mail.id}")
    assert word in browser.read.words
    assert not _outside(browser.read)
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
    drawn = str(html.get_content())
    assert not [one for one in drawn_alike(drawn) if one[0] in ("script", "img")]
    assert not _outside(read_page(drawn))
    assert word in read_page(drawn).words


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
        assert leads(browser.content) == []


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
    browser.press("Joindre", files={"_files.plan": ("plan.pdf", active()["open_action"])})
    (file,) = house.runtime.dossier(dossier)[1].files["plan"]
    assert MARK not in browser.go(f"/dossier/{dossier}/fichier/{file.digest}").content
