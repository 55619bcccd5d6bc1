"""The conversation: what is said to the person, and what they type in answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ...engine.source.wording import _
from .wrapping import Paper

HELP, BACK, STOP = "?", "<", "!"


class Silence(Exception):
    """Nothing more will be typed: the input is over, or the person closed it."""


class Back(Exception):
    """The person wants the question or the screen before."""


class Stop(Exception):
    """The person wants to go on another time."""


@dataclass(frozen=True, slots=True)
class Voice:
    """`write` shows a text as it is; `hear` shows a prompt and gives the line typed.

    `hear(prompt, hidden)` raises Silence. `is_secret` says whether what is hidden really is, so
    that it is worth being typed twice.
    """

    write: Callable[[str], None]
    hear: Callable[[str, bool], str]
    paper: Paper = field(default_factory=Paper)
    is_secret: bool = False

    def say(self, block: str) -> None:
        """A block already laid out, after an empty line."""
        if block:
            self.write(f"\n{block}\n")

    def tell(self, sentence: str) -> None:
        """A sentence about what was just typed."""
        self.write(f"{self.paper.lines(sentence)}\n")

    def ask(self, prompt: str, more: str = "", *, hidden: bool = False) -> str:
        """The line typed, without blanks around it unless it is hidden. Raises Back, Stop, Silence.

        `?` says `more` and asks again.
        """
        *before, last = self.paper.lines(_("{prompt} :").format(prompt=prompt)).split("\n")
        while True:
            for line in before:
                self.write(f"{line}\n")
            typed = self.hear(f"{last} ", hidden)
            match typed.strip():
                case "?":
                    self.say(
                        self.paper.prose(more or _("Il n’y a pas d’aide pour cette question."))
                    )
                    self.say(self.paper.lines(keys()))
                case "<":
                    raise Back
                case "!":
                    raise Stop
                case stripped:
                    return typed if hidden else stripped

    def agrees(self, prompt: str, usual: bool | None = None, more: str = "") -> bool:
        """Yes or no; Enter is what is usual, where something is."""
        shown = "" if usual is None else f" [{_('oui') if usual else _('non')}]"
        question = _("{prompt} (oui ou non){usual}").format(prompt=prompt, usual=shown)
        while True:
            match self.ask(question, more).casefold():
                case "oui" | "o":
                    return True
                case "non" | "n":
                    return False
                case "" if usual is not None:
                    return usual
            self.tell(_("Répondez par oui ou par non."))


def keys() -> str:
    """What may be typed anywhere."""
    return _("À chaque question : tapez ? pour l’aide, < pour revenir en arrière, ! pour arrêter.")
