"""Mails that leave: written and kept first, then sent by a thread of their own."""

from __future__ import annotations

import json
import logging
import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from .pacing import Pacing
from .settings import MailServer, Settings
from .tables import Row, Tables

log = logging.getLogger("parcours.portal.mails")

PACE = 3.0
TIMEOUT = 20.0
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
MOST_TRIES = 14


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF: the name it bears, and where its bytes are (`dossier`, `paper`)."""

    name: str
    dossier: str
    paper: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One message. `id` is the effect's: performed twice, it is one mail."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    attached: tuple[Attachment, ...] = ()
    at: datetime | None = field(default=None, compare=False)


Content = Callable[[Attachment], bytes]


class Mailbox:
    """All that left, newest first: in a demonstration, anybody reads them in the browser."""

    def __init__(self, tables: Tables, now: Callable[[], datetime]) -> None:
        self._tables, self._now = tables, now

    def keep(self, mail: Mail) -> bool:
        """Durable on return; False when it was kept before."""
        return self._tables.insert(
            "mails",
            id=mail.id,
            recipient=mail.to,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            attached=json.dumps([[a.name, a.dossier, a.paper] for a in mail.attached]),
            at=self._now().isoformat(),
            sent="",
            tries=0,
            due=self._now().isoformat(),
        )

    def all(self, limit: int = 200) -> list[Mail]:
        """The last ones."""
        rows = self._tables.rows("select * from mails order by at desc, rowid desc limit ?", limit)
        return [_mail(row) for row in rows]

    def one(self, id_: str) -> Mail | None:
        """By its id."""
        row = self._tables.row("select * from mails where id = ?", id_)
        return _mail(row) if row else None

    def sweep(self, after: timedelta) -> int:
        """Forget those that left, or were given up, so long ago."""
        before = (self._now() - after).isoformat()
        return self._tables.write("delete from mails where at < ?", before)

    def due(self, limit: int = 50) -> Sequence[tuple[Mail, int]]:
        """Not sent yet, with how often it was tried."""
        rows = self._tables.rows(
            "select * from mails where sent = '' and due <= ? and tries < ? order by due limit ?",
            self._now().isoformat(),
            MOST_TRIES,
            limit,
        )
        return [(_mail(row), int(row["tries"])) for row in rows]

    def sent(self, mail: Mail) -> None:
        """The server took it: nothing of its words is kept."""
        self._tables.write(
            "update mails set sent = ?, text = '', html = '' where id = ?",
            self._now().isoformat(),
            mail.id,
        )

    def put_off(self, mail: Mail, tries: int) -> None:
        """The server did not."""
        delay = min(FIRST_DELAY * 2 ** min(tries, 20), LONGEST_DELAY)
        self._tables.write(
            "update mails set tries = ?, due = ? where id = ?",
            tries + 1,
            (self._now() + delay).isoformat(),
            mail.id,
        )


class Postman:
    """Carries the mailbox to the SMTP server, if there is one."""

    def __init__(self, mailbox: Mailbox, settings: Settings, content: Content) -> None:
        self._mailbox, self._settings, self._content = mailbox, settings, content
        self._pacing = Pacing("mails", PACE, self.carry)

    def start(self) -> None:
        """Until `stop`; nothing without a server."""
        if self._settings.mail:
            self._pacing.start()

    def stop(self) -> None:
        """After the mail that is on its way."""
        self._pacing.stop(TIMEOUT)

    def carry(self) -> int:
        """What is due; how many left."""
        server, count = self._settings.mail, 0
        for mail, tries in self._mailbox.due() if server else ():
            assert server is not None
            try:
                deliver(server, self.message(mail))
            except Exception as error:  # noqa: BLE001 - one that cannot leave keeps no other one
                log.warning("mail", extra={"mail": mail.id, "why": type(error).__name__})
                self._mailbox.put_off(mail, tries)
            else:
                self._mailbox.sent(mail)
                count += 1
        return count

    def message(self, mail: Mail) -> EmailMessage:
        """As it travels: the same name each time, so that one sent twice is received once.

        Nothing is injected: a header with a line end, or an address that is several, raises
        ValueError.
        """
        sender = self._settings.sender
        message = EmailMessage()
        message["From"] = Address(self._settings.service["name"], addr_spec=sender)
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = mail.subject
        message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
        if mail.at:
            message["Date"] = format_datetime(mail.at)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        message["Content-Language"] = "fr"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        for one in mail.attached:
            message.add_attachment(
                self._content(one), maintype="application", subtype="pdf", filename=one.name
            )
        return message


def deliver(server: MailServer, message: EmailMessage) -> None:
    """Raises OSError, SMTPException."""
    context = ssl.create_default_context()
    if server.security == "tls":
        link: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        link = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security == "starttls":
            link.starttls(context=context)
        if server.user:
            link.login(server.user, server.password)
        link.send_message(message)
    except BaseException:
        link.close()  # no farewell on a line that failed: it would be awaited
        raise
    with suppress(OSError, smtplib.SMTPException):  # the mail was taken: it must not leave again
        link.quit()


def _mail(row: Row) -> Mail:
    return Mail(
        id=row["id"],
        to=row["recipient"],
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        attached=tuple(Attachment(*one) for one in json.loads(row["attached"])),
        at=datetime.fromisoformat(row["at"]),
    )
