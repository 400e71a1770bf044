"""Values of a reading to bytes and back."""

import math
import struct
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.model.reading import Reported
from topbms.store.shapes import Shape, encode, shape_from

WHOLE = st.integers(-(2**63) + 1, 2**63 - 1)
FLOATS = st.one_of(
    st.floats(allow_nan=False),
    st.integers(-(10**9), 10**9).flatmap(lambda n: st.sampled_from([n / 10, n / 100, n / 1000])),
)
TUPLES = st.one_of(st.lists(FLOATS, max_size=20).map(tuple), st.lists(WHOLE, max_size=20).map(tuple))
VALUES = st.dictionaries(
    st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=3),
    st.one_of(st.none(), WHOLE, FLOATS, TUPLES),
    max_size=8,
)


def types(values: Mapping[str, Reported]) -> dict[str, object]:
    return {key: [type(x) for x in value] if isinstance(value, tuple) else type(value) for key, value in values.items()}


@given(VALUES, VALUES)
def test_values_come_back_the_same_whatever_was_before(
    before: dict[str, Reported], values: dict[str, Reported]
) -> None:
    last, _ = encode(before)
    shape, data = encode(values, last)
    found = shape.unpack(data)
    assert found == values
    assert list(found) == list(values)
    assert types(found) == types(values)


@given(VALUES)
def test_a_shape_comes_back_from_its_text(values: dict[str, Reported]) -> None:
    shape, data = encode(values)
    keys = list(values)
    again = shape_from(shape.text(keys.index), lambda number: keys[number])
    assert again.fields == shape.fields
    assert again.unpack(data) == values


def test_bytes_are_as_documented() -> None:
    shape = shape_from("1h2 2h2 6h- 13h3x2 24z- 7i0 9d6", lambda number: f"q{number}")
    data = struct.pack("<hhhhhid", 5358, -384, -32768, 3346, 3345, 70_000, 0.1234567891)
    assert shape.unpack(data) == {
        "q1": 53.58,
        "q2": -3.84,
        "q6": None,
        "q13": (3.346, 3.345),
        "q24": None,
        "q7": 70_000.0,
        "q9": 0.1234567891,
    }
    assert shape.pack(shape.unpack(data)) == data


def test_a_16_cell_reading_takes_two_bytes_a_number() -> None:
    cells = tuple(round(3.3 + n / 1000, 3) for n in range(16))
    _, data = encode({"voltage": 53.58, "current": -3.84, "soc": 88, "cell_voltages": cells})
    assert len(data) == 2 * 19


def test_shapes_of_a_pack_soon_stop_changing() -> None:
    shape: Shape | None = None
    for current in (0.5, 12.34, None, -3.0, 400.25, 0.0, None):
        shape, _ = encode({"current": current}, shape)
    settled = shape
    for current in (None, 0.1, -0.25, 327.68, -400.0):
        shape, data = encode({"current": current}, shape)
        assert shape is settled
        assert shape.unpack(data) == {"current": current}


@pytest.mark.parametrize(
    ("before", "values"),
    [
        ({"a": 1}, {"a": 1.5}),
        ({"a": 1.5}, {"a": 1}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": (1, 2)}, {"a": (1, 2, 3)}),
        ({"a": (1, 2)}, {"a": 1}),
        ({"a": 1}, {"a": (1,)}),
        ({"a": 1}, {"a": 40_000}),
        ({"a": 1.5}, {"a": 1e300}),
        ({"a": 1.5}, {"a": math.inf}),
        ({"a": 1.5}, {"a": 1.55}),
        ({"a": None}, {"a": 1}),
        ({"a": -32767}, {"a": -32768}),
    ],
)
def test_what_does_not_fit_the_last_shape_gets_another(
    before: dict[str, Reported], values: dict[str, Reported]
) -> None:
    last, _ = encode(before)
    shape, data = encode(values, last)
    assert shape is not last
    assert last.pack(values) is None
    assert shape.unpack(data) == values


def test_a_whole_number_between_floats_comes_back_as_the_float_that_equals_it() -> None:
    shape, data = encode({"a": (1, 2.5)})
    assert shape.unpack(data) == {"a": (1.0, 2.5)}
    assert types(shape.unpack(data)) == {"a": [float, float]}
    again, data = encode({"a": (2.5, 3)}, shape)
    assert again is shape
    assert shape.unpack(data) == {"a": (2.5, 3.0)}


def test_a_number_beyond_64_bits_comes_back_as_a_float() -> None:
    shape, data = encode({"a": 2**70})
    assert shape.unpack(data) == {"a": float(2**70)}


def test_columns_are_numbers_with_their_decimals_and_gaps() -> None:
    shape, first = encode({"a": 1.25, "b": (3.5, 4.5), "c": 7, "d": 0.1234567891})
    second = shape.pack({"a": None, "b": (3.0, 4.0), "c": 8, "d": None})
    third = shape.pack({"a": -2.0, "b": (0.5, 0.0), "c": 9, "d": math.inf})
    assert second is not None
    assert third is not None
    columns = {
        numbers.name: (numbers.decimals, list(numbers.values)) for numbers in shape.columns([first, second, third])
    }
    assert columns == {
        ("a", 0): (2, [125, None, -200]),
        ("b", 1): (1, [35, 30, 5]),
        ("b", 2): (1, [45, 40, 0]),
        ("c", 0): (0, [7, 8, 9]),
        ("d", 0): (6, [123_457, None, None]),
    }
    assert [numbers.name for numbers in shape.columns([first], {"c"})] == [("c", 0)]


@pytest.mark.parametrize("text", ["1x2", "h2", "1h7", "1h2x", "1 h2"])
def test_other_texts_are_no_shapes(text: str) -> None:
    with pytest.raises(ValueError, match="no field of a shape"):
        shape_from(text, str)
