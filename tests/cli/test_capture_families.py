"""A simulated battery of each family: captured without what is private, and replayed with the same reading."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.terminal import batteries
from tests.cli.test_capture import QUICK, replayed
from tests.cli.verbs import Typed
from topbms.dialects import dialects
from topbms.protocol.capture import read_capture
from topbms.sim.pack import SimulatedPack


def read(url: str, name: str) -> dict[str, Any]:
    """What a pack says, whenever that was."""
    typed = Typed("read", url, "--json", "--dialect", name, *QUICK)
    assert typed.code == 0, typed.error
    found: dict[str, Any] = json.loads(typed.stdout)
    del found["time"]
    return found


@pytest.mark.parametrize("name", sorted(dialects()))
def test_there_and_back(tmp_path: Path, name: str) -> None:
    path, raw = tmp_path / "pack.jsonl", tmp_path / "raw.jsonl"
    pack = SimulatedPack(1, seed=1)
    with batteries(packs=[pack], dialect=name) as url:
        there = read(url, name)
        for file, options in ((path, ()), (raw, ("--raw",))):
            assert Typed("capture", url, "-o", str(file), "--dialect", name, *options, *QUICK).code == 0
    with replayed(path) as url:
        back = read(url, name)
    assert len(there["cell_voltages"]) == 16
    assert back == there
    plain = [pack.product().serial_number, pack.memory.barcode().barcode]
    private = [*plain, *(text.encode().hex().upper() for text in plain)]
    assert [text for text in private if text in path.read_text(encoding="utf-8")] == []
    is_told = any(text in raw.read_text(encoding="utf-8") for text in private)
    assert is_told is any(frame.scrubbed for frame in read_capture(path))
