"""Every measure in one run, with what it was taken on: `make bench`."""

from __future__ import annotations

import os
import platform
import sys
from datetime import date
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

MEASURES = {
    "parcours.bench.validation": "Checking procedures",
    "parcours.bench.machine": "Steps, compilation, durable commands",
    "parcours.bench.store": "The store alone",
    "parcours.bench.portal": "Journeys by HTTP",
    "parcours.bench.population": "Populations",
    "parcours.bench.pdf": "PDF",
}
PACKAGES = (
    "transitions", "python-statemachine", "SpiffWorkflow", "numpy", "PyYAML", "jsonschema",
    "typst", "weasyprint", "uvicorn", "Django", "django-formtools", "gunicorn",
)  # fmt: skip


def header(day: str) -> None:
    """When, and on what."""
    processors = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    )
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{day}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(f"{processors} processors, load of the last 1, 5 and 15 minutes: {load}")
    print(", ".join(f"{name} {_version(name)}" for name in PACKAGES))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(not installed)"


def measure(name: str, title: str) -> None:
    """One module; a measure that needs what is not installed says so, and the others go on."""
    print(f"\n{title}\n{'-' * len(title)}")
    if find_spec(name) is None:
        print(f"Not measured: there is no {name} yet.")
        return
    try:
        module = import_module(name)
    except ImportError as error:
        print(f"Not measured: {error}. Install the extras: pip install 'parcours[bench,all]'")
        return
    module.main()


def main(day: str) -> None:
    """Everything."""
    header(day)
    for name, title in MEASURES.items():
        measure(name, title)
        sys.stdout.flush()


if __name__ == "__main__":
    given = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    main(given or date.today().isoformat())  # noqa: DTZ011 - the day of this machine
