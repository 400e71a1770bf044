"""Runs of whole numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.store.numbers import deflate, inflate, pack, unpack

NUMBERS = st.one_of(
    st.lists(st.integers(-128, 127)),
    st.lists(st.integers(-32768, 32767)),
    st.lists(st.integers(-(2**31), 2**31 - 1)),
    st.lists(st.integers(-(2**63), 2**63 - 1)),
)


@given(NUMBERS, NUMBERS)
def test_runs_come_back_one_behind_the_other(first: list[int], second: list[int]) -> None:
    data = b"?" + pack(first) + pack(second)
    found, at = unpack(data, 1, len(first))
    again, end = unpack(data, at, len(second))
    assert (list(found), list(again), end) == (first, second, len(data))


@pytest.mark.parametrize(
    ("numbers", "data"),
    [
        ([], b"\x01"),
        ([1, -1], b"\x01\x01\xff"),
        ([1, 258], b"\x02\x01\x02\x00\x01"),
        ([-32769], b"\x04\xff\x7f\xff\xff"),
        ([1 << 40], b"\x08\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_bytes_are_as_documented(numbers: list[int], data: bytes) -> None:
    assert pack(numbers) == data


@given(st.binary())
def test_deflated_bytes_come_back(data: bytes) -> None:
    assert inflate(deflate(data)) == data
