"""Durations as they are written, and the error of a value that is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from topbms.settings import Seconds, Section, SettingError, duration


class Sample(Section):
    """A section with one duration."""

    time: Seconds = 1.0


def written(text: str) -> float:
    return Sample.model_validate_json(f'{{"time": "{text}"}}').time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("500ms", 0.5), ("10s", 10), (" 10 s ", 10), ("1.5min", 90), ("2h", 7200), ("30d", 2_592_000), ("0s", 0)],
)
def test_a_duration_is_read(text: str, seconds: float) -> None:
    assert written(text) == pytest.approx(seconds)


@pytest.mark.parametrize("value", ['"10"', '"s"', '"-1s"', '"1 week"', '"1.s"', "10", "10.5", "null", "true"])
def test_a_duration_is_refused(value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate_json(f'{{"time": {value}}}')
    (detail,) = caught.value.errors()
    error = detail["ctx"]["error"]
    assert isinstance(error, SettingError)
    assert error.template.startswith("a duration with its unit is expected")


def test_code_counts_in_seconds() -> None:
    assert Sample(time=5).time == 5.0
    assert Sample(time=0.25).time == 0.25


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.5, "500ms"),
        (1, "1s"),
        (10, "10s"),
        (60, "60s"),
        (90, "90s"),
        (120, "2min"),
        (1800, "30min"),
        (3600, "60min"),
        (7200, "2h"),
        (86_400, "24h"),
        (2_592_000, "30d"),
        (0, "0s"),
        (1.5, "1500ms"),
    ],
)
def test_a_duration_is_written(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@given(st.integers(0, 10**12))
def test_what_is_written_is_read_back(milliseconds: int) -> None:
    assert round(written(duration(milliseconds / 1000)) * 1000) == milliseconds


def test_a_refused_value_has_template_and_values() -> None:
    error = SettingError("{name} is no colour", name="seven")
    assert str(error) == "seven is no colour"
    assert (error.template, error.values) == ("{name} is no colour", {"name": "seven"})


def test_a_section_knows_no_other_keys() -> None:
    with pytest.raises(ValidationError, match="tim"):
        Sample.model_validate({"tim": 1})
