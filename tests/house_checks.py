"""How the code is written: each check reads one module and lists its breaches of the habits."""

import ast
import re
from collections.abc import Iterator

from parcours.tests.modules import Fault, Module, within

LONGEST_FUNCTION = 50
LONGEST_MODULE = 300

WORLD = {
    "builtins.input": "asks the terminal",
    "builtins.open": "opens a file",
    "builtins.print": "prints",
    "datetime.date.today": "reads the clock",
    "datetime.datetime.now": "reads the clock",
    "datetime.datetime.today": "reads the clock",
    "datetime.datetime.utcnow": "reads the clock",
    "io.open": "opens a file",
    "locale": "reads the environment",
    "os.environ": "reads the environment",
    "os.getenv": "reads the environment",
    "os.open": "opens a file",
    "os.urandom": "draws at random",
    "random": "draws at random",
    "secrets": "draws at random",
    "socket": "opens a connection",
    "subprocess": "starts a program",
    "sys.argv": "reads the environment",
    "sys.stderr": "prints",
    "sys.stdin": "asks the terminal",
    "sys.stdout": "prints",
    "tempfile": "opens a file",
    "time": "reads the clock",
    "urllib.request": "opens a connection",
    "uuid.uuid1": "reads the clock",
    "uuid.uuid4": "draws at random",
}
"""What a pure function never touches: clocks, ids and files are arguments."""

FILE_METHODS = {"iterdir", "open", "read_bytes", "read_text", "rglob", "write_bytes", "write_text"}

WORLDLY = ("engine/store", "engine/source/files")
"""The two places in the engine that meet the world."""

VAGUE = {"common", "handler", "handlers", "helper", "helpers", "manager", "misc", "util", "utils"}

MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:work|root|home|Users)/\w")
REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]|npmjs[.]|deb[.]debian[.]org")


def worldly(module: Module) -> list[Fault]:
    """The engine has no clock, chance, environment, file or screen outside WORLDLY."""
    is_judged = within(module.name, "engine")
    if not is_judged or any(within(module.name, place) for place in WORLDLY):
        return []
    origins = _origins(module)
    faults = [
        module.fault(item.line, f"{place} {WORLD[place]}: take it as an argument")
        for item in module.imports()
        if (place := _place(item.target))
    ]
    for node in ast.walk(module.tree):
        match node:
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
                if place := _place(_dotted(node, origins)):
                    text = f"{place} {WORLD[place]}: take it as an argument"
                    faults.append(module.fault(node.lineno, text))
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in FILE_METHODS:
                text = f".{attr} touches the disk: leave it to {' or '.join(WORLDLY)}"
                faults.append(module.fault(node.lineno, text))
    return faults


def _place(name: str) -> str | None:
    """The entry of WORLD that a dotted name belongs to."""
    return next((place for place in WORLD if within(name, place, ".")), None)


def _origins(module: Module) -> dict[str, str]:
    """What each imported name stands for: `dt` → `datetime.datetime`; builtins stand for theirs."""
    origins = {name.partition(".")[2]: name for name in WORLD if name.startswith("builtins.")}
    for node in ast.walk(module.tree):
        match node:
            case ast.Import():
                for alias in node.names:
                    top = alias.name.partition(".")[0]
                    origins[alias.asname or top] = alias.name if alias.asname else top
            case ast.ImportFrom(module=str(base), level=0):
                origins |= {name.asname or name.name: f"{base}.{name.name}" for name in node.names}
    return origins


def _dotted(node: ast.expr, origins: dict[str, str]) -> str:
    """The full name of an expression such as `dt.now`, or nothing when it does not have one."""
    match node:
        case ast.Name(id=name):
            return origins.get(name, "")
        case ast.Attribute(value=value, attr=attr) if base := _dotted(value, origins):
            return f"{base}.{attr}"
    return ""


def too_long(module: Module) -> list[Fault]:
    """What does not fit a screen does two things."""
    faults = []
    if (lines := len(module.text.splitlines())) > LONGEST_MODULE:
        faults.append(module.fault(1, f"{lines} lines, and a module has {LONGEST_MODULE} at most"))
    for function in module.functions():
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > LONGEST_FUNCTION:
            text = f"{function.name}: {lines} lines, and a function has {LONGEST_FUNCTION} at most"
            faults.append(module.fault(function.lineno, text))
    return faults


def unopened(module: Module) -> list[Fault]:
    """Every module opens with one line a civil servant could follow."""
    first, *rest = (ast.get_docstring(module.tree) or "").splitlines() or [""]
    if not first:
        return [module.fault(1, "open the module with a docstring of one line")]
    if first[-1] not in ".:?!" or (rest and rest[0]):
        return [module.fault(1, "the docstring's first line is a whole sentence, alone")]
    return []


def vague(module: Module) -> list[Fault]:
    """A name says what a module gives; these say only that somebody needed a place."""
    words = re.split(r"[/_]", module.name)
    return [
        module.fault(1, f"« {word} » names nothing: call the module after what it gives")
        for word in words
        if word in VAGUE
    ]


def changeable(module: Module) -> list[Fault]:
    """Dataclasses are frozen and slotted: the next state is a new value. A private one may work."""
    return [
        module.fault(node.lineno, f"{node.name}: write @dataclass(frozen=True, slots=True)")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for decorator in node.decorator_list
        if _is_changeable(decorator)
    ]


def _is_changeable(decorator: ast.expr) -> bool:
    """Whether a decorator makes a dataclass that lacks `frozen=True` or `slots=True`."""
    text = ast.unparse(decorator)
    is_dataclass = re.match(r"(dataclasses\.)?dataclass\b", text)
    return bool(is_dataclass) and not ("frozen=True" in text and "slots=True" in text)


def unportable(path: str, text: str) -> Iterator[Fault]:
    """A committed file names neither a folder of one machine nor a package registry's host."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := MACHINE_PATH.search(line):
            yield Fault(path, number, f"{found[0]}… is a folder of one machine")
        if found := REGISTRY.search(line):
            yield Fault(path, number, f"{found[0]} is a registry's host: name the package alone")
