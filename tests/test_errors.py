"""An error is one line, whatever its values hold."""

import errno
import os
import socket

import pytest

from topbms.errors import LinkError, SinkError, TopbmsError, reason_of, worded
from topbms.model.words import words
from topbms.model.words.fr.phrases import system


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


def test_what_is_kept_of_an_error_says_the_same_and_holds_nothing_else() -> None:
    with pytest.raises(LinkError) as caught:
        raise LinkError("{port} is away", port="usr1")
    kept = caught.value.alone()
    assert (str(kept), kept.__traceback__, kept.__context__) == ("usr1 is away", None, None)


def test_no_error_says_nothing() -> None:
    assert worded(None, words("fr")) == ""


_NAME = "Name or service not known"


@pytest.mark.parametrize(("reason", "said"), [("Connection refused", "connexion refusée"), (_NAME, "nom inconnu")])
def test_what_the_system_says_is_told_in_the_language_too(reason: str, said: str) -> None:
    error = LinkError("{port}: {reason}", port="usr1", reason=reason)
    assert worded(error, words("fr")).endswith(said)
    assert worded(error, words("en")).endswith(reason)


def test_the_system_says_what_is_worded() -> None:
    texts = {os.strerror(number) for number in errno.errorcode}
    texts |= {
        # gai_strerror(3), which Python has no way to ask
        _NAME,
        "Temporary failure in name resolution",
        "No address associated with hostname",
        "Address family for hostname not supported",
    }
    assert set(system.PHRASES) <= texts
