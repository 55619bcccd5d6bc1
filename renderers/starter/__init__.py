"""A first procedure to begin from: a small real one, commented, and a scenario of it."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ...engine.model.schema import published, scenario_schema, written
from ...engine.source.files import resource
from ...engine.source.wording import _

NAME, TITLE = "ma_demarche", "Ma démarche"
"""What the example is called, to be replaced."""

_ID = re.compile(r"[a-z][a-z0-9_]*")
_PLAIN = re.compile(r"[^\W\d_]+(?:[ ’'-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Begun:
    """A file to write; a shared one (a schema) may be there already and is then left alone."""

    path: Path
    text: str
    is_shared: bool = False


def slug(text: str) -> str:
    """The id nearest to a text: `Aide à l'installation` becomes `aide_a_l_installation`."""
    text = text.removesuffix(".yaml").lower().replace("œ", "oe").replace("æ", "ae")
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    found = "_".join(re.findall(r"[a-z0-9]+", plain))
    return found if _ID.fullmatch(found) else f"demarche_{found}".rstrip("_")


def starter(name: str, folder: Path, title: str = "") -> tuple[Begun, ...]:
    """The files of a procedure of that id (`slug` gives one): two, and the schemas of their shape.

    Editors find a schema through the first line of a file, so they lie beside the folder of
    procedures, as in Parcours itself.
    """
    is_usual = Path(os.path.normpath(Path.cwd() / folder)).name == "procedures"
    schemas = Path(os.path.normpath(folder / ".." if is_usual else folder)) / "schemas"
    procedure = folder / f"{name}.yaml"
    scenario = folder / "scenarios" / name / "premier.yaml"
    title = title or name.replace("_", " ").capitalize()
    return (
        Begun(procedure, _filled("procedure", procedure, schemas, name, title)),
        Begun(scenario, _filled("scenario", scenario, schemas, name, title)),
        Begun(schemas / "procedure.schema.json", published(), is_shared=True),
        Begun(schemas / "scenario.schema.json", written(scenario_schema()), is_shared=True),
    )


def next_steps(name: str, folder: Path, files: Iterable[Begun]) -> str:
    """What was written, and the commands that help from here."""
    lines = [_("Écrit :"), *(f"  {file.path.as_posix()}" for file in files)]
    path = (folder / f"{name}.yaml").as_posix()
    commands = [
        f"validate {folder.as_posix()}",
        f"graph {path} --format svg -o {name}.svg",
        f"documents {path}",
    ]
    lines += [_("Ensuite :"), *(f"  parcours {command}" for command in commands)]
    return "\n".join(lines) + "\n"


def _filled(kind: str, file: Path, schemas: Path, name: str, title: str) -> str:
    _modeline, _end, text = resource(f"renderers/starter/{kind}.yaml").partition("\n")
    path = Path(os.path.relpath(schemas / f"{kind}.schema.json", file.parent)).as_posix()
    text = text.replace(f"title: {TITLE}\n", f"title: {_scalar(title)}\n").replace(NAME, name)
    return f"# yaml-language-server: $schema={path}\n{text}"


def _scalar(text: str) -> str:
    """As YAML, between quotation marks unless it is a sentence without signs."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
