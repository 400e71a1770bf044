"""Who runs on this state folder: one gateway at a time, and which ports it holds, for the verbs that need one."""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from topbms.config import Loaded, load
from topbms.errors import ConfigError, LinkError
from topbms.transport.connection import shown

LOG = logging.getLogger(__name__)

_NAME = "gateway.lock"


@contextmanager
def hold(loaded: Loaded) -> Iterator[None]:
    """Hold the state folder while the gateway runs; raises ConfigError when another gateway holds it."""
    path = loaded.state / _NAME
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        LOG.warning("cannot write %s (%s); two gateways at once would not be noticed", path, error.strerror)
        yield
        return
    with file:
        if not _lock(file):
            raise ConfigError(
                "another gateway (process {pid}) runs on {folder}; stop it first: systemctl stop topbms",
                pid=_holder(path).get("pid", "?"),
                folder=loaded.state,
            )
        file.truncate(0)
        json.dump({"pid": os.getpid(), "ports": [link.url for link in loaded.settings.link]}, file)
        file.flush()
        yield
        file.truncate(0)


def refuse_held(url: str, config: Path | None = None) -> None:
    """Raise LinkError when a running gateway polls this port: two masters on one line disturb each other."""
    try:
        state = load(config).state
    except ConfigError:
        return
    path = state / _NAME
    holder = _holder(path)
    if not _is_same(url, holder.get("ports", [])) or not _is_held(path):
        return
    raise LinkError(
        "{port} is polled by the running gateway (process {pid}); stop it first: systemctl stop topbms",
        port=shown(url),
        pid=holder.get("pid"),
    )


def _lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_held(path: Path) -> bool:
    try:
        with path.open("r", encoding="utf-8") as file:
            return not _lock(file)
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
    resolved = os.path.realpath(url)
    return any(port == url or (url.startswith("/") and os.path.realpath(port) == resolved) for port in ports)
