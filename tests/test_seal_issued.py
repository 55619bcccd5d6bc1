"""What a dossier hands over to be sealed: typed values, kept and read again as they are."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from parcours.engine.dossier.effects import Issue
from parcours.engine.fields.day import PartialDate
from parcours.engine.runtime.kept_effects import effect_of, kept
from parcours.engine.seal import printed, read, verify
from parcours.renderers.report.testing import run_all
from parcours.tests.seals import code_of, our_key


def seals_of(root: Path, scenario: str) -> list[Issue]:
    """The sealed documents that one of the shipped scenarios brings."""
    path = root / "procedures" / "scenarios" / f"{scenario}.yaml"
    played = run_all((str(path),), lambda *_told: None).tested
    effects = [effect for one in played for result in one.results for effect in result.run.effects]
    return [effect for effect in effects if isinstance(effect, Issue) and effect.seal]


def test_a_birth_date_stays_as_incomplete_as_it_is(root: Path) -> None:
    """Conditions read its last day; a code that said so would be false."""
    born = {
        name: {seal.seal["69"] for seal in seals_of(root, f"bpi_case_2/{name}")}
        for name in ("instruit_en_l_etat", "subsidiaire_inconnu_du_registre", "refugiee_mariee")
    }
    assert born == {
        "instruit_en_l_etat": {PartialDate(1970, 5)},
        "subsidiaire_inconnu_du_registre": {PartialDate(1998)},
        "refugiee_mariee": {date(1991, 4, 17)},
    }


def test_what_is_kept_is_sealed_the_same(root: Path) -> None:
    seals = seals_of(root, "bpi_case_2/instruit_en_l_etat")
    assert seals
    for issue in seals:
        again = effect_of(
            json.loads(json.dumps(kept(issue, datetime(2026, 11, 2, tzinfo=UTC)).data))
        )
        assert again == issue
        code = read(code_of(issue.seal, day=issue.day))
        assert code.values["69"] == "00051970"
        assert ("69", "Date de naissance", "05/1970") in printed(code)
        assert verify(code, our_key().public_key())


def test_the_days_of_validity_that_are_printed_are_sealed(root: Path) -> None:
    for issue in seals_of(root, "bpi_case_2/refugiee_mariee"):
        assert issue.until
        assert (issue.seal["6N"], issue.seal["6O"]) == (issue.day, issue.until)
        rows = {name: value for _id, name, value in printed(issue.seal)}
        assert rows["Fin de validité"] == f"{issue.until:%d/%m/%Y}"
