"""What arrives on a real notify socket."""

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from topbms import systemd


@pytest.fixture
def manager() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as one:
        one.settimeout(10)
        yield one


def test_words_arrive_one_a_line(manager: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:  # short: the path of a socket has 107 characters at most
        path = str(Path(folder, "notify"))
        manager.bind(path)
        monkeypatch.setenv("NOTIFY_SOCKET", path)
        systemd.notify(READY=1, STATUS="two packs")
        assert manager.recv(1000) == b"READY=1\nSTATUS=two packs"


def test_an_abstract_address_begins_with_an_at(manager: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    manager.bind("")  # the kernel picks a free abstract name
    name: bytes = manager.getsockname()
    monkeypatch.setenv("NOTIFY_SOCKET", "@" + name[1:].decode())
    systemd.notify(WATCHDOG=1)
    assert manager.recv(1000) == b"WATCHDOG=1"


def test_a_manager_that_is_gone_disturbs_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nobody"
    monkeypatch.setenv("NOTIFY_SOCKET", str(path))
    systemd.notify(READY=1)
    assert not path.exists()
