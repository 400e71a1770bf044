"""The status socket: who may ask, what is there already, and what is said when nobody answers."""

import asyncio
import grp
import os
import socket
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.engine.jumping import JumpingLoop
from tests.rights import no_rights_to
from topbms.errors import TopbmsError
from topbms.web.statussocket import PATIENCE, ask_status, ask_support, place, serve_status


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short: the path of a socket has 107 bytes at most."""
    with TemporaryDirectory() as name:
        yield Path(name)


@asynccontextmanager
async def serving(path: Path, document: str = "{}") -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(serve_status(path, lambda: document))
    await asyncio.sleep(0)  # in which it is there, or has failed
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def asked(path: Path) -> bytes:
    return await asyncio.to_thread(ask_status, path)


def refusal(path: Path) -> str:
    with pytest.raises(TopbmsError) as caught:
        ask_status(path)
    return str(caught.value)


def test_it_lies_beside_the_history() -> None:
    assert place(Path("/var/lib/topbms/history.db")) == Path("/var/lib/topbms/history.db.sock")


async def test_everybody_gets_the_document(folder: Path) -> None:
    async with serving(folder / "s", '{"format": 1}'):
        assert await asyncio.gather(*(asked(folder / "s") for _ in range(20))) == [b'{"format": 1}\n'] * 20


async def test_a_document_of_any_length_arrives_whole(folder: Path) -> None:
    async with serving(folder / "s", "x" * 5_000_000):
        assert await asked(folder / "s") == b"x" * 5_000_000 + b"\n"


async def test_who_asks_for_a_support_file_gets_one(folder: Path) -> None:
    async def support() -> bytes:
        return b"many lines\n"

    task = asyncio.create_task(serve_status(folder / "s", lambda: "status", support))
    await asyncio.sleep(0)
    try:
        assert await asyncio.to_thread(ask_support, folder / "s") == b"many lines\n"
        assert await asked(folder / "s") == b"status\n"
    finally:
        task.cancel()
        await asyncio.wait([task])


@pytest.mark.parametrize("said", [b"", b"support", b"\xff\n", b"x" * 100_000 + b"\n"])
async def test_who_says_nothing_that_is_known_is_told_the_status(folder: Path, said: bytes) -> None:
    """As one of an earlier release, who says nothing at all."""
    async with serving(folder / "s", "status"):
        reader, writer = await asyncio.open_unix_connection(folder / "s")
        writer.write(said)
        assert await reader.readline() == b"status\n"
        writer.close()


async def test_a_gateway_that_makes_no_support_files_tells_its_status(folder: Path) -> None:
    async with serving(folder / "s", "status"):
        assert await asyncio.to_thread(ask_support, folder / "s") == b"status\n"


async def test_owner_and_group_may_ask_and_nobody_else(folder: Path) -> None:
    async with serving(folder / "s"):
        assert stat.S_IMODE((folder / "s").stat().st_mode) == 0o660


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file that another user owns")
async def test_what_root_makes_belongs_to_the_owner_of_the_folder(folder: Path) -> None:
    os.chown(folder, 12345, 23456)
    async with serving(folder / "s"):
        found = (folder / "s").stat()
        assert (found.st_uid, found.st_gid) == (12345, 23456)


async def test_who_may_not_ask_is_told_what_to_do(folder: Path) -> None:
    async with serving(folder / "s"):
        with no_rights_to(folder):
            said = refusal(folder / "s")
    assert said == (
        f"{folder / 's'}: no permission to ask the gateway; try with sudo, or join its group once: "
        "sudo usermod -aG topbms $USER, and log in again"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file that another user owns")
async def test_nobody_is_told_to_join_the_group_of_root(folder: Path) -> None:
    await asyncio.to_thread(folder.chmod, 0o755)
    async with serving(folder / "s"):
        with no_rights_to(folder / "s"):
            said = refusal(folder / "s")
        os.chown(folder / "s", 0, grp.getgrnam("dialout").gr_gid)
        with no_rights_to(folder / "s"):
            other = refusal(folder / "s")
    assert said == f"{folder / 's'}: no permission to ask the gateway; try with sudo"
    assert "sudo usermod -aG dialout $USER" in other


async def test_it_is_gone_when_the_gateway_ends(folder: Path) -> None:
    async with serving(folder / "s"):
        pass
    assert not (folder / "s").is_socket()
    assert refusal(folder / "s") == (
        f"nobody answers at {folder / 's'}; does the gateway run? See: systemctl status topbms"
    )


async def test_what_a_killed_gateway_left_is_replaced(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(folder / "s"))
    assert refusal(folder / "s").startswith(f"nobody answers at {folder / 's'}")
    async with serving(folder / "s", "new"):
        assert await asked(folder / "s") == b"new\n"


async def test_the_socket_of_a_gateway_that_runs_is_left_to_it(folder: Path) -> None:
    async with serving(folder / "s", "first"):
        with pytest.raises(TopbmsError, match="is the socket of another gateway that runs"):
            await serve_status(folder / "s", lambda: "second")
        assert await asked(folder / "s") == b"first\n"


async def test_another_file_in_its_place_is_not_touched(folder: Path) -> None:
    (folder / "s").write_text("precious", encoding="utf-8")
    with pytest.raises(TopbmsError, match="is in the way of the gateway's socket"):
        await serve_status(folder / "s", lambda: "")
    assert (folder / "s").read_text(encoding="utf-8") == "precious"
    (folder / "link").symlink_to(folder / "s")
    with pytest.raises(TopbmsError, match="is in the way of the gateway's socket"):
        await serve_status(folder / "link", lambda: "")


async def test_one_that_was_taken_over_is_not_removed(folder: Path) -> None:
    async with serving(folder / "s"):
        (folder / "s").unlink()
        (folder / "s").write_text("another's", encoding="utf-8")
    assert (folder / "s").read_text(encoding="utf-8") == "another's"


async def test_a_path_too_long_for_a_socket_is_said_on_both_sides(folder: Path) -> None:
    path = folder / ("é" * 60) / "history.db.sock"
    expected = f"{path}: a socket's path has at most 107 bytes, this one {len(os.fsencode(path))}; "
    assert refusal(path) == expected + "give the history a shorter path"
    with pytest.raises(TopbmsError, match="at most 107 bytes"):
        await serve_status(path, lambda: "")


async def test_a_folder_that_is_not_there(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await serve_status(folder / "gone" / "s", lambda: "")
    assert refusal(folder / "gone" / "s").startswith("nobody answers at ")
    (folder / "file").touch()
    assert refusal(folder / "file" / "s").startswith("nobody answers at ")


def test_who_does_not_take_it_is_left(folder: Path) -> None:
    async def visit() -> None:
        loop = asyncio.get_running_loop()
        async with serving(folder / "s", "x" * 5_000_000):
            with socket.socket(socket.AF_UNIX) as pipe:
                pipe.connect(str(folder / "s"))
                began = loop.time()
                await asyncio.sleep(PATIENCE + 1)
                assert loop.time() - began >= PATIENCE
                pipe.settimeout(20)
                taken = b"".join(iter(lambda: pipe.recv(65_536), b""))
        assert len(taken) < 5_000_000

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(visit())


def test_a_gateway_that_hangs_is_said(folder: Path) -> None:
    """Whoever listens and never accepts looks just like that."""
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(folder / "s"))
        deaf.listen()
        said = refusal(folder / "s")
    assert said == f"the gateway does not answer at {folder / 's'}; it hangs: sudo systemctl restart topbms"
