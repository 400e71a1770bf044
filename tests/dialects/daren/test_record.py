"""A reply that holds values and alarms is one pack's row."""

import json

from tests.dialects.daren.wire import info
from topbms.dialects.explained.reading import read
from topbms.dialects.explained.record import record
from topbms.protocol.frame import Frame


def test_values_and_alarms_are_one_row() -> None:
    row = json.loads(record(read(Frame(0x22, 3, 0x4A, 0x00, info(words=(1 << 13, 1, 0, 0, 3))))))
    (pack,) = row["packs"]
    assert (row["dialect"], row["kind"], pack["pack"], pack["voltage"]) == ("daren", "analog", 3, 53.12)
    assert pack["alarms"] == [{"code": "fuse_blown", "level": "fault"}]
    assert {state for state, is_on in pack["states"].items() if is_on} == {
        "charging",
        "charge_mosfet",
        "discharge_mosfet",
    }
    assert "extra" not in pack
