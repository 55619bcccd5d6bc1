"""Files read once, and a procedure's tree with the shared parts it uses merged in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ..source.diagnostic import Diagnostic, Severity
from ..source.files import Files
from ..source.parse import parse
from ..source.suggest import nearest
from ..source.tree import Mapping, Node, Scalar
from ..source.wording import _
from .merge import SECTIONS, Merge
from .reading import items, mapping
from .structure import check_structure, kind_of


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file: its tree with what is faulty pruned, and its faults.

    `sound` says whether nothing was pruned, so that what is absent is really absent.
    """

    path: str
    kind: str
    tree: Mapping | None
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[str, ...] = ()
    keeps_names: bool = True
    """No definition was lost with what is faulty: a name that is not there does not exist."""

    @property
    def sound(self) -> bool:
        """Read whole: a warning leaves nothing out."""
        return self.tree is not None and all(
            found.severity is Severity.WARNING for found in self.diagnostics
        )


@dataclass(frozen=True, slots=True)
class Library:
    """Definitions below one folder; each file is read once."""

    files: Files
    known: dict[str, Parsed] = field(default_factory=dict)

    def parsed(self, path: str) -> Parsed:
        """That file, read and checked in its shape."""
        if path not in self.known:
            self.known[path] = self._read(path)
        return self.known[path]

    def _read(self, path: str) -> Parsed:
        source = self.files.read(path)
        if isinstance(source, Diagnostic):
            return Parsed(path, "", None, (source,))
        tree, faults = parse(source)
        if tree is None:
            return Parsed(path, "", None, faults, source.lines)
        kind = kind_of(tree) or ""
        structure = check_structure(tree, kind)
        kept = _keeps_names(mapping(tree), mapping(structure.tree))
        return Parsed(
            path,
            kind,
            mapping(structure.tree),
            (*faults, *structure.diagnostics),
            source.lines,
            kept,
        )

    def procedure_path(self, procedure: str) -> str | None:
        """The file of a procedure by its id: they bear the same name."""
        path = f"{procedure}.yaml"
        return path if self.files.exists(path) else None

    def procedure_ids(self) -> tuple[str, ...]:
        """By file name, at the top of the folder."""
        return tuple(path.removesuffix(".yaml") for path in self.files.paths(depth=1))


@dataclass(frozen=True, slots=True)
class Assembled:
    """A procedure's merged tree, the files it is made of (its own first), and the faults found."""

    path: str
    tree: Mapping | None
    parts: tuple[Parsed, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def is_readable(self) -> bool:
        """Every file is there and could be read."""
        missing = any(found.rule == "missing-file" for found in self.diagnostics)
        return not missing and all(part.tree is not None for part in self.parts)

    @property
    def keeps_names(self) -> bool:
        """No definition was lost in any file."""
        return self.is_readable and all(part.keeps_names for part in self.parts)

    @property
    def sound(self) -> bool:
        """Every file was read whole and merged without a fault."""
        return (
            self.tree is not None
            and not self.diagnostics
            and all(part.sound for part in self.parts)
        )


def assemble(library: Library, path: str) -> Assembled:
    """The procedure at that path with everything it uses."""
    root = library.parsed(path)
    if root.tree is None:
        return Assembled(path, None, (root,), ())
    walk = _Walk(library, [], [])
    walk.visit(root, ())
    merge = Merge([])
    tree = merge.whole(root.tree, [part.tree for part in walk.parts if part.tree])
    return Assembled(path, tree, tuple(walk.parts), (*walk.found, *merge.found))


@dataclass(slots=True)
class _Walk:
    """Follows `use:` depth first; each file once, in the order of use."""

    library: Library
    parts: list[Parsed]
    found: list[Diagnostic]

    def visit(self, part: Parsed, above: tuple[str, ...]) -> None:
        self.parts.append(part)
        seen: set[str] = set()
        for item in items(part.tree.get("use")) if part.tree else ():
            if isinstance(item, Scalar) and self._usable(item, (*above, part.path), seen):
                self.visit(self.library.parsed(item.text), (*above, part.path))

    def _usable(self, item: Scalar, above: tuple[str, ...], seen: set[str]) -> bool:
        path = item.text
        if path in above:
            chain = " → ".join((*above[above.index(path) :], path))
            self._fault(
                "use-cycle",
                _("Ces fichiers s’utilisent en rond : {chain}.").format(chain=chain),
                item,
                _CYCLE,
            )
        elif path in seen:
            self._fault(
                "duplicate-name",
                _("« {path} » est nommé deux fois.").format(path=path),
                item,
                _("Supprimez-en un."),
            )
        elif _escapes(path):
            self._fault(
                "missing-file",
                _("« {path} » sort du dossier des procédures.").format(path=path),
                item,
                _BELOW,
            )
        elif not self.library.files.exists(path):
            self._missing(item)
        else:
            seen.add(path)
            return not any(known.path == path for known in self.parts) and self._is_part(item)
        return False

    def _is_part(self, item: Scalar) -> bool:
        kind = self.library.parsed(item.text).kind
        if kind in ("part", ""):
            return True
        self._fault(
            "missing-file",
            _("« {path} » n’est pas une partie commune.").format(path=item.text),
            item,
            _("« use: » prend des fichiers sans clé « procedure: » ni « scenario: »."),
        )
        return False

    def _missing(self, item: Scalar) -> None:
        near = nearest(item.text, self.library.files.paths(depth=2))
        cure = (
            _("Vouliez-vous « {path} » ?").format(path=near)
            if near
            else _("Le chemin part du dossier des procédures, par exemple common/identity.yaml.")
        )
        message = _("Le fichier « {path} » n’existe pas.").format(path=item.text)
        self._fault("missing-file", message, item, cure)

    def _fault(self, rule: str, message: str, item: Scalar, cure: str) -> None:
        self.found.append(Diagnostic(rule, message, item.span, cure))


_CYCLE = _("Retirez l’un de ces « use: » : une partie commune ne dépend pas de qui l’utilise.")
_BELOW = _("Donnez un chemin sous ce dossier, sans « .. » ni « / » au début.")


def _escapes(path: str) -> bool:
    pure = PurePosixPath(path)
    return pure.is_absolute() or ".." in pure.parts or "\\" in path


def _keeps_names(written: Mapping | None, kept: Mapping | None) -> bool:
    """Whether every section is still there with as many definitions as were written."""
    if written is None or kept is None:
        return False
    sections = (kept.get(name) for name in (*SECTIONS, "flow", "examination"))
    before = [_size(written.get(name)) for name in (*SECTIONS, "flow", "examination")]
    after = [_size(section) for section in sections]
    return len(kept.entries) >= len(written.entries) and all(
        now >= then for now, then in zip(after, before, strict=True)
    )


def _size(node: Node | None) -> int:
    return len(node.entries) if isinstance(node, Mapping) else len(items(node))
