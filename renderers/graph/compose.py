"""From a procedure to its picture."""

from __future__ import annotations

from ...engine.model.definitions import Procedure
from ...engine.model.names import Names
from ...engine.source.wording import _, listed, ngettext
from .examination import After
from .picture import EXAMINATION, Box, Edge, Kind, Picture, Way
from .story import Story, story_of


def compose(procedure: Procedure, names: Names) -> Picture:
    """Screens, ends, states and every way between them."""
    story = story_of(procedure, names)
    boxes, nodes, edges = [*story.boxes()], [*story.nodes()], [*story.edges()]
    if procedure.examination and procedure.examination.states:
        after = After(procedure, names, procedure.examination)
        boxes.append(Box(EXAMINATION, _("Après le dépôt")))
        nodes += after.nodes()
        edges += _filing(story, procedure)
        edges += after.edges()
    counts = [(kind, sum(node.kind == kind for node in nodes)) for kind in Kind]
    return Picture(
        title=procedure.title or procedure.id,
        subtitle=_("Version {version}").format(version=procedure.version),
        description=_description(dict(counts), len(boxes)),
        boxes=tuple(boxes),
        nodes=tuple(nodes),
        edges=tuple(edges),
    )


def _filing(story: Story, procedure: Procedure) -> list[Edge]:
    opens = procedure.examination.opens if procedure.examination else None
    known = {state.id for state in procedure.examination.states} if procedure.examination else set()
    filing = tuple(story.node(i) for i, (_step, screen) in enumerate(story.pages) if screen.submit)
    if opens is None or opens.name not in known or not filing:
        return []
    return [Edge(filing, f"state_{opens.name}", Way.FILING, _("dépôt de la demande"))]


def _description(counts: dict[Kind, int], boxes: int) -> str:
    """One sentence for those who do not see the picture."""
    screens = counts[Kind.SCREEN] + counts[Kind.FILING]
    ends, states = counts[Kind.END], counts[Kind.STATE] + counts[Kind.FINAL]
    steps = boxes - bool(states)
    told = [
        ngettext("{n} écran", "{n} écrans", screens).format(n=screens),
        ngettext("{n} étape", "{n} étapes", steps).format(n=steps),
        ngettext("{n} fin avant le dépôt", "{n} fins avant le dépôt", ends).format(n=ends),
        ngettext("{n} état après le dépôt", "{n} états après le dépôt", states).format(n=states),
    ]
    shown = [
        text for text, count in zip(told, (screens, steps, ends, states), strict=True) if count
    ]
    return _("Schéma de la démarche : {what}.").format(what=listed(shown, last=_("et")))
