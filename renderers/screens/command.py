"""`parcours render`: what the command line says, obeyed, and the files written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ...engine.model.checked import Checked
from ...engine.source.files import Folder
from ...engine.source.wording import _
from ..report.wish import Unfit
from ..terminal.command import Refusal
from ..terminal.output import put
from ..terminal.render_options import is_folder
from .render import Wish, has_gallery, render


def obey(
    checked: Checked,
    files: Folder,
    *,
    to: str,
    screen: str,
    scenario: str,
    dossier: str,
    data: str,
    today: date | None,
    output: str,
) -> None:
    """Raises Refusal."""
    in_folder = is_folder(output) or (has_gallery(to) and not Path(output).suffix)
    wish = Wish(to, screen, scenario, dossier, data, today, bool(output) and in_folder)
    try:
        found = render(checked, files, wish)
    except Unfit as unfit:
        raise Refusal(str(unfit)) from unfit
    if not output and not found.is_text:
        raise Refusal(_("Ce rendu ne se lit pas dans un terminal : donnez un fichier à « -o »."))
    for name, content in found.files:
        put(content, Path(output, name) if output else None)
