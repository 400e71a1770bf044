"""The names of the series are promises: the golden list was written by hand, from the catalogue and the conventions."""

from pathlib import Path

import pytest

from tests.web.moments import state
from topbms.model.bank import bank_reading
from topbms.model.quantities import CATALOGUE
from topbms.web import series
from topbms.web.series import Series

GOLDEN = (Path(__file__).parents[1] / "golden" / "prometheus" / "series.txt").read_text(encoding="utf-8").splitlines()


def written(one: Series) -> str:
    return f"{one.name} {one.kind} {','.join(('site', *one.labels))}"


def test_the_names_are_those_that_were_promised() -> None:
    quantities = [one.series for one in series.of_packs().values()]
    assert [written(one) for one in (*series.FIXED, *quantities)] == [
        line for line in GOLDEN if not line.startswith("topbms_bank_")
    ]


def test_every_quantity_has_a_series() -> None:
    assert list(series.of_packs()) == [quantity.key for quantity in CATALOGUE if quantity.unit is not None]


@pytest.mark.parametrize("line", [line for line in GOLDEN if line.startswith("topbms_bank_")])
def test_the_bank_has_names_of_its_own(line: str) -> None:
    assert line in [written(one.series) for one in series.of_bank().values()]


def test_the_list_has_all_that_a_bank_tells() -> None:
    told = bank_reading(0.0, [state()]).values
    promised = {line.split()[0] for line in GOLDEN}
    assert {series.of_bank()[key].series.name for key in told} <= promised


def test_no_name_is_given_twice() -> None:
    assert len({line.split()[0] for line in GOLDEN}) == len(GOLDEN)


def test_every_series_says_what_it_is() -> None:
    every = [*series.FIXED, *(one.series for one in (*series.of_packs().values(), *series.of_bank().values()))]
    assert [one.name for one in every if len(one.help.split()) < 3] == []
