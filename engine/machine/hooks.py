"""Hooks of the `transitions` library, watched: the machine knows whether anybody hooked in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

Tell = Callable[[], None]


class Hooks(list[Any]):
    """A list that tells whenever it is changed, in whichever of a list's ways."""

    __slots__ = ("tell",)

    def __init__(self, tell: Tell, hooks: Iterable[Any] = ()) -> None:
        super().__init__(hooks)
        self.tell = tell


def _telling(change: Callable[..., Any]) -> Callable[..., Any]:
    def changed(hooks: Hooks, *args: Any) -> Any:
        hooks.tell()
        return change(hooks, *args)

    return changed


_CHANGES: tuple[Callable[..., Any], ...] = (
    list.append, list.clear, list.extend, list.insert, list.pop, list.remove,
    list.__delitem__, list.__iadd__, list.__imul__, list.__setitem__,
)  # fmt: skip
for _change in _CHANGES:
    setattr(Hooks, _change.__name__, _telling(_change))


class Hooked(Protocol):
    """What hooks are put on: a machine, a state, a transition."""

    def hook(self) -> None:
        """Somebody hooked in."""

    def own(self, name: str) -> Iterable[Any]:
        """What that list holds without being anybody's hook."""


class HookList:
    """An attribute that is a list of hooks, made when first looked at: most never are."""

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name

    def __get__(self, thing: Hooked, _type: type | None = None) -> Hooks:
        kept: dict[str, Any] = thing.__dict__
        if self.name not in kept:
            kept[self.name] = Hooks(thing.hook, thing.own(self.name))
        found: Hooks = kept[self.name]
        return found

    def __set__(self, thing: Hooked, hooks: Iterable[Any]) -> None:
        """An empty list put where there was none, as the library does at first, is no hook."""
        given = list(hooks)
        if given or self.name in thing.__dict__:
            thing.hook()
            thing.__dict__[self.name] = Hooks(thing.hook, given)


class Part:
    """A state or a transition: its hooks are its machine's, once it has one."""

    machine: Hooked | None = None
    is_hooked = False

    def hook(self) -> None:
        """Somebody hooked in."""
        self.is_hooked = True
        if self.machine:
            self.machine.hook()

    def own(self, _name: str) -> Iterable[Any]:
        """Nothing."""
        return ()

    def join(self, machine: Hooked) -> None:
        """What was put on it before is told now."""
        self.machine = machine
        if self.is_hooked:
            machine.hook()
