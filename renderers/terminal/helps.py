"""What each command says of itself: the text of its `--help`."""

from __future__ import annotations

from ...engine.source.wording import _

VALIDATE = _("""Vérifier des procédures, leurs parties et leurs scénarios.

CHEMIN est un fichier ou un dossier ; sans lui, c’est procedures/. Le statut est 0 si tout est bon,
1 s’il y a des erreurs, 2 si la commande est mal écrite.

Exemple : parcours validate procedures/ --format sarif""")

TEST = _("""Jouer les scénarios des procédures, et dire ce qu’ils couvrent.

CHEMIN est un scénario, une procédure ou un dossier ; sans lui, c’est procedures/. Chaque procédure
est mesurée par ses propres scénarios, même pour ce qu’elle partage avec d’autres. Ce qui n’est pas
couvert est dit, et ne fait échouer qu’avec --coverage.

Le statut est 0 si tout passe, 1 si un scénario échoue ou ne peut pas être joué, ou si une procédure
est moins couverte que --coverage ne le demande, 2 si la commande est mal écrite.

Exemple : parcours test procedures/ --coverage 100 --junit resultats.xml""")

RUN = _("""Parcourir une procédure dans le terminal, comme un usager.

PROCÉDURE est son nom ou le chemin de son fichier. Sans --data, rien n’est gardé. Le statut est 0 si
tout est fait ou enregistré, 1 si c’est impossible ou inachevé, 2 si la commande est mal écrite.

Exemple : parcours run bpi_case_2 --data demandes""")

SIMULATE = _("""Suivre des personnes d’un bout à l’autre d’une procédure.

PROCÉDURE est son nom ou le chemin de son fichier. La personne est celle d’un scénario, celle dont
on donne les réponses, ou plusieurs tirées au hasard. Le statut est 0 si chacune arrive au bout, 1
sinon, 2 si la commande est mal écrite.

Le tableau de --population a une colonne par question, conjoint.nom pour une partie d’une question,
registry.nom pour ce que l’administration sait. Une barre sépare les options d’une case ; une liste
ou un groupe s’y écrit en JSON. Le moteur suit aussi 200 personnes au moins, et doit dire de même.

Exemple : parcours simulate bpi_case_2 --population personnes.csv --plot parts.svg""")

EXPLAIN = _("""Expliquer une règle, ou les citer toutes.

La page d’une règle dit ce qu’elle refuse, avec un exemple faux et le même, juste.

Exemple : parcours explain unknown-name""")

SCHEMA = _("""Imprimer le schéma JSON d’un fichier, pour les éditeurs.

Exemple : parcours schema -o schemas/procedure.schema.json""")

GRAPH = _("""Dessiner le parcours d’une procédure.

PROCÉDURE est son nom ou le chemin de son fichier.

Exemple : parcours graph bpi_case_2 --format svg -o bpi_case_2.svg""")

DOCUMENTS = _("""Lister les documents qu’une procédure demande, et à qui.

PROCÉDURE est son nom ou le chemin de son fichier.

Exemple : parcours documents bpi_case_2 --format pdf -o liste.pdf""")

RENDER = _("""Écrire les écrans d’une procédure, tels que l’usager les voit.

PROCÉDURE est son nom ou le chemin de son fichier. Sans --scenario ni --dossier, c’est le premier
écran, vide, ou celui de --screen tel qu’on le trouve en arrivant.

Exemple : parcours render bpi_case_2 --to pdf -o ecrans.pdf --scenario SCENARIO""")

SERVE = _("""Ouvrir le portail : comptes, demandes, pièces, messages.

Tout est gardé dans un dossier, avec ses réglages (parcours.toml). Sans réglages, c’est une
démonstration : rien n’est envoyé. Le statut est 2 si le portail ne peut pas s’ouvrir.

Exemple : parcours serve --seed --port 8000""")

GUIDE = _("""Écrire le guide usager de procédures, en PDF.

PROCÉDURE est son nom ou le chemin de son fichier ; plusieurs font un seul guide. Les écrans y sont
dessinés tels que les personnes des scénarios les remplissent ; ce qu’aucun scénario ne montre l’est
avec des personnes inventées. L’orientation et la création de compte sont prises à côté, si elles y
sont.

Exemple : parcours guide bpi_case_2 bpi_family_case_3 -o guide.pdf""")

NEW = _("""Commencer une procédure par un exemple court et commenté.

Exemple : parcours new aide_logement --title 'Aide au logement'""")

VERIFY = _("""Dire si un document est authentique, par son code 2D-DOC.

FICHIER est un PDF, une image PNG ou JPEG, ou le texte d’un code ; « - » lit l’entrée standard. Le
texte imprimé d’un PDF est comparé au code. Sans --trust, seules les démonstrations faites sur cette
machine sont reconnues. Le statut est 0 si le document est authentique, 1 sinon, 2 si la commande
est mal écrite.

Exemple : parcours verify attestation.pdf --trust certificats/""")

COMPLETION = _("""Imprimer de quoi compléter les commandes dans le terminal.

Exemple : parcours completion bash >> ~/.bashrc""")
