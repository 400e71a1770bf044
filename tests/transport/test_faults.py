import errno
import os
import pwd
import socket

import pytest
from serialx import SerialException

from topbms.transport.connection import link_error
from topbms.transport.faults import user_name

DEVICE, NETWORK = "/dev/ttyUSB0", "socket://192.168.10.49:6126"


@pytest.mark.parametrize(
    ("port", "number", "words"),
    [
        (DEVICE, errno.ENOENT, "does not exist; is the adapter plugged in? See: ls /dev/serial/by-id"),
        (DEVICE, errno.EACCES, "no permission; try: sudo usermod -aG dialout"),
        (DEVICE, errno.EPERM, "no permission; try: sudo usermod -aG dialout"),
        (DEVICE, errno.EBUSY, "is in use by another program; find it with: sudo fuser -v /dev/ttyUSB0"),
        (DEVICE, errno.EAGAIN, "is in use by another program"),
        (DEVICE, errno.ENOTTY, "is not a serial port"),
        (DEVICE, errno.EIO, "went away; was the adapter unplugged?"),
        (DEVICE, errno.ENODEV, "went away; was the adapter unplugged?"),
        (NETWORK, errno.ECONNREFUSED, "refuses the connection; is the port right, or taken by another client?"),
        (NETWORK, errno.ETIMEDOUT, "does not answer; is the converter on, and the address right?"),
        (NETWORK, errno.EHOSTUNREACH, "cannot be reached; is the converter on, and the address right?"),
        (NETWORK, errno.EBUSY, "is in use by another client"),
        (NETWORK, errno.ECONNRESET, "the other end closed the connection"),
        (NETWORK, errno.EPIPE, "the other end closed the connection"),
        (NETWORK, errno.EIO, "the other end closed the connection"),
        (NETWORK, errno.EACCES, os.strerror(errno.EACCES)),  # a firewall: no group cures that
    ],
)
def test_a_fault_names_the_port_and_what_cures_it(port: str, number: int, words: str) -> None:
    text = str(link_error(port, OSError(number, "what the system says")))
    assert text.startswith(port)
    assert words in text
    assert "\n" not in text


def test_the_cure_for_a_missing_permission_names_the_user() -> None:
    name = pwd.getpwuid(os.geteuid()).pw_name
    assert f"dialout {name}," in str(link_error(DEVICE, PermissionError(errno.EACCES, "")))


def test_what_caused_a_fault_counts_where_a_library_wraps_it() -> None:
    wrapped = ConnectionError("Error connecting to [AddrInfo(…)]")
    wrapped.__cause__ = ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed")
    assert "refuses the connection" in str(link_error("esphome://127.0.0.1", wrapped))


def test_a_user_without_a_name_is_called_by_his_number() -> None:
    assert user_name(3_999_999_999) == "3999999999"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError(), " does not answer; is the converter on, and the address right?"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), ": the name of the host is not known"),
        (SerialException("Server refused BINARY transmission"), ": Server refused BINARY transmission"),
        (SerialException(), ": SerialException"),
    ],
)
def test_faults_without_a_number_have_words_too(error: Exception, words: str) -> None:
    assert str(link_error(NETWORK, error)) == NETWORK + words
