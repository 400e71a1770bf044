"""The Unix socket by which other processes ask the gateway: connect, say what for in one line, read one document, done.

It lies beside the history, for its owner and group only. Knows the socket, on both sides; not what the document says.
"""

import asyncio
import errno
import grp
import os
import socket
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path

from topbms.errors import TopbmsError

PATIENCE = 5.0
"""s. Whoever has not taken the document by then, or does not give it, is left."""

SUPPORT_PATIENCE = 60.0
"""s. A support file takes longer to make."""

_STATUS, _SUPPORT = b"status", b"support"
_QUESTION = 0.2  # s for the question; who says nothing is told the status
_MODE = 0o660
_LONGEST = 107  # bytes of the address of a socket: unix(7)
_AT_ONCE = 65_536


def place(history: Path) -> Path:
    """Where the socket of the gateway with this history lies."""
    return history.with_name(f"{history.name}.sock")


async def serve_status(
    path: Path, document: Callable[[], str], support: Callable[[], Awaitable[bytes]] | None = None
) -> None:
    """Hand the document of the moment, or the support file, to everybody who connects, until cancelled.

    Raises OSError where the socket cannot be made, TopbmsError where its path is too long or another's.
    """
    pipe, mark = _bound(path)

    async def hand_out(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            wants_support = await _question(reader) == _SUPPORT
            data = await support() if wants_support and support is not None else f"{document()}\n".encode()
            await _hand_out(writer, data)
        finally:
            writer.close()

    try:
        server = await asyncio.start_unix_server(hand_out, sock=pipe)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            server.close()
    finally:
        pipe.close()
        _remove(path, mark)


def ask_status(path: Path) -> bytes:
    """The document of the gateway that runs there; TopbmsError when none does, or it does not answer."""
    return _ask(path, _STATUS, PATIENCE)


def ask_support(path: Path) -> bytes:
    """The support file of the gateway that runs there; TopbmsError when none does, or it does not answer."""
    return _ask(path, _SUPPORT, SUPPORT_PATIENCE)


def _ask(path: Path, question: bytes, patience: float) -> bytes:
    _check_length(path)
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as pipe:
            pipe.settimeout(patience)
            pipe.connect(str(path))
            pipe.sendall(question + b"\n")
            return b"".join(iter(lambda: pipe.recv(_AT_ONCE), b""))
    except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError) as error:
        raise TopbmsError(
            "nobody answers at {path}; does the gateway run? See: systemctl status topbms", path=path
        ) from error
    except PermissionError as error:
        raise _forbidden(path) from error
    except TimeoutError as error:
        raise TopbmsError(
            "the gateway does not answer at {path}; it hangs: sudo systemctl restart topbms", path=path
        ) from error
    except OSError as error:
        raise TopbmsError("{path}: {reason}", path=path, reason=error.strerror) from error


async def _question(reader: asyncio.StreamReader) -> bytes:
    """What is asked for; empty for who says nothing, or too much."""
    try:
        async with asyncio.timeout(_QUESTION):
            return (await reader.readline()).strip()
    except (OSError, TimeoutError, ValueError):
        return b""


async def _hand_out(writer: asyncio.StreamWriter, data: bytes) -> None:
    """Whoever does not take it in time is left; the same if he has gone."""
    writer.transport.set_write_buffer_limits(0)
    try:
        async with asyncio.timeout(PATIENCE):
            writer.write(data)
            await writer.drain()
    except (OSError, TimeoutError):
        writer.transport.abort()


def _bound(path: Path) -> tuple[socket.socket, int]:
    """The socket and its inode. Nobody can connect before it listens, and by then its mode is right."""
    _check_length(path)
    _clear(path)
    pipe = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        pipe.bind(str(path))
        path.chmod(_MODE)
        _give_to_owner(path)
        mark = path.stat().st_ino
    except OSError:
        pipe.close()
        raise
    pipe.setblocking(False)
    return pipe, mark


def _clear(path: Path) -> None:
    """Remove what a gateway left that was killed; not a socket at which somebody answers, and no other file."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise TopbmsError("{path} is in the way of the gateway's socket and is none; move it away", path=path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as pipe:
        pipe.setblocking(False)
        answer = pipe.connect_ex(str(path))
    if answer != errno.ECONNREFUSED:
        raise TopbmsError("{path} is the socket of another gateway that runs", path=path)
    path.unlink()


def _give_to_owner(path: Path) -> None:
    """What root makes in a service's folder must not lock the service out."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _remove(path: Path, mark: int) -> None:
    """Unless it is another's by now."""
    try:
        if path.lstat().st_ino == mark:
            path.unlink()
    except OSError:
        return


def _check_length(path: Path) -> None:
    length = len(os.fsencode(path))
    if length > _LONGEST:
        raise TopbmsError(
            "{path}: a socket's path has at most {most} bytes, this one {length}; give the history a shorter path",
            path=path,
            most=_LONGEST,
            length=length,
        )


def _forbidden(path: Path) -> TopbmsError:
    group = _group(path)
    if group == "root":
        return TopbmsError("{path}: no permission to ask the gateway; try with sudo", path=path)
    return TopbmsError(
        "{path}: no permission to ask the gateway; try with sudo, or join its group once: "
        "sudo usermod -aG {group} $USER, and log in again",
        path=path,
        group=group,
    )


def _group(path: Path) -> str:
    """The group that may ask."""
    try:
        return grp.getgrgid(path.stat().st_gid).gr_name
    except (OSError, KeyError):
        return "topbms"
