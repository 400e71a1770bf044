"""Packs beyond the first 16, which only a dialect with groups has."""

import json

import pytest

from tests.cli.terminal import batteries
from tests.cli.verbs import Typed
from topbms.errors import ConfigError
from topbms.sim.pack import SimulatedPack

AWAY = "socket://127.0.0.1:9"  # nobody is asked


def test_a_pack_of_a_second_group_is_read() -> None:
    pack = SimulatedPack(17, seed=1, cells=15)
    with batteries(packs=[pack], dialect="pylontech") as url:
        typed = Typed("read", url, "--pack", "17", "--dialect", "pylontech", "--json", "--baud", "115200")
    row = json.loads(typed.stdout)
    assert (typed.code, row["address"]) == (0, 17)
    assert tuple(row["cell_voltages"]) == pack.analog().cell_voltages


@pytest.mark.parametrize("verb", ["read", "watch", "capture"])
@pytest.mark.parametrize("dialect", ["auto", "topbms"])
def test_no_other_dialect_has_such_a_pack(verb: str, dialect: str) -> None:
    output = ["--output", "never.jsonl"] if verb == "capture" else []
    typed = Typed(verb, AWAY, "--pack", "17", "--dialect", dialect, *output)
    assert isinstance(typed.error, ConfigError)
    assert str(typed.error) == (
        "--pack 17: packs have numbers up to 16; only those of dialect pylontech go further, and it must be named"
    )


def test_no_dialect_has_more_than_128() -> None:
    assert Typed("read", AWAY, "--pack", "129", "--dialect", "pylontech").code == 2
