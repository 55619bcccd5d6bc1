"""Les conditions d’une démarche distinguent ensemble trop de cas.

Le contrôle suit toutes les personnes à la fois, par les cas que les conditions distinguent. Une
démarche réelle en compte quelques centaines ; au delà de cent mille, rien d’autre n’est vérifié.
Cela n’arrive que si beaucoup de réponses sont comparées deux à deux : comparez-en moins, ou
partagez la démarche en deux par « open: ».

Aucun exemple n’est assez court pour tenir ici.
"""

from __future__ import annotations

from ..rule import Rule

RULE = Rule("too-intricate")
