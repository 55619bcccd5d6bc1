"""docs/coverage.md: every page of the two guides and every fact has its place, or a reason."""

import json
import re
from pathlib import Path

import pytest

from parcours.engine.model.use import Library
from parcours.engine.source.files import Folder
from parcours.engine.source.tree import Mapping, Node, Scalar, Sequence

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
NOTHING = "—"

Row = tuple[str, str, str, str]
"""Page or fact, file, identifier, reason."""


def tables(text: str) -> list[list[Row]]:
    """The rows of each table, without heads."""
    found: list[list[Row]] = []
    for block in re.split(r"\n\n+", text):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        rows = [
            tuple(cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[1:-1])
            for line in lines[2:]
        ]
        if rows:
            found.append([(row[0], row[1], row[2], row[3]) for row in rows])
    return found


TABLES = tables((ROOT / "docs" / "coverage.md").read_text(encoding="utf-8"))
ROWS = [row for table in TABLES for row in table]
LIBRARY = Library(Folder(ROOT / "procedures"))


def gaps(tables_found: list[list[Row]]) -> list[str]:
    """What a guide or the facts hold and the tables do not, in order."""
    wanted = [
        *json.loads((DATA / "guide_pages.json").read_text(encoding="utf-8")).values(),
        *json.loads((DATA / "fact_ids.json").read_text(encoding="utf-8")).values(),
    ]
    found = [[row[0] for row in table] for table in tables_found]
    return [f"{title} …" for titles in wanted if titles not in found for title in titles[:1]]


def resolves(file: str, identifier: str) -> bool:
    """Whether the dotted path names something in that file."""
    tree = LIBRARY.parsed(file).tree
    section, *path = identifier.split(".")
    if tree is None:
        return False
    if section == "flow":
        return path[0] in flow_ids(tree.get("flow"))
    node: Node | None = tree.get(section)
    for name in path:
        node = below(node, name)
    return node is not None


def below(node: Node | None, name: str) -> Node | None:
    """An entry, or one under a key such as options, variants, any_of, all_of, fields."""
    if not isinstance(node, Mapping):
        return None
    kinds = ("options", "variants", "any_of", "all_of", "fields", "item")
    inside = [node, *(node.get(kind) for kind in kinds)]
    found = (part.get(name) for part in inside if isinstance(part, Mapping))
    return next((entry for entry in found if entry is not None), None)


def flow_ids(node: Node | None) -> set[str]:
    """The ids of steps and screens."""
    found: set[str] = set()
    for item in node.items if isinstance(node, Sequence) else ():
        assert isinstance(item, Mapping)
        found |= {
            value.text for key in ("screen", "step") if isinstance(value := item.get(key), Scalar)
        }
        found |= flow_ids(item.get("screens"))
    return found


def test_every_page_and_fact_is_there_in_order() -> None:
    assert gaps(TABLES) == []


@pytest.mark.parametrize("row", [row for row in ROWS if row[2] != NOTHING], ids=lambda row: row[2])
def test_an_identifier_names_something(row: Row) -> None:
    assert resolves(row[1], row[2]), row


def test_what_nothing_carries_has_a_reason() -> None:
    bare = [row for row in ROWS if NOTHING in row[1:3] and len(row[3]) < 15]
    assert bare == []


def test_a_gap_and_a_wrong_identifier_are_seen() -> None:
    """The control."""
    assert gaps([TABLES[0][1:], *TABLES[1:]]) == [f"{TABLES[0][0][0]} …"]
    assert not resolves("account.yaml", "flow.nulle_part")
    assert not resolves("common/home.yaml", "documents.justificatif_domicile.chateau")
    assert not resolves("absent.yaml", "flow.x")
