"""The stream decoder's promise: any bytes, in any cuts, give frames, damage, or nothing; and nothing else escapes."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.protocol import real
from topbms.errors import FrameError
from topbms.protocol.frame import LONGEST, OTHER_START, STARTS, Frame, parse
from topbms.protocol.stream import Damage, StreamDecoder

START, END = b"~", b"\r"
REPLY = START + real.ANALOG_REPLY + END
REQUEST = START + real.ANALOG_REQUEST + END
OTHER = b"\xbc01014642E00201FD36\r"
FRAMES = [START + text + END for text in real.ALL]

# Streams as a bad line makes them: frames, pieces of frames, line ends, noise.
PIECES = st.one_of(
    st.sampled_from(FRAMES),
    st.sampled_from(FRAMES).flatmap(lambda frame: st.integers(0, len(frame)).map(lambda end: frame[:end])),
    st.sampled_from([OTHER, OTHER_START, START, END, b"\n", b"\r\n", b"0", b"A", b"a", b" ", b"\x00", b"\xff"]),
    st.text("0123456789ABCDEF", max_size=40).map(str.encode),
    st.binary(max_size=20),
    st.integers(LONGEST - 3, LONGEST + 3).map(lambda count: START + b"5" * count),
)
STREAMS = st.lists(PIECES, max_size=8).map(b"".join)
CUTS = st.lists(st.floats(0, 1), max_size=12)


def cut(stream: bytes, cuts: Iterable[float]) -> list[bytes]:
    places = [0, *sorted(int(share * len(stream)) for share in cuts), len(stream)]
    return [stream[begin:end] for begin, end in pairwise(places)]


def decode(*reads: bytes) -> list[Frame | Damage]:
    """What the reads give, up to the end of the input."""
    decoder = StreamDecoder()
    return [*(item for data in reads for item in decoder.feed(data)), *decoder.close()]


def frames(*reads: bytes) -> list[Frame]:
    return [item for item in decode(*reads) if isinstance(item, Frame)]


def told(items: Iterable[Frame | Damage]) -> list[object]:
    """Frames and damage in a form that can be compared: an error is what it says."""
    return [item if isinstance(item, Frame) else (item.text, item.error.kind, str(item.error)) for item in items]


@given(STREAMS, CUTS, st.sampled_from([START, STARTS]))
def test_the_promise(stream: bytes, cuts: list[float], starts: bytes) -> None:
    decoder = StreamDecoder(starts)
    for data in cut(stream, cuts):
        for item in decoder.feed(data):
            check(item, starts)
        assert len(decoder._held) <= len(START) + LONGEST
    for item in decoder.close():
        check(item, starts)
    assert decoder._held == b""


def check(item: Frame | Damage, starts: bytes) -> None:
    if isinstance(item, Frame):
        assert item.start in starts
        assert parse(item.encode()[1:-1], item.start) == item
    else:
        assert isinstance(item.error, FrameError)
        assert item.error.kind in {"syntax", "length", "checksum"}
        assert not set(starts) & set(item.text)


@given(STREAMS, CUTS, st.sampled_from([START, STARTS]))
@example(START + b"5" * (LONGEST + 1) + END + REPLY, [0.5], START)
@example(START + b"5" * LONGEST + b"Z" + REPLY, [0.1, 0.9], START)
def test_the_same_whatever_the_cuts(stream: bytes, cuts: list[float], starts: bytes) -> None:
    whole, pieces = StreamDecoder(starts), StreamDecoder(starts)
    expected = told([*whole.feed(stream), *whole.close()])
    assert told([*(item for data in cut(stream, cuts) for item in pieces.feed(data)), *pieces.close()]) == expected
    assert pieces.noise == whole.noise


@given(STREAMS, st.sampled_from(FRAMES), st.sampled_from([START, STARTS]))
def test_the_next_good_frame_is_always_read(stream: bytes, frame: bytes, starts: bytes) -> None:
    decoder = StreamDecoder(starts)
    decoder.feed(stream)
    assert decoder.feed(frame)[-1] == parse(frame[1:-1])


@given(STREAMS, st.sampled_from([START, STARTS]))
def test_no_byte_is_lost(stream: bytes, starts: bytes) -> None:
    decoder = StreamDecoder(starts)
    items = [*decoder.feed(stream), *decoder.close()]
    kept = sum(len(item.encode()) - 2 if isinstance(item, Frame) else len(item.text) for item in items)
    ends = stream.count(b"\r") + stream.count(b"\n")
    assert kept + len(items) + decoder.noise + ends == len(stream)


def test_another_start_is_noise_where_nobody_asked_for_it() -> None:
    decoder = StreamDecoder()
    assert decoder.feed(OTHER + REPLY) == [parse(real.ANALOG_REPLY)]
    assert decoder.noise == len(OTHER) - 1
    (damage,) = decode(REPLY[:20] + OTHER_START + REPLY[20:])
    assert isinstance(damage, Damage)
    assert damage.error.kind == "syntax"


@pytest.mark.parametrize("place", range(len(OTHER)))
def test_another_start_where_it_was_asked_for(place: int) -> None:
    decoder = StreamDecoder(STARTS)
    found = [*decoder.feed(REQUEST + OTHER[:place]), *decoder.feed(OTHER[place:] + REPLY)]
    assert found == [parse(real.ANALOG_REQUEST), parse(OTHER[1:-1], OTHER_START), parse(real.ANALOG_REPLY)]
    assert decoder.noise == 0


@pytest.mark.parametrize("text", real.ALL)
def test_a_frame_in_one_read(text: bytes) -> None:
    assert decode(START + text + END) == [parse(text)]


def test_a_frame_in_twenty_reads() -> None:
    decoder = StreamDecoder()
    reads = cut(REPLY, [place / 20 for place in range(1, 20)])
    assert len(reads) == 20
    given_back = [decoder.feed(data) for data in reads]
    assert given_back == [[]] * 19 + [[parse(real.ANALOG_REPLY)]]


def test_a_frame_byte_by_byte() -> None:
    assert frames(*(bytes((byte,)) for byte in REPLY)) == [parse(real.ANALOG_REPLY)]


def test_two_frames_in_one_read() -> None:
    assert decode(REPLY + REQUEST) == [parse(real.ANALOG_REPLY), parse(real.ANALOG_REQUEST)]


def test_the_echo_of_our_own_request_in_front_of_the_reply() -> None:
    assert decode(REQUEST + REPLY) == [parse(real.ANALOG_REQUEST), parse(real.ANALOG_REPLY)]


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n", b"\r\r\n"])
def test_every_line_end_ends_a_frame_and_is_no_noise(end: bytes) -> None:
    decoder = StreamDecoder()
    assert decoder.feed(START + real.ANALOG_REPLY + end) == [parse(real.ANALOG_REPLY)]
    assert decoder.noise == 0


def test_noise_in_front_of_a_frame_is_skipped_and_counted() -> None:
    decoder = StreamDecoder()
    assert decoder.feed(b"\x00\xff42\r\n" + REPLY) == [parse(real.ANALOG_REPLY)]
    assert decoder.noise == 4


def test_noise_alone_gives_nothing() -> None:
    assert decode(b"no frame here\r\n", b"nor here") == []


def test_a_tilde_inside_a_frame_begins_the_next() -> None:
    items = decode(REPLY[:40] + REPLY)
    assert [type(item) for item in items] == [Damage, Frame]
    assert items[1] == parse(real.ANALOG_REPLY)
    assert isinstance(items[0], Damage)
    assert items[0].text == REPLY[1:40]


@given(st.integers(2, len(REPLY) - 2), st.sampled_from([START, END, b"\n"]))
def test_a_broken_off_frame_never_becomes_another(at: int, stop: bytes) -> None:
    items = decode(REPLY[:at] + stop + REPLY[at:])
    assert [item for item in items if isinstance(item, Frame)] == []


def test_two_tildes_are_an_empty_frame_and_a_good_one() -> None:
    empty, good = decode(b"~" + REPLY)
    assert isinstance(empty, Damage)
    assert str(empty.error) == "nothing stands behind ~"
    assert good == parse(real.ANALOG_REPLY)


def test_a_frame_without_an_end_counts_when_the_input_ends() -> None:
    decoder = StreamDecoder()
    assert decoder.feed(REPLY[:-1]) == []
    assert decoder.close() == [parse(real.ANALOG_REPLY)]
    assert decoder.close() == []


def test_a_closed_decoder_may_be_used_again() -> None:
    decoder = StreamDecoder()
    decoder.feed(REPLY[:30])
    (broken,) = decoder.close()
    assert isinstance(broken, Damage)
    assert decoder.feed(REPLY) == [parse(real.ANALOG_REPLY)]


@pytest.mark.parametrize("reads", [1, 7])
def test_more_than_the_longest_frame_is_given_up(reads: int) -> None:
    """4111 characters can be a frame; one more is given up at once, and the rest is noise."""
    decoder = StreamDecoder()
    stream = START + b"5" * (LONGEST + 100)
    items = [item for data in cut(stream, [place / reads for place in range(1, reads)]) for item in decoder.feed(data)]
    (item,) = items
    assert isinstance(item, Damage)
    assert item.text == b"5" * (LONGEST + 1)
    assert item.error.kind == "length"
    assert decoder.noise == 99
    assert decoder.feed(REPLY) == [parse(real.ANALOG_REPLY)]


def test_what_fits_the_longest_frame_is_held() -> None:
    decoder = StreamDecoder()
    assert decoder.feed(START + b"5" * LONGEST) == []
    (item,) = decoder.feed(END)
    assert isinstance(item, Damage)


def test_damage_is_told_with_its_reason() -> None:
    (item,) = decode(REPLY.replace(b"E20A", b"E20B"))
    assert isinstance(item, Damage)
    assert item.text == real.ANALOG_REPLY[:-4] + b"E20B"
    assert item.error.kind == "checksum"
    assert str(item.error) == "CHKSUM is E20B, the characters add up to E20A"
