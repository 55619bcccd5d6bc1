"""What `parcours render` does: pages chosen, rendered, and named as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from mimetypes import guess_extension

from ...engine.machine.compiled import compile_procedure
from ...engine.model.checked import Checked
from ...engine.page.page import Page
from ...engine.source.files import Folder
from ...engine.source.wording import _, listed, quoted
from ..renderer import OWN, Renderer, Variant, renderers
from ..report.scenario_file import on, scenario_of
from ..report.wish import Unfit
from .choosing import Chosen, blank, of_dossier, of_scenario, scenarios_of
from .shelving import shelved

INDEX = "index.txt"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says; `is_folder` asks for a file a page."""

    to: str = "pdf"
    screen: str = ""
    scenario: str = ""
    dossier: str = ""
    data: str = ""
    today: date | None = None
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """Files by name, in order; one, unless a folder was asked for. `is_text` may be printed."""

    files: tuple[tuple[str, bytes], ...]
    is_text: bool


def render(checked: Checked, files: Folder, wish: Wish) -> Rendered:
    """Raises Unfit."""
    renderer = _renderer(wish.to)
    is_text = not renderer.media.startswith("application/") or "json" in renderer.media
    if wish.is_folder and renderer.gallery and not wish.dossier:
        title, variants = checked.procedure.title, _variants(checked, files, wish)
        return Rendered(tuple(renderer.gallery(title, variants)), is_text)
    chosen = _chosen(checked, files, wish)
    if chosen.summary and chosen.now and renderer.summary and not wish.is_folder:
        return Rendered((("", renderer.summary(chosen.summary, chosen.now)),), is_text)
    if wish.is_folder:
        return Rendered(tuple(_one_by_one(renderer, chosen.pages)), is_text)
    return Rendered((("", _whole(renderer, chosen.pages)),), is_text)


def has_gallery(name: str) -> bool:
    """Whether that renderer makes a folder of its own, with an index."""
    known = renderers()
    return name in known and known[name].gallery is not None


def _renderer(name: str) -> Renderer:
    known = renderers()
    if name in known:
        return known[name]
    if name in OWN:
        sentence = _(
            "Il manque une bibliothèque. Installez-la par : pip install 'parcours[{name}]'"
        )
        raise Unfit(sentence.format(name=name))
    sentence = _("Aucun rendu ne s’appelle {name}. Il y a {known}.")
    there = listed(quoted(one) for one in known)
    raise Unfit(sentence.format(name=quoted(name), known=there))


def _chosen(checked: Checked, files: Folder, wish: Wish) -> Chosen:
    if bool(wish.dossier) != bool(wish.data):
        raise Unfit(_("« --dossier » et « --data » vont ensemble."))
    if wish.dossier and wish.scenario:
        raise Unfit(_("Choisissez entre « --scenario » et « --dossier »."))
    if wish.dossier:
        return of_dossier(checked.procedure.id, wish.data, wish.dossier, wish.screen, wish.today)
    compiled = compile_procedure(checked)
    if wish.scenario:
        return of_scenario(compiled, wish.scenario, wish.screen, wish.today)
    return blank(compiled, files, wish.screen, wish.today)


def _variants(checked: Checked, files: Folder, wish: Wish) -> tuple[Variant, ...]:
    """Raises Unfit, as for one file."""
    compiled, day = compile_procedure(checked), wish.today
    if wish.scenario:
        told = [scenario_of(compiled, wish.scenario, day)]
    else:
        told = [on(one, day) if day else one for one in scenarios_of(checked.procedure, files)]
    met = shelved(compiled, told)
    kept = tuple(one for one in met if wish.screen in ("", one.page.id))
    return kept or tuple(Variant(page.title, page) for page in _chosen(checked, files, wish).pages)


def _whole(renderer: Renderer, pages: tuple[Page, ...]) -> bytes:
    if len(pages) == 1:
        return renderer.render(pages[0])
    if renderer.together is None:
        sentence = _("Le rendu {name} fait un fichier par écran : donnez à « -o » un dossier.")
        raise Unfit(sentence.format(name=quoted(renderer.name)))
    return renderer.together(pages, pages[0].procedure_title)


def _one_by_one(renderer: Renderer, pages: tuple[Page, ...]) -> Iterator[tuple[str, bytes]]:
    """A file a page, and the list of them."""
    ending = guess_extension(renderer.media.partition(";")[0]) or ""
    wide = max(2, len(str(len(pages))))
    lines = []
    for number, page in enumerate(pages, 1):
        name = f"{number:0{wide}}-{page.id}{ending}"
        lines.append(f"{name}  {page.title}\n")
        yield name, renderer.render(page)
    yield INDEX, "".join(lines).encode()
