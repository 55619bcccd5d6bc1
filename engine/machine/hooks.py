"""Hooks of the `transitions` library, watched: the machine knows whether anybody hooked in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

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


class Watched:
    """Its attributes named in `WATCHED` are Hooks, however they are assigned."""

    WATCHED: frozenset[str] = frozenset()
    OWN: type | tuple[()] = ()
    """What may stand there without being anybody's hook."""
    tell: Tell | None = None

    def __setattr__(self, name: str, value: Any) -> None:
        if self.tell and name in self.WATCHED:
            self.tell()
            value = Hooks(self.tell, value)
        super().__setattr__(name, value)

    def watch(self, tell: Tell) -> None:
        """From now on; a hook that is there already is told of too."""
        for name in self.WATCHED:
            hooks = Hooks(tell, getattr(self, name))
            if hooks and any(not isinstance(hook, self.OWN) for hook in hooks):
                tell()
            super().__setattr__(name, hooks)
        self.tell = tell
