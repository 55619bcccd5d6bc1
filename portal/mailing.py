"""A mail in two forms: plain text, and the same in HTML."""

from __future__ import annotations

from pathlib import Path

from ..engine.page.markup import paragraphs
from ..renderers.html.environment import environment
from .settings import Settings

TEMPLATES = Path(__file__).with_name("templates")


def plain(text: str) -> str:
    """Without markup: a link is told after its words."""
    told = []
    for paragraph in paragraphs(text):
        for passage in paragraph:
            words = "".join(
                f"{one.text} ({one.link})" if one.link else one.text for one in passage.words
            )
            told.append(f"- {words}" if passage.is_item else words)
        told.append("")
    return "\n".join(told).strip()


def one_line(text: str) -> str:
    """For a header or a file's name: no line end, no control, no way out of a folder."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def written(settings: Settings, subject: str, text: str, is_link: bool) -> tuple[str, str]:
    """`text` in the small markup of procedures; a mail without a link says where to sign in."""
    address = "" if is_link else f"{settings.address}/connexion"
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
