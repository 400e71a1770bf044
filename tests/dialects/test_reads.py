"""What others may send to a pack through us: for every command there is, in every dialect."""

import re
from pathlib import Path

import pytest

from topbms.dialects import dialects
from topbms.dialects.contract import is_read
from topbms.protocol.frame import OTHER_START, START, Frame

READS = {
    "topbms": {0x42, 0x44, 0x47, 0x4B, 0x4C, 0x4D, 0x51, 0x90, 0xE5, 0xE9, 0xEB, 0xED, 0xF1, 0xF3},
    "pace": {0x42, 0x44, 0x90, 0xC1, 0xC2},
    "seplos": {0x42, 0x44, 0x47, 0x4F, 0x51},
    "pylontech": {0x42, 0x44, 0x47, 0x4F, 0x51, 0x92, 0x93, 0x96},
    "topband": {0x42, 0x44, 0x47, 0x51},
    "tdt": {0x42},
    "eg4": {0x42, 0x44},
    "daren": {0x42},
}
"""By the documents; where it is not known whether a command writes, it is not here."""

HEADS = {
    "topbms": {(START, 0x21, 0x46), (START, 0x52, 0x46)},
    "pace": {(START, 0x25, 0x46)},
    "seplos": {(START, 0x20, 0x46), (START, 0x26, 0x46)},
    "pylontech": {(START, 0x20, 0x46)},
    "topband": {(START, 0x21, 0x46)},
    "tdt": {(OTHER_START, 0x01, 0x46), (START, 0x25, 0x46)},
    "eg4": {(START, 0x20, 0x4A)},
    "daren": {(START, 0x22, 0x4A)},
}
"""How requests begin: first byte, VER, CID1."""

ALL_HEADS = {
    (start, version, cid1) for start in (START, OTHER_START) for version in range(256) for cid1 in (0x46, 0x4A, 0x4F)
}


def test_every_dialect_says_what_reads() -> None:
    assert set(READS) == set(HEADS) == set(dialects())


def test_the_page_about_sharing_says_the_same() -> None:
    page = Path(__file__).parents[2] / "docs" / "sharing.md"
    rows = re.findall(r"^\| ([a-z0-9, ]+) \| ([0-9A-F ]+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    said = {name: {int(code, 16) for code in codes.split()} for names, codes in rows for name in names.split(", ")}
    assert said == READS


@pytest.mark.parametrize("name", READS)
def test_of_all_commands_only_reads_pass(name: str) -> None:
    dialect = dialects()[name]
    for start, version, cid1 in HEADS[name]:
        passing = {cid2 for cid2 in range(256) if is_read(dialect, Frame(version, 1, cid1, cid2, b"\x01", start))}
        assert passing == READS[name]


@pytest.mark.parametrize("name", READS)
def test_of_all_beginnings_only_its_own_pass(name: str) -> None:
    dialect = dialects()[name]
    passing = {
        (start, version, cid1)
        for start, version, cid1 in ALL_HEADS
        if is_read(dialect, Frame(version, 1, cid1, 0x42, b"\x01", start))
    }
    assert passing == HEADS[name]


REFUSALS = [
    ("topbms", "~2103464E000EFD15", "~52034606"),
    ("topbms", "~520346EF0000FD00", "~52034606"),
    ("topbms", "~2002464E0000FD00", "~52024606"),
    ("pace", "~250346EF0000FD00", "~25034606"),
    ("seplos", "~200346EF0000FD00", "~20034606"),
    ("seplos", "~260046EF0000FD00", "~26004606"),
    ("seplos", "~210046EF0000FD00", "~20004606"),
    ("pylontech", "~201246EF0000FD00", "~20124606"),
    ("topband", "~210346EF0000FD00", "~21034606"),
    ("tdt", "~250346EF0000FD00", "~25034F06"),
    ("tdt", "~010346EF0000FD00", "~01034F06"),
    ("tdt", "~210346EF0000FD00", "~01034F06"),
    ("eg4", "~20034AEF0000FD00", "~20034A06"),
    ("daren", "~22034AEF0000FD00", "~22034A06"),
]


@pytest.mark.parametrize(("name", "request_", "head"), REFUSALS)
def test_a_refusal_is_the_pack_s_own(name: str, request_: str, head: str) -> None:
    raw = bytes.fromhex(request_[1:9])
    refusal = dialects()[name].refuse(Frame(raw[0], raw[1], raw[2], raw[3]), 0x06)
    assert str(refusal).startswith(head + "0000")
    assert refusal.info == b""
