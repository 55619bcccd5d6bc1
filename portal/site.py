"""The addresses of the portal, all of them."""

from __future__ import annotations

from . import (
    account,
    actions,
    agent,
    dossiers,
    exporting,
    files,
    following,
    health,
    home,
    mailbox,
    owning,
    pages,
    signing,
    verifying,
)
from .routes import Access, Route

ANYONE, SIGNED_IN, OWNER = Access.ANYONE, Access.SIGNED_IN, Access.OWNER
DEMONSTRATION = Access.DEMONSTRATION

ROUTES = (
    # Looked for in this order: what is asked for most comes first.
    Route(
        "/dossier/{dossier}/ecran/{screen}", OWNER, dossiers.show, dossiers.obey, takes_files=True
    ),
    Route("/", ANYONE, home.home, home.chosen),
    Route("/demarche/{procedure}", ANYONE, home.presented, home.start),
    Route("/demarche/{procedure}/pieces.pdf", ANYONE, home.documents),
    Route("/dossier/{dossier}", OWNER, dossiers.show),
    Route(
        "/dossier/{dossier}/action/{action}", OWNER, actions.show, actions.obey, takes_files=True
    ),
    Route("/dossier/{dossier}/effacer", OWNER, account.erasing, account.erased),
    Route("/dossier/{dossier}/pieces.pdf", OWNER, home.own_documents),
    Route("/dossier/{dossier}/recapitulatif.pdf", OWNER, following.printed),
    Route("/dossier/{dossier}/document/{name}", OWNER, files.document),
    Route("/dossier/{dossier}/fichier/{digest}", OWNER, files.joined),
    Route("/connexion", ANYONE, signing.asked, signing.signed_in),
    Route("/deconnexion", ANYONE, signing.leaving, signing.signed_out),
    Route("/mot-de-passe-oublie", ANYONE, signing.forgotten, signing.reset_asked),
    Route("/lien/{name}", ANYONE, signing.linked, signing.followed),
    Route("/compte", SIGNED_IN, account.mine),
    Route("/compte/message/{letter}", OWNER, account.read),
    Route("/compte/reglages", SIGNED_IN, owning.settings, owning.changed),
    Route("/compte/donnees.zip", SIGNED_IN, exporting.exported),
    Route("/verifier", ANYONE, verifying.asked, verifying.verified, takes_files=True),
    Route("/courriels", DEMONSTRATION, mailbox.box),
    Route("/courriels/{mail}", DEMONSTRATION, mailbox.mail),
    Route("/courriels/{mail}/{paper}", DEMONSTRATION, mailbox.attachment),
    Route("/demonstration/agent", DEMONSTRATION, agent.requests),
    Route("/demonstration/agent/{dossier}", DEMONSTRATION, agent.request),
    Route("/demonstration/agent/{dossier}/{action}", DEMONSTRATION, agent.action, agent.act),
    *(Route(path, ANYONE, pages.page) for path in pages.PAGES),
    Route("/healthz", ANYONE, health.alive),
    Route("/readyz", ANYONE, health.ready),
)
