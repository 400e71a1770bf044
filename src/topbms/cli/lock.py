"""Who runs on this state folder: one gateway at a time, and which ports it holds, for the verbs that need one."""

import fcntl
import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from topbms.config import Loaded, load
from topbms.errors import ConfigError, LinkError
from topbms.transport.connection import same_port, shown

LOG = logging.getLogger(__name__)

_NAME = "gateway.lock"
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW  # root must not be led to another file


class Holder(NamedTuple):
    """A running gateway: its config, and its process as it noted it."""

    loaded: Loaded
    pid: object


class Hold:
    """A state folder that is held through an open file; None where the folder could not be written."""

    def __init__(self, file: int | None) -> None:
        self._file = file

    def tell(self, urls: Sequence[str]) -> None:
        """Note which ports are polled, for the verbs of other processes; without their passwords and keys."""
        if self._file is None:
            return
        note = json.dumps({"pid": os.getpid(), "ports": [shown(url) for url in urls]})
        try:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, note.encode(), 0)
        except OSError as error:  # a full or read-only disk is no reason to stop polling
            LOG.warning("cannot note the ports in %s (%s)", _NAME, error.strerror)


@contextmanager
def hold(loaded: Loaded) -> Iterator[Hold]:
    """Hold the state folder while the gateway runs, and the history's; ConfigError when another gateway holds one."""
    with ExitStack() as stack:
        held = stack.enter_context(hold_folder(loaded.state))
        folder = loaded.settings.history.path.parent
        if folder.is_dir() and folder.resolve() != loaded.state.resolve():
            stack.enter_context(hold_folder(folder)).tell(ports(loaded))
        held.tell(ports(loaded))
        yield held


@contextmanager
def hold_folder(folder: Path) -> Iterator[Hold]:
    """Keep gateways off a state folder; raises ConfigError when one runs on it."""
    path = folder / _NAME
    try:
        file = os.open(path, _FLAGS, 0o640)
    except OSError as error:
        LOG.warning("cannot write %s (%s); two gateways at once would not be noticed", path, error.strerror)
        yield Hold(None)
        return
    try:
        _lock_or_refuse(file, path)
        _give_to_owner(file, folder)
        held = Hold(file)
        held.tell([])
        yield held
    finally:
        os.close(file)


def ports(loaded: Loaded) -> list[str]:
    """The URLs that a config polls."""
    return [link.url for link in loaded.settings.link]


def refuse_held(url: str, config: Path | None = None) -> None:
    """Raise LinkError when a running gateway polls this port: two masters on one line disturb each other."""
    held = held_by(url, config)
    if held is not None:
        raise LinkError(
            "{port} is polled by the running gateway (process {pid}); stop it first: sudo systemctl stop topbms",
            port=shown(url),
            pid=held.pid,
        )


def held_by(url: str, config: Path | None = None) -> Holder | None:
    """The running gateway that polls this port; None when there is none, or its config cannot be used.

    LinkError where this user has no right to know: to poll beside a gateway would disturb both.
    """
    try:
        loaded = load(config)
        if _is_same(url, ports(loaded)):
            _check_readable(loaded.state / _NAME)
    except ConfigError as error:
        if not isinstance(error.__cause__, PermissionError):
            return None
        raise LinkError("{port} may be polled by a gateway: {problem}", port=shown(url), problem=error) from error
    pid = holder_of(url, loaded.state)
    return None if pid is None else Holder(loaded, pid)


def holder_of(url: str, folder: Path) -> object | None:
    """The process of the gateway that runs on `folder` and polls this port; None when there is none."""
    path = folder / _NAME
    holder = _holder(path)
    if not _is_same(shown(url), holder.get("ports", [])) or not _is_held(path):
        return None
    return holder.get("pid", "?")


def _check_readable(path: Path) -> None:
    try:
        path.open("rb").close()
    except PermissionError as error:
        raise ConfigError("{path}: no permission to read it; try with sudo", path=path) from error
    except OSError:
        return


def _lock_or_refuse(file: int, path: Path) -> None:
    if not _lock(file):
        raise ConfigError(
            "another gateway (process {pid}) runs on {folder}; stop it first: sudo systemctl stop topbms",
            pid=_holder(path).get("pid", "?"),
            folder=path.parent,
        )


def _lock(file: int) -> bool:
    """False when another process has the lock; a file system that knows no locks refuses nobody."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        LOG.warning("cannot lock %s (%s); two gateways at once would not be noticed", _NAME, error.strerror)
    return True


def _give_to_owner(file: int, folder: Path) -> None:
    """What root makes in a service's folder must not lock the service out."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(file, owner.st_uid, owner.st_gid)


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return not _lock(file.fileno())
    except OSError:
        return False


def _holder(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_same(url: str, ports: object) -> bool:
    if not isinstance(ports, list):
        return False
    return same_port(url) in [same_port(str(port)) for port in ports]
