"""Effects of decisions made true: letters, mails, documents issued, accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..engine.dossier.effects import Effect, HandOver, Issue, Send
from ..engine.model.basics import APPLICANT, CASEWORKER
from ..engine.runtime import Runtime, effect_of
from ..engine.source.wording import _
from ..engine.store.store import Pending
from .accounts import Accounts
from .keys import digest
from .letters import Letters
from .mailing import one_line, written
from .mails import Attachment, Mail, Mailbox
from .papers import Paper, Papers
from .registry import Identity
from .settings import Settings

ALREADY = (
    _("Vous avez déjà un compte"),
    _(
        "Bonjour,\n\nQuelqu’un a voulu créer un compte avec votre numéro, qui en a déjà un. Si "
        "c’est vous, connectez-vous, ou demandez un nouveau mot de passe. Sinon, ne faites rien."
    ),
)

CREATED = "account_created"
"""The outcome by which a procedure hands over what makes an account."""


@dataclass(frozen=True, slots=True)
class Performing:
    """Each may be told twice of one effect, and does it once."""

    settings: Settings
    runtime: Runtime
    accounts: Accounts
    letters: Letters
    mailbox: Mailbox
    papers: Papers

    def perform(self, pending: Pending, effect: Effect) -> None:
        """Raises whatever keeps it from being done: it is tried again."""
        match effect:
            case Send():
                self.send(pending, effect)
            case Issue():
                self.issue(pending, effect)
            case HandOver():
                self.hand_over(pending, effect)

    def send(self, pending: Pending, send: Send) -> None:
        """Read in the account, announced by mail; to an address, by mail alone."""
        papers = tuple(self._attached(pending, send))
        if send.to == CASEWORKER:
            return
        address = send.to
        owner = self.runtime.store.load(pending.dossier, after=10**9).card.owner
        if send.to == APPLICANT:
            account = self.accounts.found(owner.removeprefix("account:"))
            if account is None:
                return
            address = account.email
            names = tuple(paper.id for paper in papers)
            self.letters.keep(
                name_of(pending), account.id, pending.dossier, send.title, send.text, names
            )
        # A request without an account is not found by signing in.
        signs_in = bool(owner) and not send.awaits
        self.mail(name_of(pending), address, send.title, send.mail, papers, signs_in)

    def mail(
        self,
        id_: str,
        to: str,
        subject: str,
        text: str,
        papers: tuple[Paper, ...] = (),
        signs_in: bool = True,
    ) -> None:
        """Kept to be sent, once for each id."""
        subject = one_line(subject)
        attached = (
            Attachment(one_line(f"{one.title}.pdf").replace("/", "-"), one.dossier, one.id)
            for one in papers
        )
        plain, html = written(self.settings, subject, text, signs_in)
        self.mailbox.keep(Mail(id_, to, subject, plain, html, tuple(attached)))

    def attachment(self, one: Attachment) -> bytes:
        """The bytes of what a mail carries."""
        paper = self.papers.found(one.dossier, one.paper)
        if paper is None:
            raise LookupError(f"{one.paper} is gone")
        return self.papers.content(paper)

    def issue(self, pending: Pending, issue: Issue) -> Paper:
        """Drawn, sealed and kept."""
        return self.papers.issued(name_of(pending), pending.dossier, issue)

    def hand_over(self, pending: Pending, done: HandOver) -> None:
        """An account, when that is what was asked; an outcome nobody knows is left to others."""
        if done.event != CREATED:
            raise ValueError(f"nobody here takes the outcome {done.event!r}")
        answers = done.answers
        kind = str(answers.get("type_identifiant", "titre"))
        identifier = answers.get("numero_visa" if kind == "visa" else "numero_etranger")
        email = str(answers["courriel"])
        identity = Identity(
            str(identifier),
            str(answers.get("nom", "")),
            str(answers.get("prenoms", "")),
            str(answers.get("date_naissance") or ""),
        )
        (kept,) = done.secrets.values()
        former = self.accounts.identified(identity.identifier)
        made = self.accounts.create(identity, kind, email, kept)
        if made is None and former is not None:
            self._warned(pending, former.email)

    def _warned(self, pending: Pending, address: str) -> None:
        """Somebody asked for an account that is there: its person is told, and nobody else."""
        subject, text = ALREADY
        self.mail(f"{name_of(pending)}-already", address, subject, text)

    def _attached(self, pending: Pending, send: Send) -> Iterator[Paper]:
        """Those that came with the message: drawn now, if that was not done yet."""
        waiting = self.runtime.store.effects_of(pending.dossier) if send.attach else ()
        for name in send.attach:
            for other in waiting:
                effect = effect_of(other.data)
                if isinstance(effect, Issue) and effect.deliverable == name:
                    self.issue(other, effect)
            paper = self.papers.found(pending.dossier, name)
            if paper is None:
                raise LookupError(f"{name} was not issued")
            yield paper


def name_of(pending: Pending) -> str:
    """A name for addresses, the same one each time that the effect is performed."""
    return digest(pending.id)[:32]
