"""A pseudo-terminal and the link that is kept to it."""

import asyncio
import os
from pathlib import Path

import pytest

from topbms.errors import ConfigError
from topbms.transport.terminal import Terminal


def opened(link: Path) -> tuple[Terminal, "asyncio.Queue[bytes]"]:
    heard: asyncio.Queue[bytes] = asyncio.Queue()
    return Terminal(link, heard.put_nowait), heard


async def test_both_ends_hear_each_other(tmp_path: Path) -> None:
    link = tmp_path / "vendor"
    terminal, heard = opened(link)
    far = os.open(link, os.O_RDWR | os.O_NOCTTY)
    os.write(far, b"~2101\r")
    async with asyncio.timeout(20):
        assert await heard.get() == b"~2101\r"
    assert terminal.write(b"~5201\r")
    assert os.read(far, 100) == b"~5201\r"
    os.close(far)
    terminal.close()
    assert not link.is_symlink()


async def test_what_nobody_reads_is_lost(tmp_path: Path) -> None:
    terminal, _ = opened(tmp_path / "vendor")
    assert [terminal.write(bytes(1000)) for _ in range(200)][-1] is False
    terminal.close()


@pytest.mark.parametrize("left", ["/nowhere", "/dev/pts/ptmx"])
async def test_a_link_that_is_left_over_is_replaced(tmp_path: Path, left: str) -> None:
    link = tmp_path / "vendor"
    link.symlink_to(left)
    terminal, _ = opened(link)
    assert str(link.readlink()) == terminal.path
    terminal.close()


async def test_a_link_to_something_else_stays(tmp_path: Path) -> None:
    port, link = tmp_path / "ttyUSB0", tmp_path / "battery"
    port.touch()
    link.symlink_to(port)
    with pytest.raises(ConfigError, match=r"battery cannot be made a link to the terminal \(File exists\); name"):
        opened(link)
    assert link.readlink() == port


async def test_a_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "battery"
    file.write_text("precious")
    with pytest.raises(ConfigError, match="File exists"):
        opened(file)
    assert file.read_text() == "precious"


async def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none/vendor cannot be made a link to the terminal \(No such file"):
        opened(tmp_path / "none" / "vendor")


async def test_at_the_end_a_link_that_somebody_took_over_stays(tmp_path: Path) -> None:
    link = tmp_path / "vendor"
    first, _ = opened(link)
    second, _ = opened(link)
    first.close()
    assert str(link.readlink()) == second.path
    second.close()
    second_link = tmp_path / "gone"
    third, _ = opened(second_link)
    second_link.unlink()
    third.close()
