"""Several answers among those offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...expr.types import Choices
from ...source.wording import _, listed, ngettext
from ..choosing import check_offered, chosen, labels, not_offered
from ..field_type import (
    Accepts,
    Control,
    FieldType,
    Json,
    Key,
    Kind,
    Option,
    Raw,
    Refused,
    Refuses,
    Settings,
)
from ..reading import empty, is_blank
from .choice import OPTIONS_KEY


def _expression(settings: Settings) -> Choices:
    return Choices(tuple(option.id for option in settings.options))


def _bounds(settings: Settings) -> tuple[int, int]:
    """How many at least (one, if nothing is said) and at most."""
    count = len(settings.options)
    return settings.values.get("min", 1), min(settings.values.get("max", count), count)


def _parse(raw: Raw, settings: Settings, today: date) -> frozenset[str]:
    if is_blank(raw) and _bounds(settings)[0] > 0:
        raise empty()
    given: Sequence[Raw] = [raw] if isinstance(raw, str) else _sequence(raw, settings)
    value = frozenset(chosen(one, settings.options) for one in given if not is_blank(one))
    _check(value, settings, today)
    return value


def _sequence(raw: Raw, settings: Settings) -> Sequence[Raw]:
    """Twice the options, for a form that sends each twice; more is somebody's joke."""
    if not isinstance(raw, Sequence) or len(raw) > 2 * len(settings.options):
        raise Refused(not_offered(settings.options))
    return raw


def _check(value: frozenset[str], settings: Settings, _today: date) -> None:
    check_offered(value, settings.options)
    least, most = _bounds(settings)
    if len(value) < least:
        sentence = ngettext(
            "Choisissez au moins {count} réponse.", "Choisissez au moins {count} réponses.", least
        )
        raise Refused(sentence.format(count=least))
    if len(value) > most:
        sentence = ngettext(
            "Choisissez {count} réponse au plus.", "Choisissez {count} réponses au plus.", most
        )
        raise Refused(sentence.format(count=most))


def _show(value: frozenset[str], settings: Settings) -> str:
    return listed(labels(value, settings.options)) or _("Aucune réponse choisie")


def _pack(value: frozenset[str], _settings: Settings) -> Json:
    return list[Json](sorted(value))


def _unpack(packed: Json, _settings: Settings) -> frozenset[str]:
    assert isinstance(packed, list)
    return frozenset(str(option) for option in packed)


def _raw(value: frozenset[str], _settings: Settings) -> Raw:
    return sorted(value)


_LANGUAGES = (Option("fr", "Français"), Option("ar", "Arabe"), Option("ps", "Pachto"))
_OFFERED = Settings(options=_LANGUAGES)
_TWO = Settings({"min": 2, "max": 2}, _LANGUAGES)

FIELD_TYPE = FieldType(
    name="choices",
    title=_("Plusieurs choix"),
    control=Control.SOME_OF,
    expression=_expression,
    parse=_parse,
    check=_check,
    show=_show,
    pack=_pack,
    unpack=_unpack,
    raw=_raw,
    keys={
        "options": OPTIONS_KEY,
        "min": Key(Kind.INTEGER, _("Le plus petit nombre de réponses (1 si rien n’est dit).")),
        "max": Key(Kind.INTEGER, _("Le plus grand nombre de réponses.")),
    },
    bounds=_bounds,
    accepts=(
        Accepts(["ps", "fr"], frozenset({"fr", "ps"}), "Français et Pachto", _OFFERED),
        Accepts("arabe", frozenset({"ar"}), "Arabe", _OFFERED),
        Accepts(["fr", "fr", ""], frozenset({"fr"}), "Français", _OFFERED),
        Accepts([], frozenset(), "Aucune réponse choisie", Settings({"min": 0}, _LANGUAGES)),
    ),
    refuses=(
        Refuses([], "Répondez à cette question.", _OFFERED),
        Refuses(
            ["fr", "grec"],
            "Choisissez parmi les réponses proposées, par exemple « Français ».",
            _OFFERED,
        ),
        Refuses(["fr"], "Choisissez au moins 2 réponses.", _TWO),
        Refuses(["fr", "ar", "ps"], "Choisissez 2 réponses au plus.", _TWO),
    ),
)
