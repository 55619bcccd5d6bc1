"""Rules on what follows filing, on texts and seals, and on scenarios: their reports, word for word.

Each case edits a sound procedure; the manual pages of the rules hold the plainest examples.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcours.engine.analysis.diagnose import diagnose
from parcours.engine.analysis.rule import rules
from parcours.engine.source.files import InMemory

ROOT = Path(__file__).parents[1]

FILED = """procedure: exemple
version: "1"
title: Exemple
fields:
  courriel: {label: Votre adresse électronique, type: email}
  pieces: {label: Pièces demandées, type: documents_request}
  limite: {label: Date limite, type: date, after: today}
  message: {label: Message, type: long_text}
documents:
  identite: {title: Carte d’identité, help: Les deux faces., files: 1..2}
  photo: {title: Code de la photo, help: Il est donné par le photographe., code: ephoto_code}
  domicile:
    title: Justificatif de domicile
    help: Un seul suffit.
    any_of:
      bail: {title: Bail}
      facture: {title: Facture, accept: [pdf]}
attestations:
  sincerite: {text: J’atteste l’exactitude de ces informations.}
flow:
  - screen: demande
    title: Votre demande
    fields: [courriel]
    attest: all
    collect: all
    submit: {title: Déposer, notice: depot, deliver: [recepisse]}
examination:
  opens: deposee
  clocks:
    silence: {delay: 4 months, starts: filing, runs_in: [deposee], to: rejetee}
  states:
    deposee:
      title: Demande déposée
      actions:
        demander: {by: caseworker, title: Demander, fields: [pieces, limite], to: attente}
        accorder: {by: caseworker, title: Accorder, to: accordee, deliver: [decision]}
    attente:
      title: Pièces attendues
      actions:
        envoyer: {by: applicant, title: Envoyer, collect: pieces, to: deposee}
      timers:
        - {at: limite, to: rejetee, notice: rappel}
    accordee: {title: Demande acceptée, final: true}
    rejetee: {title: Demande rejetée, final: true}
    retiree: {title: Demande retirée, final: true}
  actions:
    retirer:
      {in: [deposee, attente], by: applicant, title: Retirer, fields: [message], to: retiree}
deliverables:
  recepisse: {title: Récépissé, template: receipt, text: "Déposée le {{ filing.date }}."}
  decision: {title: Décision, template: decision, text: La demande est acceptée.}
notices:
  depot: {title: Demande déposée, text: Le récépissé est joint., attach: [recepisse]}
  rappel: {title: Date passée, text: "La date limite, le {{ limite }}, est passée.", to: courriel}
"""
