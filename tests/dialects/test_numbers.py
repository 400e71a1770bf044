"""How many packs each family can have, and the address of the last of them."""

import pytest

from topbms.dialects import dialects
from topbms.dialects.numbers import HIGHEST, USUAL, highest_number
from topbms.dialects.pylontech import DIALECT as PYLONTECH


def test_only_pylontech_packs_come_in_groups() -> None:
    counts = {name: highest_number(found) for name, found in dialects().items()}
    assert {name for name, count in counts.items() if count != USUAL} == {"pylontech"}
    assert counts["pylontech"] == HIGHEST == 128


def test_of_a_dialect_that_is_not_known_the_usual_number() -> None:
    assert highest_number(None) == 16


@pytest.mark.parametrize(
    ("number", "address"),
    [(1, 0x02), (16, 0x11), (17, 0x12), (32, 0x21), (33, 0x22), (113, 0x72), (128, 0x81)],
)
def test_groups_of_pylontech_follow_each_other(number: int, address: int) -> None:
    asked = PYLONTECH.request(0x42, number)
    assert (asked.address, asked.info) == (address, bytes((address,)))
