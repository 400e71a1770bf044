"""The folder of dialects: found by scanning, named by their word in the config."""

import pytest

from topbms.dialects import chosen, dialect, dialects
from topbms.dialects.contract import AMBIGUOUS, MEANINGS, Dialect, is_return_code, refusal
from topbms.dialects.topbms import DIALECT
from topbms.errors import ConfigError


def test_topbms_is_found() -> None:
    assert dialects()["topbms"] is DIALECT
    assert dialect("topbms") is DIALECT


@pytest.mark.parametrize("name", dialects())
def test_a_dialect_keeps_the_contract(name: str) -> None:
    found: Dialect = dialect(name)
    assert found.name == name
    assert all(0 <= version <= 255 for version in found.request_versions)
    assert found.longest_reply > 18


def test_an_unknown_dialect_is_answered_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match=r"^dialect 'modbus' is not known; known are: .*topbms"):
        dialect("modbus")


def test_a_dialect_may_be_chosen_by_the_program() -> None:
    assert chosen("topbms") is DIALECT
    assert chosen("auto").name in dialects()


def test_a_refusal_names_its_code_and_what_it_means() -> None:
    error = refusal(0x04)
    assert error.code == 4
    assert str(error) == "the BMS answered RTN 04: the command is not known to it"
    assert str(refusal(0x0E)) == "the BMS answered RTN 0E: a code that no source explains"


@pytest.mark.parametrize("code", range(256))
def test_which_bytes_can_be_return_codes(code: int) -> None:
    assert is_return_code(code) == (1 <= code <= 15 or code in {0x90, 0x91, 0xA0})


def test_the_meanings_are_of_return_codes() -> None:
    assert all(is_return_code(code) for code in MEANINGS)
    assert set(MEANINGS) >= AMBIGUOUS
