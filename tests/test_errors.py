"""An error is one line, whatever its values hold."""

import errno
import socket

import pytest

from topbms.errors import LinkError, SinkError, TopbmsError, reason_of


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


class WrappedError(Exception):
    """An error as a library passes it on."""

    def __init__(self, error: OSError) -> None:
        super().__init__("cannot connect")
        self.os_error = error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ECONNREFUSED, "Connect call failed"), "Connection refused"),
        (WrappedError(OSError(errno.ECONNREFUSED, "Connect call failed")), "Connection refused"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "Name or service not known"),
        (OSError("several connections failed"), "several connections failed"),
        (ValueError("not HTTP\nat all"), "not HTTP"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_the_reason_is_the_systems_own_words(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
