"""Values as people write them: decimals, units, the comma."""

from topbms.model.quantities import QUANTITIES
from topbms.model.words.notation import number, plain


def test_decimals_and_unit_are_the_catalogue_s() -> None:
    assert number(QUANTITIES["voltage"], 53.5, "en") == "53.50\u202fV"
    assert number(QUANTITIES["voltage"], 53.5, "fr") == "53,50\u202fV"
    assert plain(QUANTITIES["soc"], 88.4, "fr") == "88"


def test_what_has_no_unit_or_is_not_known_is_shown_so() -> None:
    assert number(QUANTITIES["cycle_count"], 12, "en") == "12"
    assert number(QUANTITIES["voltage"], None, "en") == "\N{EN DASH}"
