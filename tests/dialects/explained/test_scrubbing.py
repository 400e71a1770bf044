"""Masking: what tells whose a battery is goes, everything else stays as it was, and every frame stays a frame."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.captured import captured_of
from tests.sim.captured import ALARM_REPLY, ANALOG_REPLY, ANALOG_REQUEST
from topbms.dialects import dialects
from topbms.dialects.explained.scrubbing import Discreet, scrubbed
from topbms.dialects.topbms import DIALECT, request
from topbms.model.fragment import Barcode, Product
from topbms.protocol.capture import Captured
from topbms.protocol.frame import Frame

_CODE = "AB-12 ab.9"
_MASKED = "XX-00 XX.0"
_WHERE = b"012345678901234-LATITUDE"


def sent(frame: Frame | str, direction: str = "response") -> Captured:
    return Captured(str(frame), direction, 1.0)


def asked(code: int) -> Captured:
    return sent(request(code, 1), "request")


def reply(info: bytes, code: int = 0) -> Captured:
    return sent(Frame(0x52, 1, 0x46, code, info))


def barcode(extra: bytes = b"") -> Captured:
    return reply(b"\x01" + _CODE.encode().ljust(30) + extra)


def last(*frames: Captured) -> Captured:
    return list(scrubbed(frames))[-1]


def said(captured: Captured, code: int) -> Barcode | Product:
    fragment = DIALECT.decode(captured.parsed(), request(code, 1)).packs[0]
    assert isinstance(fragment, Barcode | Product)
    return fragment


def test_a_bar_code_is_masked_and_its_checksum_right() -> None:
    found = last(asked(0xE9), barcode())
    assert found.scrubbed
    assert found.time == 1.0
    assert said(found, 0xE9) == Barcode(1, _MASKED)


def test_what_stands_behind_a_bar_code_is_masked_too() -> None:
    assert said(last(asked(0xE9), barcode(b"7Z")), 0xE9) == Barcode(1, _MASKED, b"0X")


@pytest.mark.parametrize("code", [0xE5, 0x44, 0xF1])
def test_a_late_bar_code_is_masked(code: int) -> None:
    assert said(last(asked(0xE9), asked(code), barcode()), 0xE9) == Barcode(1, _MASKED)


def test_of_a_product_only_who_owns_it_is_masked() -> None:
    texts = ["Maker", "2024", "16S", "1.2", "LFP", _CODE, "Mrs. Smith"]
    found = said(last(asked(0xF1), reply(b"\x01" + b"".join(text.encode().ljust(30) for text in texts))), 0xF1)
    assert found == Product(1, "Maker", "2024", "16S", "1.2", "LFP", _MASKED, "XXX. XXXXX")


@pytest.mark.parametrize("before", [(), (asked(0xF3),), (asked(0xF3), asked(0x42))])
def test_a_position_is_blank(before: Sequence[Captured]) -> None:
    found = last(*before, reply(b"\x01" + _WHERE))
    assert found.scrubbed
    assert found.parsed().info == bytes(1 + len(_WHERE))


@pytest.mark.parametrize("before", [(), (asked(0xF3),)])
def test_a_damaged_position_is_blank(before: Sequence[Captured]) -> None:
    found = last(*before, sent("~52014600F0E001867322012345678"))
    assert found.frame == "~52014600F0E00" + "0" * 16


def test_text_in_a_damaged_frame_is_masked() -> None:
    text = _CODE.encode().hex().upper()
    found = last(asked(0xE9), sent("~52014600F03E01" + text + "0"))
    assert found.frame == "~52014600F03E01" + "30" * len(_CODE) + "0"
    assert found.scrubbed


def test_text_that_nobody_explains_is_masked() -> None:
    found = last(asked(0x42), reply(b"\x01\x00" + _CODE.encode() + b"\x00"))
    assert found.parsed().info == b"\x01\x00" + _MASKED.encode() + b"\x00"


def test_the_same_again_and_again_is_no_text() -> None:
    info = b"\x01\x00" + b"qH" * 9
    assert last(asked(0x42), reply(info)).parsed().info == info


def test_text_behind_what_is_known_is_masked() -> None:
    whole = bytes.fromhex(ANALOG_REPLY[13:-5].decode())
    found = last(asked(0x42), reply(whole + _CODE.encode())).parsed().info
    assert found == whole + _MASKED.encode()


def test_values_stay_as_they_are() -> None:
    frames = [asked(0x42), sent(ANALOG_REPLY[:-1].decode()), asked(0x44), sent(ALARM_REPLY[:-1].decode())]
    assert list(scrubbed(frames)) == frames
    assert not last(sent(ANALOG_REQUEST[:-1].decode(), "unknown")).scrubbed


@pytest.mark.parametrize("folder", ["daren", "eg4", "pace", "pylontech", "seplos", "tdt", "topband", "topbms"])
def test_of_captures_only_serial_numbers_change(folder: str) -> None:
    changed = {
        str(captured.stated.get("serial_number", "?"))
        for _, captured in captured_of(folder)
        if "error" not in captured.stated and last(captured).scrubbed
    }
    assert "?" not in changed
    stated = {str(c.stated["serial_number"]) for _, c in captured_of(folder) if "serial_number" in c.stated}
    assert changed == stated


def test_who_names_what_is_private() -> None:
    discreet = [dialect for dialect in dialects().values() if isinstance(dialect, Discreet)]
    assert {dialect.name for dialect in discreet} == {"topbms", "pace", "pylontech", "topband"}


@given(st.lists(st.builds(Captured, st.text(alphabet="~0123456789ABCDEF46\xbc", max_size=60), st.text(max_size=8))))
def test_it_never_raises(frames: list[Captured]) -> None:
    assert len(list(scrubbed(frames))) == len(frames)
