"""Every value arrives as it was meant, whatever stands in it: written here, read by another hand."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sinks.influxdb.grammar import Reader
from topbms.errors import one_line
from topbms.sinks.influxdb.protocol import Numbers, head, line, number, stamp, tag, text

WORDS = st.text(max_size=12) | st.text(alphabet=' ,="\\\n\tané', max_size=8)


def shown(value: str) -> str:
    """What a tag can hold of a text."""
    return one_line(value).strip().replace("\\", "/")


@given(WORDS, WORDS, WORDS)
def test_tags_and_texts_come_back(pack: str, model: str, said: str) -> None:
    written = line(head("topbms_event", {"pack": pack, "model": model}), {"value": "1", "text": text(said)}, "5")
    assert written is not None
    assert "\n" not in written
    point = Reader(written).point()
    given_tags = {"pack": shown(pack), "model": shown(model)}
    assert (point.measurement, point.time) == ("topbms_event", 5)
    assert point.tags == {key: value for key, value in given_tags.items() if value}
    assert point.fields == {"value": 1.0, "text": one_line(said)}


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15))
def test_numbers_come_back_to_the_last_digit(value: float) -> None:
    written = number(value)
    assert Reader(f"m f={written} 1").point().fields == {"f": value}
    assert Numbers()[value] == written


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_written(value: float | None) -> None:
    assert number(value) == ""


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_remembered_are_finite(value: float) -> None:
    with pytest.raises(KeyError):
        Numbers()[value]


@pytest.mark.parametrize(("value", "written"), [(True, "1"), (False, "0"), (-0.0, "0.0"), (88, "88"), (3.346, "3.346")])
def test_numbers_have_one_type(value: float, written: str) -> None:
    assert number(value) == written


def test_numbers_remembered_have_an_end() -> None:
    numbers = Numbers()
    for value in range(50_000):
        assert numbers[value] == str(value)
    assert len(numbers) <= 20_000


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("TOPBMS 16S", "TOPBMS\\ 16S"),
        ("a,b=c", "a\\,b\\=c"),
        ("C:\\", "C:/"),
        ("  \x00 ", "/x00"),
        (" \r\n ", ""),
        ('"quoted"', '"quoted"'),
    ],
)
def test_a_tag_as_it_is_written(value: str, written: str) -> None:
    assert tag(value) == written


def test_a_text_as_it_is_written() -> None:
    assert text('say "no"\nor \\') == '"say \\"no\\" or \\\\"'


def test_a_tag_without_a_value_is_left_out() -> None:
    assert head("m", {"pack": "b1", "model": " "}) == "m,pack=b1"


def test_a_line_without_a_field_is_none() -> None:
    assert line("m", {"f": ""}, "1") is None


def test_a_stamp_is_of_nanoseconds_with_the_number_behind_the_millisecond() -> None:
    assert stamp(1_735_689_600.25, 4321) == "1735689600250321000"


@given(st.integers(0, 2_000_000_000_000), st.integers(1, 10**12))
def test_a_stamp_stays_within_its_millisecond(milliseconds: int, sequence: int) -> None:
    found = int(stamp(milliseconds / 1000, sequence))
    assert Decimal(found) // 1_000_000 == milliseconds
    assert found % 1000 == 0


@given(st.integers(1, 10**12), st.integers(1, 999))
def test_records_of_one_moment_have_stamps_of_their_own(sequence: int, apart: int) -> None:
    assert stamp(1_735_689_600.0, sequence) != stamp(1_735_689_600.0, sequence + apart)
