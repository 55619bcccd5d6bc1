"""Who may import what: each check reads one module and lists its breaches of ARCHITECTURE.md."""

import ast
import sys
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from parcours.tests.modules import FOLDERS, Fault, Import, Module, within

Floors = Sequence[Sequence[str]]
Doors = Mapping[str, Sequence[str]]


def room_of(name: str, floors: Floors) -> str | None:
    """The room that a module or an imported name lies in: `engine/expr/lexer` → `engine/expr`."""
    return next((room for floor in floors for room in floor if within(name, room)), None)


def imported_name(item: Import) -> str:
    """What an import of our own reaches for, as a path from the root."""
    name = item.target.removeprefix("parcours").removeprefix(".").replace(".", "/")
    is_at_root = "/" not in name and name != "cli" and name not in FOLDERS
    return "__init__" if is_at_root else name


def wrong_floors(module: Module, floors: Floors) -> list[Fault]:
    """A module imports only from its own room and from floors strictly below it."""
    home = room_of(module.name, floors)
    own = [item for item in module.imports() if item.is_own]
    if home is None and module.name in [f"{folder}/__init__" for folder in FOLDERS]:
        text = "a corridor imports nothing: every room is reached through it"
        return [module.fault(item.line, text) for item in own]
    if home is None:
        return [module.fault(1, "lies in no room: give it a floor in FLOORS")]
    heights = {room: height for height, floor in enumerate(floors) for room in floor}
    faults = []
    for item in own:
        room = room_of(imported_name(item), floors)
        if room is None:
            faults.append(module.fault(item.line, f"{item.target} is in no room of FLOORS"))
        elif room != home and heights[room] == heights[home]:
            text = f"{home} and {room} are strangers on floor {heights[home]}"
            faults.append(module.fault(item.line, text))
        elif heights[room] > heights[home]:
            text = f"{home} (floor {heights[home]}) reaches up to {room} (floor {heights[room]})"
            faults.append(module.fault(item.line, text))
    return faults


def wrong_doors(module: Module, doors: Doors) -> list[Fault]:
    """A third-party library is imported in one place."""
    faults = []
    for item in module.imports():
        if item.is_own or item.library in sys.stdlib_module_names:
            continue
        places = doors.get(item.library, ())
        if not places:
            text = f"{item.library} has no door: name its one place in DOORS"
            faults.append(module.fault(item.line, text))
        elif not any(within(module.name, place) for place in places):
            text = f"{item.library} is imported only in {' and '.join(places)}"
            faults.append(module.fault(item.line, text))
    return faults


def wrong_forms(module: Module) -> list[Fault]:
    """Inside the package imports are relative; `cli.py` and the tests write `parcours.…`."""
    is_outside = module.name == "cli" or within(module.name, "tests")
    if is_outside:
        text = "write the import from parcours, in full"
        return [module.fault(item.line, text) for item in module.imports() if item.is_relative]
    return [
        module.fault(item.line, "write the import with dots: inside the package it is relative")
        for item in module.imports()
        if item.is_own and not item.is_relative
    ]


def hidden_imports(module: Module) -> list[Fault]:
    """Imports stand at the top, where they are seen; `cli.py` may delay them to start quickly."""
    return [
        module.fault(item.line, f"{item.target} is imported inside a function")
        for item in module.imports()
        if item.is_local and module.name != "cli"
    ]


def detours(module: Module) -> list[Fault]:
    """What is imported for its types alone is imported all the same."""
    return [
        module.fault(node.lineno, "TYPE_CHECKING hides an import from the floors")
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id == "TYPE_CHECKING")
        or (isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING")
    ]


def cycle(modules: Sequence[Module]) -> list[str]:
    """The first circle of modules that import each other, or nothing."""
    names = {module.name for module in modules}
    graph = {
        module.name: {
            target
            for item in module.imports()
            if item.is_own and (target := _module_of(imported_name(item), names)) != module.name
        }
        for module in modules
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _module_of(name: str, names: set[str]) -> str:
    """The file that an imported name is taken from: `engine/expr/Type` → `engine/expr/__init__`."""
    parent = name.rpartition("/")[0]
    candidates = (name, f"{name}/__init__", parent, f"{parent}/__init__")
    return next((candidate for candidate in candidates if candidate in names), name)
