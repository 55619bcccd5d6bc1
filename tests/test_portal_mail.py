"""Mails: kept first, carried to a real SMTP server, never twice under two names, never injected."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from parcours.portal import mails
from parcours.portal.house import House
from parcours.portal.mailing import one_line, written
from parcours.portal.mails import Attachment, Mail, Mailbox, Postman
from parcours.portal.settings import MailServer, Settings
from parcours.portal.tables import Tables
from parcours.tests.portal_browser import Clock, opened
from parcours.tests.portal_people import CHILD, account_of

MAIL = Mail("effet-1", "vous@exemple.fr", "Votre demande", "Bonjour é", "<p>Bonjour é</p>")
SECRET = "le mot de passe du serveur"  # noqa: S105 - of a server of these tests


class Server:
    """Takes mails, or answers as it is told to."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.taken.append(envelope)
        return self.answer

    @property
    def messages(self) -> list[EmailMessage]:
        contents = [one.content for one in self.taken if isinstance(one.content, bytes)]
        return [message_from_bytes(one, policy=policy.default) for one in contents]


@contextmanager
def serving(**told: Any) -> Iterator[tuple[Server, int]]:
    server = Server()
    with create_server(("localhost", 0)) as free:
        port = int(free.getsockname()[1])
    controller = Controller(server, hostname="localhost", port=port, **told)
    controller.start()
    try:
        yield server, port
    finally:
        controller.stop()


def postman(folder: Path, clock: Clock, server: MailServer) -> tuple[Mailbox, Postman]:
    box = Mailbox(Tables(folder / "portal.sqlite"), clock)
    settings = Settings(data=folder, mail=server, sender="portail@exemple.fr")
    return box, Postman(box, settings, lambda one: b"%PDF " + one.paper.encode())


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_it_travels_whole_and_its_words_are_not_kept(tmp_path: Path, clock: Clock) -> None:
    with serving() as (server, port):
        box, man = postman(tmp_path, clock, MailServer("localhost", port, security="none"))
        paper = Attachment("Confirmation de dépôt.pdf", "d1", "p1")
        assert box.keep(replace(MAIL, attached=(paper,)))
        assert not box.keep(MAIL)
        assert (man.carry(), man.carry()) == (1, 0)
    (message,) = server.messages
    assert str(message["From"]) == "le service des démarches en ligne <portail@exemple.fr>"
    assert message["Message-ID"] == "<effet-1@exemple.fr>"
    assert message["Auto-Submitted"] == "auto-generated"
    body, html = message.get_body(("plain",)), message.get_body(("html",))
    assert body is not None
    assert html is not None
    assert (body.get_content().strip(), html.get_content().strip()) == (MAIL.text, MAIL.html)
    (part,) = message.iter_attachments()
    assert part.get_filename() == "Confirmation de dépôt.pdf"
    assert part.get_content() == b"%PDF p1"
    kept = box.one(MAIL.id)
    assert kept is not None
    assert (kept.text, kept.html) == ("", "")


def test_a_server_that_refuses_is_tried_again_later(tmp_path: Path, clock: Clock) -> None:
    with serving() as (server, port):
        box, man = postman(tmp_path, clock, MailServer("localhost", port, security="none"))
        server.answer = "451 later"
        box.keep(MAIL)
        assert man.carry() == 0
        server.answer = "250 OK"
        assert man.carry() == 0  # not yet
        clock.forward(timedelta(minutes=2))
        assert man.carry() == 1
    assert len(server.taken) == 1


def test_it_is_given_up_in_the_end(tmp_path: Path, clock: Clock) -> None:
    with serving() as (_server, port):
        free = port
    box, man = postman(tmp_path, clock, MailServer("localhost", free, security="none"))
    box.keep(MAIL)
    tried = 0
    while box.due():
        man.carry()
        tried += 1
        clock.forward(mails.LONGEST_DELAY + timedelta(minutes=1))
    assert tried == mails.MOST_TRIES


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        (MAIL.to, "Bonjour\r\nBcc: tous@exemple.fr"),
        (MAIL.to, "Bonjour\nX: y"),
        ("a@exemple.fr, b@exemple.fr", "Bonjour"),
        ("a@exemple.fr\r\nBcc: b@exemple.fr", "Bonjour"),
        ("pas une adresse", "Bonjour"),
    ],
)
def test_what_would_inject_a_header_never_leaves_and_stops_no_other(
    tmp_path: Path, clock: Clock, to: str, subject: str
) -> None:
    with serving() as (server, port):
        box, man = postman(tmp_path, clock, MailServer("localhost", port, security="none"))
        box.keep(replace(MAIL, id="mauvais", to=to, subject=subject))
        box.keep(MAIL)
        assert man.carry() == 1
    (envelope,) = server.taken
    assert envelope.rcpt_tos == [MAIL.to]


def certificate(folder: Path) -> Path:
    """Of this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def login(_server: Any, _session: Any, _envelope: Any, _how: str, told: Any) -> AuthResult:
    is_right = isinstance(told, LoginPassword) and told.password == SECRET.encode()
    return AuthResult(success=is_right)


def test_starttls_and_a_password(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate is verified: one that nobody vouches for gets no mail, and no password."""
    path = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    monkeypatch.setattr(mails, "TIMEOUT", 1.0)  # this server falls silent at a wrong password
    told = {"tls_context": context, "authenticator": login, "auth_required": True}
    with serving(**told, require_starttls=True) as (server, port):
        account = MailServer("localhost", port, "portail", SECRET)
        box, man = postman(tmp_path, clock, account)
        box.keep(MAIL)
        assert man.carry() == 0
        vouched = ssl.create_default_context(cafile=path)
        monkeypatch.setattr(ssl, "create_default_context", lambda: vouched)
        clock.forward(timedelta(minutes=2))
        assert man.carry() == 1
        wrong = replace(account, password="un autre")  # noqa: S106 - of these tests
        box.keep(replace(MAIL, id="effet-2"))
        assert postman(tmp_path, clock, wrong)[1].carry() == 0
    assert len(server.taken) == 1


def test_a_server_without_tls_gets_nothing_when_tls_is_asked(tmp_path: Path, clock: Clock) -> None:
    with serving() as (server, port):
        box, man = postman(tmp_path, clock, MailServer("localhost", port))
        box.keep(MAIL)
        assert man.carry() == 0
    assert not server.taken


def test_what_people_typed_stays_text_in_both_forms(tmp_path: Path) -> None:
    text = (
        "Bonjour <img src=x> {{ 7*7 }},\n\n- un\n- deux\n\n[le site](https://exemple.fr/a?b=1&c=2)"
    )
    told, html = written(Settings(data=tmp_path), "Sujet <b>", text, signs_in=True)
    assert "Bonjour <img src=x> {{ 7*7 }}," in told
    assert "- un\n- deux" in told
    assert "le site (https://exemple.fr/a?b=1&c=2)" in told
    assert "http://127.0.0.1:8000/connexion" in told
    assert "&lt;img src=x&gt; {{ 7*7 }}" in html
    assert 'href="https://exemple.fr/a?b=1&amp;c=2"' in html
    assert "<img" not in html
    assert "Sujet &lt;b&gt;" in html


def test_a_mail_with_a_link_does_not_invite_to_sign_in(tmp_path: Path) -> None:
    link = "http://127.0.0.1:8000/lien/abc"
    told, html = written(Settings(data=tmp_path), "Sujet", f"Ouvrez : {link}", signs_in=False)
    assert "/connexion" not in told + html
    assert f'<a href="{link}"' in html


def test_words_of_a_header_are_one_line() -> None:
    assert one_line("Votre\r\ndemande\x00 n° 1\u2028.") == "Votre demande n° 1 ."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as found:
        yield found


def test_a_title_made_of_what_was_typed_is_one_line(house: House) -> None:
    account = account_of(house, CHILD.identifier)
    house.performing.mail("a", account.email, "Pour vous\r\nBcc: x@exemple.fr", "Bonjour")
    (mail,) = house.mailbox.all()
    assert mail.subject == "Pour vous Bcc: x@exemple.fr"
    assert house.postman.message(mail)["Bcc"] is None
