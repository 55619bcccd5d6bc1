"""What every test relies on: this checkout is the one imported, and campaigns have a size."""

from pathlib import Path

import hypothesis
import pytest
from hypothesis.configuration import set_hypothesis_home_dir

import parcours
from parcours.tests.campaign import LONG

ROOT = Path(__file__).resolve().parent.parent

set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
# No deadline: a busy machine is not a fault. Derandomized: a change alone can turn a build red.
hypothesis.settings.register_profile("ci", max_examples=50, derandomize=True, deadline=None)
hypothesis.settings.register_profile("long", max_examples=5_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile("long" if LONG else "ci")


def pytest_configure() -> None:
    """Refuse to test another copy of Parcours than the one these tests lie in."""
    found = Path(parcours.__file__ or "").resolve().parent
    if found != ROOT:
        raise pytest.UsageError(f"parcours is imported from {found}: run `make test` in {ROOT}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count as left out, the tests marked `long`, unless PARCOURS_LONG=1."""
    if LONG:
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT
