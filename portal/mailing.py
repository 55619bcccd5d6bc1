"""A mail in two forms: plain text, and the same in HTML."""

from __future__ import annotations

from pathlib import Path

from ..engine.page.markup import plain
from ..renderers.html.environment import environment
from .settings import Settings

TEMPLATES = Path(__file__).with_name("templates")


def one_line(text: str) -> str:
    """For a header or a file's name: no line end, no control, no way out of a folder."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def written(settings: Settings, subject: str, text: str, signs_in: bool) -> tuple[str, str]:
    """`text` in the small markup of procedures; `signs_in` adds where its reader may sign in."""
    address = f"{settings.address}/connexion" if signs_in else ""
    values = {
        "subject": subject,
        "text": text,
        "plain": plain(text),
        "address": address,
        "settings": settings,
    }
    made = environment([TEMPLATES])
    return (
        made.get_template("mail.txt").render(values),
        made.get_template("mail_body.html").render(values),
    )
