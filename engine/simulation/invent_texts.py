"""Invented texts and numbers of documents: names of every length, codes of every length allowed."""

from __future__ import annotations

from string import ascii_uppercase, digits

from ..fields.field_type import Raw
from ..fields.types.ephoto_code import LENGTH as EPHOTO
from ..fields.types.foreigner_number import LENGTHS as FOREIGNER
from ..fields.types.long_text import LONGEST as LONGEST_TEXT
from ..fields.types.permit_number import LONGEST as LONGEST_PERMIT
from ..fields.types.permit_number import SHORTEST as SHORTEST_PERMIT
from ..fields.types.secret import LONGEST as LONGEST_SECRET
from ..fields.types.secret import SHORTEST as SHORTEST_SECRET
from ..fields.types.text import LONGEST as LONGEST_LINE
from ..fields.types.visa_number import LENGTH as VISA
from .invent_draw import OFTEN, SOMETIMES, Draw

NAMES = (
    "Diallo",
    "N’Guessan",
    "Élodie",
    "Jean-Pierre",
    "Ñandú",
    "Al Hassan",
    "Œuvrard",
    "de La Tour d’Auvergne",
    "محمد",
    "Nguyễn Thị Ánh",
    "O",
)
WORDS = ("Bonjour,", "je", "vous", "écris", "au", "sujet", "de", "ma", "demande.", "Merci")
LETTERS = ascii_uppercase + digits
MAILS = ("awa.diallo", "j-p", "a", "nom+titre", "o'neil_7", "x" * 64)
DOMAINS = ("exemple.fr", "mail.exemple.org", "a-b.co.uk", f"{'d' * 63}.fr")
DIALLED = (
    ("06 12", 6),
    ("07.81", 6),
    ("0142", 6),
    ("+33 6 12", 6),
    ("+221 77 ", 7),
    ("0692", 6),
    ("+44 20 7946 0", 3),
)
POSTAL = ("75011", "01000", "97400", "98000", "20250", "75 002", "13001", "99999")


def line(draw: Draw) -> Raw | None:
    """A text of one line; None where no length is allowed."""
    return _text(draw, LONGEST_LINE, draw.chance.choice(NAMES))


def lines(draw: Draw) -> Raw | None:
    """A text of several."""
    count = draw.chance.randint(1, 30)
    words = [draw.chance.choice(WORDS) for _ in range(count)]
    return _text(draw, LONGEST_TEXT, draw.chance.choice((" ", "\n")).join(words))


def _text(draw: Draw, longest: int, usual: str) -> str | None:
    """Of the usual length, or the shortest, or the longest."""
    least = max(1, draw.settings.values.get("min_length", 0))
    most = draw.settings.values.get("max_length", longest)
    if least > most:
        return None
    known = draw.accepted(text for text in draw.interesting if isinstance(text, str))
    if known and draw.happens(OFTEN):
        return str(draw.chance.choice(known))
    length = max(least, min(len(usual), most))
    if draw.happens(SOMETIMES):
        length = draw.chance.choice((least, most))
    return _of_length(usual, length)


def _of_length(text: str, length: int) -> str:
    """Repeated or cut; blanks at the ends would not count."""
    cut = (f"{text}-" * (length // len(text) + 1))[:length]
    return cut if cut[-1] == cut.strip()[-1:] else f"{cut[:-1]}x"


def email(draw: Draw) -> Raw:
    """A complete address."""
    return _known(draw, f"{draw.chance.choice(MAILS)}@{draw.chance.choice(DOMAINS)}")


def phone(draw: Draw) -> Raw:
    """French of any department, or foreign."""
    start, more = draw.chance.choice(DIALLED)
    return _known(draw, start + _code(draw, digits, more))


def postal_code(draw: Draw) -> Raw:
    """Five digits."""
    usual = draw.chance.choice(POSTAL) if draw.happens(OFTEN) else _code(draw, digits, 5)
    return _known(draw, usual)


def foreigner_number(draw: Draw) -> Raw:
    """Nine or ten digits."""
    return _known(draw, _code(draw, digits, draw.chance.choice(FOREIGNER)))


def visa_number(draw: Draw) -> Raw:
    """Twelve letters and digits."""
    return _known(draw, _spaced(draw, _code(draw, LETTERS, VISA)))


def ephoto_code(draw: Draw) -> Raw:
    """Twenty-two letters and digits."""
    return _known(draw, _spaced(draw, _code(draw, LETTERS, EPHOTO)))


def permit_number(draw: Draw) -> Raw:
    """Letters and digits, one digit at least."""
    length = draw.chance.choice((SHORTEST_PERMIT, 9, 10, LONGEST_PERMIT))
    return _known(draw, _spaced(draw, _code(draw, digits, 1) + _code(draw, LETTERS, length - 1)))


def secret(draw: Draw) -> Raw | None:
    """A password; None where it would have to be too long."""
    least = draw.settings.values.get("min_length", SHORTEST_SECRET)
    if least > LONGEST_SECRET:
        return None
    length = draw.chance.choice((max(least, 1), max(least, 20), LONGEST_SECRET))
    return _of_length("correct cheval agrafe", length)


def _code(draw: Draw, letters: str, length: int) -> str:
    return "".join(draw.chance.choice(letters) for _ in range(length))


def _spaced(draw: Draw, code: str) -> str:
    """As people copy it: in small letters, in blocks, or as it is."""
    written = code.lower() if draw.happens(SOMETIMES) else code
    if not draw.happens(SOMETIMES):
        return written
    return draw.chance.choice((" ", "-")).join(
        written[start : start + 4] for start in range(0, len(written), 4)
    )


def _known(draw: Draw, usual: str) -> Raw:
    """What conditions mention, half of the time, where it is accepted."""
    known = draw.accepted(text for text in draw.interesting if isinstance(text, str))
    return draw.one_of(known, lambda: usual)
