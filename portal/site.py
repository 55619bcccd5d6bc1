"""The addresses of the portal, all of them."""

from __future__ import annotations

from . import account, actions, dossiers, files, health, home, mailbox, signing, verifying
from .routes import Access, Route

ANYONE, SIGNED_IN, OWNER = Access.ANYONE, Access.SIGNED_IN, Access.OWNER

ROUTES = (
    Route("/", ANYONE, home.home, home.chosen),
    Route("/demarche/{procedure}", ANYONE, home.presented, home.start),
    Route("/demarche/{procedure}/pieces.pdf", ANYONE, home.documents),
    Route("/dossier/{dossier}", OWNER, dossiers.show),
    Route("/dossier/{dossier}/ecran/{screen}", OWNER, dossiers.show, dossiers.obey),
    Route("/dossier/{dossier}/action/{action}", OWNER, actions.show, actions.obey),
    Route("/dossier/{dossier}/document/{name}", OWNER, files.document),
    Route("/dossier/{dossier}/fichier/{digest}", OWNER, files.joined),
    Route("/connexion", ANYONE, signing.asked, signing.signed_in),
    Route("/deconnexion", ANYONE, signing.leaving, signing.signed_out),
    Route("/mot-de-passe-oublie", ANYONE, signing.forgotten, signing.reset_asked),
    Route("/lien/{name}", ANYONE, signing.linked, signing.followed),
    Route("/compte", SIGNED_IN, account.mine),
    Route("/compte/message/{letter}", SIGNED_IN, account.read),
    Route("/compte/reglages", SIGNED_IN, account.settings, account.changed),
    Route("/compte/donnees.json", SIGNED_IN, account.exported),
    Route("/verifier", ANYONE, verifying.asked, verifying.verified),
    Route("/courriels", Access.DEMONSTRATION, mailbox.box),
    Route("/courriels/{mail}", Access.DEMONSTRATION, mailbox.mail),
    Route("/courriels/{mail}/{paper}", Access.DEMONSTRATION, mailbox.attachment),
    *(Route(path, ANYONE, home.page) for path in home.PAGES),
    Route("/healthz", ANYONE, health.alive),
    Route("/readyz", ANYONE, health.ready),
)
