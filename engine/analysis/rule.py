"""What a rule is, and all of them: a file each in `rules/`, its docstring the manual page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from ..model.use import Assembled, Library
from ..source.diagnostic import Diagnostic, Severity
from . import rules as folder
from .scenario import Scenario
from .story import Story


@dataclass(frozen=True, slots=True)
class Facts:
    """All a rule may look at: the procedure walked, the files it is made of, the folder."""

    story: Story
    assembled: Assembled
    library: Library


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of fault.

    `check` looks at a procedure, `check_scenario` at a scenario of it; a rule without either is
    found while reading. `needs_whole`: it concludes from an absence, so it keeps silent while a
    file could not be read whole. `needs_names`: so does it while definitions were lost; what is
    merely faulty inside them does not matter. `every_use`: what it finds in a shared part is a
    fault only if each procedure that uses the part agrees.
    """

    id: str
    check: Callable[[Facts], Iterable[Diagnostic]] | None = None
    check_scenario: Callable[[Facts, Scenario], Iterable[Diagnostic]] | None = None
    severity: Severity = Severity.ERROR
    needs_whole: bool = False
    needs_names: bool = False
    every_use: bool = False
    page: str = ""

    @property
    def title(self) -> str:
        """The first line of its manual page."""
        return self.page.strip().partition("\n")[0]


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """By id, in alphabetical order."""
    found = {}
    for name in sorted(module.name for module in iter_modules(folder.__path__)):
        module = import_module(f"{folder.__name__}.{name}")
        found[module.RULE.id] = replace(module.RULE, page=module.__doc__ or "")
    return found
