"""What each command says of itself: the text of its `--help`."""

from __future__ import annotations

from ...engine.source.wording import _

VALIDATE = _("""Vérifier des procédures, leurs parties et leurs scénarios.

CHEMIN est un fichier ou un dossier ; sans lui, c’est procedures/. Le statut est 0 si tout est bon,
1 s’il y a des erreurs, 2 si la commande est mal écrite.

Exemple : parcours validate procedures/ --format sarif""")

TEST = _("""Jouer les scénarios des procédures, et dire ce qu’ils couvrent.

CHEMIN est un scénario, une procédure ou un dossier ; sans lui, c’est procedures/. Le statut est 0
si tout passe, 1 si un scénario échoue ou ne peut pas être joué, 2 si la commande est mal écrite.

Exemple : parcours test procedures/ --junit resultats.xml""")

RUN = _("""Parcourir une procédure dans le terminal, comme un usager.

PROCÉDURE est son nom ou le chemin de son fichier. Sans --data, rien n’est gardé. Le statut est 0 si
tout est fait ou enregistré, 1 si c’est impossible ou inachevé, 2 si la commande est mal écrite.

Exemple : parcours run bpi_case_2 --data demandes""")

SIMULATE = _("""Suivre des personnes d’un bout à l’autre d’une procédure.

PROCÉDURE est son nom ou le chemin de son fichier. La personne est celle d’un scénario, celle dont
on donne les réponses, ou plusieurs tirées au hasard. Le statut est 0 si chacune arrive au bout, 1
sinon, 2 si la commande est mal écrite.

Exemple : parcours simulate bpi_case_2 --random 100 --seed 7""")

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

Exemple : parcours documents bpi_case_2 --format markdown""")

NEW = _("""Commencer une procédure par un exemple court et commenté.

Exemple : parcours new aide_logement --title 'Aide au logement'""")

COMPLETION = _("""Imprimer de quoi compléter les commandes dans le terminal.

Exemple : parcours completion bash >> ~/.bashrc""")
