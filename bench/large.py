"""A large procedure, made to measure: screens, branches, documents and texts like real ones."""

from __future__ import annotations

HEAD = """procedure: grande
version: "1"
title: Une grande démarche
"""


def large_procedure(lines: int) -> str:
    """About that many lines; every branch reads answers of earlier screens."""
    count = 1
    while len((text := _procedure(count)).splitlines()) < lines:
        count += max(1, count // 8)
    return text


def _procedure(count: int) -> str:
    numbers = range(count)
    parts = [
        HEAD,
        "fields:\n",
        *(_fields(n) for n in numbers),
        "documents:\n",
        *(_document(n) for n in numbers),
        "flow:\n",
        *(_step(n) for n in numbers),
        _END,
    ]
    return "".join(parts)


def _fields(n: int) -> str:
    guard = f"\n    when: choix_{n - 1} in ['a', 'b']" if n else ""
    return f"""  choix_{n}:
    label: Votre choix numéro {n}
    help: Choisissez ce qui vous décrit le mieux.
    type: choice
    options: {{a: Premier cas, b: Deuxième cas, c: Troisième cas}}
  naissance_{n}:
    label: Date de naissance de la personne {n}
    type: date
    before: today{guard}
  montant_{n}:
    label: Montant numéro {n}
    type: integer
    min: 0
    max: 5000
    optional: oui
"""


def _document(n: int) -> str:
    return f"""  piece_{n}:
    title: Pièce numéro {n}
    help: Une copie lisible.
    when: choix_{n} == 'a' or (answered(montant_{n}) and montant_{n} > 1000)
    files: 1..5
"""


def _step(n: int) -> str:
    adult = f"\n        when: choix_{n - 1} == 'a' and age(naissance_{n}) >= 18" if n else ""
    return f"""  - step: etape_{n}
    title: Étape numéro {n}
    screens:
      - screen: questions_{n}
        title: Vos réponses, partie {n}
        fields: [choix_{n}, naissance_{n}, montant_{n}]
      - screen: precision_{n}
        title: Précisions, partie {n}{adult}
        text: "Vous avez choisi {{{{ choix_{n} }}}}."
      - screen: pieces_{n}
        title: Vos pièces, partie {n}
        collect: [piece_{n}]
"""


_END = """  - screen: depot
    title: Dépôt
    review: all
    submit: {title: Déposer, outcome: depose}
"""
