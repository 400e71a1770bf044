"""An error is one line, whatever its values hold."""

import pytest

from topbms.errors import LinkError, SinkError, TopbmsError


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("/dev/ttyUSB0", "/dev/ttyUSB0"),
        ("two\nlines\tand\rmore", "two lines and more"),
        ("\x1b[31mred\x07\x00", r"\x1b[31mred\x07\x00"),
        ("\u202e\U000e0001", r"\u202e\U000e0001"),
        ("Batterie\u202f: été …", "Batterie\u202f: été …"),
    ],
)
def test_what_is_no_plain_text_is_escaped(value: str, shown: str) -> None:
    assert str(LinkError("{port} is away", port=value)) == f"{shown} is away"


def test_of_what_a_target_answered_the_beginning_is_kept() -> None:
    error = SinkError("{url} says {reason} ({count})", url="http://h", reason="x" * 70_000, count=5)
    assert str(error) == f"http://h says {'x' * 300}… (5)"


def test_other_errors_keep_all_that_they_list() -> None:
    assert len(str(TopbmsError("{known}", known="x" * 1000))) == 1000
