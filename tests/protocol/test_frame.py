"""One frame, both ways, and every way in which characters can fail to be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol import real
from topbms.errors import FrameError
from topbms.protocol.checksum import checksum, length_checksum
from topbms.protocol.frame import LONGEST, OTHER_START, STARTS, Frame, PlainFrame, parse

BYTES = st.integers(0, 255)
FRAMES = st.builds(Frame, BYTES, BYTES, BYTES, BYTES, st.binary(max_size=300))
DIGITS = b"0123456789ABCDEF"


def refused(text: bytes) -> FrameError:
    with pytest.raises(FrameError) as caught:
        parse(text)
    return caught.value


def with_checksum(text: bytes) -> bytes:
    return text + f"{checksum(text):04X}".encode()


def test_a_captured_request() -> None:
    frame = parse(real.ANALOG_REQUEST)
    assert frame == Frame(version=0x21, address=1, cid1=0x46, cid2=0x42, info=b"\x01")
    assert frame.encode() == b"~21014642E00201FD34\r"
    assert str(frame) == "~21014642E00201FD34"


def test_a_captured_request_with_the_other_start() -> None:
    """To a TDT-6022 with firmware 3.4; the first byte counts in no sum."""
    frame = parse(b"01014642E00201FD36", OTHER_START)
    assert frame == Frame(0x01, 1, 0x46, 0x42, b"\x01", OTHER_START)
    assert frame != parse(b"01014642E00201FD36")
    assert frame.encode() == b"\xbc01014642E00201FD36\r"
    assert str(frame) == "\N{VULGAR FRACTION ONE QUARTER}01014642E00201FD36"


@pytest.mark.parametrize("start", [b"", b"}", b"~~", STARTS])
def test_no_other_start_is_known(start: bytes) -> None:
    with pytest.raises(ValueError, match="no frame begins with"):
        Frame(0x01, 1, 0x46, 0x42, start=start)


def test_a_captured_reply() -> None:
    frame = parse(real.ANALOG_REPLY)
    assert (frame.version, frame.address, frame.cid1, frame.cid2) == (0x52, 1, 0x46, 0x00)
    assert len(frame.info) == 66
    assert frame.info[:4] == b"\x01\x10\x0d\x12"
    assert frame.info[-8:] == b"\x58\x64\x00\x00\x00\x00\x00\x00"


@given(FRAMES)
def test_parsing_undoes_encoding(frame: Frame) -> None:
    characters = frame.encode()
    assert characters[:1] == b"~"
    assert characters[-1:] == b"\r"
    assert parse(characters[1:-1]) == frame


@pytest.mark.parametrize("text", real.ALL)
def test_encoding_undoes_parsing(text: bytes) -> None:
    assert parse(text).encode() == b"~" + text + b"\r"


def test_the_longest_frame_there_can_be() -> None:
    frame = Frame(1, 2, 3, 4, bytes(2047))
    assert len(frame.encode()) == 1 + LONGEST - 1 + 1  # LENID 4095 is odd, and bytes are pairs of characters
    assert parse(frame.encode()[1:-1]) == frame


@pytest.mark.parametrize(
    ("version", "address", "cid1", "cid2", "info"),
    [
        (256, 1, 0x46, 0, b""),
        (0x52, -1, 0x46, 0, b""),
        (0x52, 1, 256, 0, b""),
        (0x52, 1, 0x46, 1000, b""),
        (0x52, 1, 0x46, 0, bytes(2048)),
    ],
)
def test_a_field_that_does_not_fit_is_refused(version: int, address: int, cid1: int, cid2: int, info: bytes) -> None:
    with pytest.raises(ValueError, match="does not fit its place"):
        Frame(version, address, cid1, cid2, info)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "nothing stands behind ~"),
        (b"52", "only 2 characters, a frame has at least 16"),
        (b"21014642E00201F", "only 15 characters, a frame has at least 16"),
        (b"21014642E00201FD3", "an odd number of characters (17), one was lost"),
        (b"21014642e00201FD34", "lower-case e at character 9, the protocol sends upper-case hex"),
        (b"2101464ZE00201FD34", "'Z' at character 8 is not a hex digit"),
        (b"21014642E00201FD34 ", "' ' at character 19 is not a hex digit"),
        (b"2101\xff642E00201FD34", "'\\xff' at character 5 is not a hex digit"),
        (b"2101 642E00201FD3\r", "' ' at character 5 is not a hex digit"),
    ],
)
def test_syntax_faults(text: bytes, message: str) -> None:
    error = refused(text)
    assert error.kind == "syntax"
    assert str(error) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"21014642D00201FD35", "LCHKSUM is D, LENID 002 asks for E"),
        (b"21014600E002FD34", "LENID says 2 characters of INFO, there are 0"),  # a public tool's truncated frame
        (b"1203400356ABCEFEFC72", "LENID says 1707 characters of INFO, there are 4"),  # the papers' own example
        (b"1203400456ABCEFEFC71", "LENID says 1707 characters of INFO, there are 4"),
        (b"250046D4001000E100E740D2F00AFA23", "LCHKSUM is 0, LENID 010 asks for F"),  # of a tool for Pace packs
    ],
)
def test_length_faults(text: bytes, message: str) -> None:
    error = refused(text)
    assert error.kind == "length"
    assert str(error) == message


def test_more_characters_than_any_lenid_can_state_are_a_length_fault() -> None:
    error = refused(b"00" * 2056)
    assert error.kind == "length"
    assert str(error) == "LENID says 0 characters of INFO, there are 4096"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"20004644E00201FD2E", "CHKSUM is FD2E, the characters add up to FD34"),  # printed in a Seplos paper
        (b"250046EB0000FD97", "CHKSUM is FD97, the characters add up to FD88"),  # printed in a Pace paper
    ],
)
def test_checksum_faults(text: bytes, message: str) -> None:
    error = refused(text)
    assert error.kind == "checksum"
    assert str(error) == message


def test_the_first_fault_is_named() -> None:
    assert refused(b"21014642D00201fd35").kind == "syntax"  # lower case, LCHKSUM and CHKSUM are wrong
    assert refused(b"21014642D00201FD99").kind == "length"  # LCHKSUM and CHKSUM are wrong


@pytest.mark.parametrize("text", real.ALL)
def test_a_changed_character_is_always_seen(text: bytes) -> None:
    for at in range(len(text)):
        for digit in DIGITS:
            if digit != text[at]:
                assert refused(text[:at] + bytes((digit,)) + text[at + 1 :]).kind in {"length", "checksum"}


@pytest.mark.parametrize("text", real.ALL)
def test_a_character_that_is_no_digit_is_always_seen(text: bytes) -> None:
    for at in range(len(text)):
        for strange in b"\x00\n agGxZ~\xff":
            assert refused(text[:at] + bytes((strange,)) + text[at + 1 :]).kind == "syntax"


@pytest.mark.parametrize("text", real.ALL)
def test_a_lost_or_added_character_is_always_seen(text: bytes) -> None:
    for at in range(len(text)):
        assert refused(text[:at] + text[at + 1 :]).kind == "syntax"
        for digit in DIGITS:
            assert refused(text[:at] + bytes((digit,)) + text[at:]).kind == "syntax"


@pytest.mark.parametrize("text", real.ALL)
def test_a_lost_or_doubled_pair_is_always_seen(text: bytes) -> None:
    for at in range(len(text) - 1):
        assert refused(text[:at] + text[at + 2 :]).kind in {"syntax", "length"}
        assert refused(text[:at] + text[at : at + 2] + text[at:]).kind == "length"


@pytest.mark.parametrize("text", real.ALL)
def test_two_swapped_characters_cannot_be_seen_by_a_sum(text: bytes) -> None:
    """The protocol's own weakness: only a swap that touches LENGTH or CHKSUM is found."""
    checked = {*range(7, 12), *range(len(text) - 5, len(text))}
    for at in range(len(text) - 1):
        swapped = text[:at] + bytes((text[at + 1], text[at])) + text[at + 2 :]
        if swapped != text and at not in checked:
            assert parse(swapped).encode() == b"~" + swapped + b"\r"
        elif swapped != text:
            assert refused(swapped).kind in {"length", "checksum"}


def test_swapped_nibbles_of_length_are_found_by_their_own_sum_or_by_the_count() -> None:
    text = with_checksum(b"52014600" + b"0480" + bytes(132).replace(b"\0", b"0"))
    assert length_checksum(0x480) != 0
    assert refused(text).kind == "length"


@given(st.binary(max_size=60))
def test_any_characters_give_a_frame_or_a_frame_error(text: bytes) -> None:
    check_outcome(text)


@given(FRAMES, st.data())
def test_any_digits_in_place_of_some_give_a_frame_or_a_frame_error(frame: Frame, data: st.DataObject) -> None:
    text = bytearray(frame.encode()[1:-1])
    places = st.integers(0, len(text) - 1)
    for at, digit in data.draw(st.dictionaries(places, st.sampled_from(DIGITS), max_size=6)).items():
        text[at] = digit
    check_outcome(bytes(text))


def check_outcome(text: bytes) -> None:
    """A frame that encodes to the same characters again, or a fault of one of the promised kinds."""
    try:
        frame = parse(text)
    except FrameError as error:
        fault = error
    else:
        assert frame.encode() == b"~" + text + b"\r"
        return
    assert fault.kind in {"syntax", "length", "checksum"}


PLAIN = b"21034600C040" + b"HW 1.2".ljust(20) + b"0107" + b"abc-123 GHI".ljust(40, b"\0")
"""A Topband board's own words, which travel as they are."""


def test_the_one_reply_that_is_no_hex() -> None:
    frame = parse(with_checksum(PLAIN))
    assert frame == PlainFrame(0x21, 3, 0x46, 0x00, PLAIN[12:])
    assert frame != Frame(0x21, 3, 0x46, 0x00, PLAIN[12:])
    assert frame.encode() == b"~" + with_checksum(PLAIN) + b"\r"
    assert frame.characters == len(frame.encode())


def test_its_checksum_counts_too() -> None:
    error = refused(PLAIN + b"0000")
    assert (error.kind, str(error)[:15]) == ("checksum", "CHKSUM is 0000,")


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace(b"21", b"52", 1),  # a TopBMS
        PLAIN.replace(b"4600", b"4A00"),
        PLAIN.replace(b"4600", b"4651"),  # a request
        PLAIN[:-1],
        PLAIN + b"0",
        PLAIN.replace(b"C040", b"D03F")[:-1],
        PLAIN.replace(b"-", b"\xe9"),
        PLAIN.replace(b"-", b"\t"),
    ],
)
def test_text_in_any_other_frame_is_a_fault(text: bytes) -> None:
    assert refused(with_checksum(text)).kind == "syntax"
