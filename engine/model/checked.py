"""A procedure in which the checker found nothing wrong: all that the machine accepts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from ..source.files import InMemory
from .definitions import Procedure
from .names import Names, names_of
from .read import read
from .use import Library, assemble


@dataclass(frozen=True, slots=True)
class Checked:
    """Handed out by the checker only. `texts` are the files it was read from, by path, its own
    first: the whole bundle that a filed request stays bound to."""

    procedure: Procedure
    names: Names
    texts: Mapping[str, str] = field(repr=False)
    original: Checked | None = field(default=None, repr=False)
    """In French, where this one speaks another language."""
    digest: str = field(init=False)
    """Of the bundle, as stores compute it: sha256, in hexadecimal, of the JSON object that gives
    each path the sha256 of its bytes, keys sorted."""

    def __post_init__(self) -> None:
        """Worked out once: each request begun names it."""
        each = {path: sha256(data).hexdigest() for path, data in self.bundle.items()}
        whole = json.dumps(each, sort_keys=True, separators=(",", ":"))
        object.__setattr__(self, "digest", sha256(whole.encode()).hexdigest())

    @property
    def bundle(self) -> dict[str, bytes]:
        """The files as a store keeps them."""
        return {path: text.encode() for path, text in self.texts.items()}


def checked_before(procedure: str, bundle: Mapping[str, bytes]) -> Checked:
    """The procedure of a kept bundle, which was checked when it was kept.

    Raises ValueError when the bundle holds no such procedure.
    """
    path = f"{procedure}.yaml"
    files = InMemory(bundle)
    assembled = assemble(Library(files), path)
    if assembled.tree is None:
        raise ValueError(f"no {path} in this bundle")
    read_again = read(path, assembled.tree)
    texts = {name: data.decode() for name, data in bundle.items()}
    return Checked(read_again, names_of(read_again), texts)
