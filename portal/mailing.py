"""A mail in two forms: plain text, and the same in HTML."""

from __future__ import annotations

from pathlib import Path

from ..renderers.html.environment import environment
from .settings import Settings

TEMPLATES = Path(__file__).with_name("templates")


def written(settings: Settings, subject: str, text: str, is_link: bool) -> tuple[str, str]:
    """`text` in the small markup of procedures; a mail without a link says where to sign in."""
    address = "" if is_link else f"{settings.address}/connexion"
    values = {"subject": subject, "text": text, "address": address, "settings": settings}
    made = environment([TEMPLATES])
    return (
        made.get_template("mail.txt").render(values),
        made.get_template("mail_body.html").render(values),
    )
