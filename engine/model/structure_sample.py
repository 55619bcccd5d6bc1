"""An example shown in a message, written as the author would write it, on one line."""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST = 120

_PLAIN = re.compile(r"[^\W\d_][^\n#:{}\[\],\"`]*|[0-9][\w.-]*( \w+)?")
_WORDS = {"null", "true", "false"}


def sample(key: str, value: Any) -> str:
    """`key: value`."""
    return f"{key}: {shown(value)}"


def shown(value: Any) -> str:
    """A value in YAML's one-line form."""
    match value:
        case dict():
            pairs = ", ".join(f"{name}: {shown(item)}" for name, item in value.items())
            return f"{{{pairs}}}"
        case list():
            return f"[{', '.join(shown(item) for item in value)}]"
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value)
        case _:
            return str(value)


def _text(value: str) -> str:
    is_plain = _PLAIN.fullmatch(value) and value not in _WORDS and value == value.strip()
    return value if is_plain else json.dumps(value, ensure_ascii=False)
