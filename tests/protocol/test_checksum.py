"""The two checksums, against examples of vendors' papers and captured frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol import real
from topbms.protocol.checksum import LONGEST_INFO, checksum, length_checksum, length_word


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        (b"1203400456ABCEFE", 0xFC71),  # the papers' own example; most of them print FC72, EG4's prints FC71
        (b"1203400356ABCEFE", 0xFC72),  # Pace's variant of it, for which FC72 is right
        (b"21014642E00201", 0xFD34),
        (b"", 0),
    ],
)
def test_the_checksum_of_known_characters(characters: bytes, expected: int) -> None:
    assert checksum(characters) == expected


@pytest.mark.parametrize("text", real.ALL)
def test_real_frames_carry_their_checksum(text: bytes) -> None:
    assert checksum(text[:-4]) == int(text[-4:], 16)


@given(st.one_of(st.binary(max_size=600), st.integers(200, 4200).map(lambda count: b"\xff" * count)))
def test_characters_and_checksum_add_up_to_nothing(characters: bytes) -> None:
    assert (sum(characters) + checksum(characters)) % 65536 == 0


@pytest.mark.parametrize(
    ("lenid", "word"),
    [(0, 0x0000), (2, 0xE002), (0x84, 0x4084), (0x5C, 0xF05C), (0x7A, 0xF07A), (0x100, 0xF100), (0xFFF, 0x3FFF)],
)
def test_the_length_word_of_known_lengths(lenid: int, word: int) -> None:
    assert length_word(lenid) == word
    assert length_checksum(lenid) == word >> 12


@given(st.integers(0, LONGEST_INFO))
def test_the_four_nibbles_of_length_add_up_to_nothing(lenid: int) -> None:
    word = length_word(lenid)
    assert word & LONGEST_INFO == lenid
    assert sum(word >> shift & 0xF for shift in (0, 4, 8, 12)) % 16 == 0


@pytest.mark.parametrize("lenid", [-1, LONGEST_INFO + 1])
def test_a_length_that_does_not_fit_is_refused(lenid: int) -> None:
    with pytest.raises(ValueError, match="12 bits"):
        length_word(lenid)
