"""The parts of a support file, each a JSON object that says what it is about. No secret and no serial number in them.

Knows the config, the history's reader and the gateway's status; writes no file.
"""

import json
import platform
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import topbms
from topbms.cli.asking.gateway import status
from topbms.config import Loaded
from topbms.config.showing import groups
from topbms.dialects import dialects
from topbms.dialects.explained.scrubbing import Discreet, scrubbed
from topbms.engine.clock import kernel_vouches
from topbms.errors import TopbmsError
from topbms.model.words import DEFAULT, words
from topbms.protocol.capture import Captured
from topbms.store.reader import reading
from topbms.web.status import Status, document

Part = Mapping[str, object]

_DAY = 86_400.0
_LIBRARIES = ("serialx", "pydantic", "typer", "aiohttp", "aiomqtt", "psycopg")


def parts(loaded: Loaded) -> Iterator[Part]:
    """Everything, frames last; what cannot be had says why instead."""
    yield _versions()
    yield _config(loaded)
    yield {"about": "clock", "utc": time.time(), "monotonic": time.monotonic(), "kept": kernel_vouches()}
    yield _disk(loaded)
    found: Status | None = None
    try:
        found = status(loaded)
    except TopbmsError as error:
        yield {"about": "gateway", "problem": str(error)}
    else:
        yield {"about": "gateway", **_without_names(json.loads(document(found, words(DEFAULT))))}
    yield from _past(loaded)
    if found is not None:
        yield from _frames(found)


def _versions() -> Part:
    return {
        "about": "versions",
        "topbms": topbms.__version__,
        "python": sys.version,
        "system": platform.platform(),
        "dialects": sorted(dialects()),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _config(loaded: Loaded) -> Part:
    """Only what differs from its default; passwords are hidden."""
    shown = groups(loaded.settings, words("en"))
    changed = {row.key: row.value for group in shown for row in group.rows if row.value != row.default}
    return {"about": "config", "path": str(loaded.path), "settings": changed}


def _disk(loaded: Loaded) -> Part:
    path = loaded.settings.history.path
    try:
        usage = shutil.disk_usage(path.parent)
        size = path.stat().st_size if path.exists() else 0
    except OSError as error:
        return {"about": "disk", "history": str(path), "problem": error.strerror}
    return {"about": "disk", "history": str(path), "size": size, "free": usage.free, "total": usage.total}


def _past(loaded: Loaded) -> Iterator[Part]:
    """Events and alarms of the last day, by their time."""
    since = time.time() - _DAY
    try:
        with reading(loaded.settings.history.path) as reader:
            events, alarms = reader.events_since(since), reader.alarms_since(since)
    except TopbmsError as error:
        yield {"about": "history", "problem": str(error)}
        return
    yield from ({"about": "event", **asdict(event)} for event in reversed(events))
    yield from ({"about": "alarm", **asdict(alarm)} for alarm in alarms)


def _frames(found: Status) -> Iterator[Part]:
    for link, heard in found.frames.items():
        captured = [Captured(frame, direction, at, link=link) for at, direction, frame in heard]
        yield from (json.loads(frame.line()) for frame in scrubbed(captured))


def _without_names(content: Any) -> Any:  # noqa: ANN401 - any JSON
    """What a dialect calls private, or cannot explain, is left out wherever it stands; frames go a way of their own."""
    private = {
        name for dialect in dialects().values() if isinstance(dialect, Discreet) for name in dialect.private_fields
    }
    return _without(content, private | {"frames", "extra"})


def _without(content: Any, names: set[str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(content, dict):
        return {key: _without(value, names) for key, value in content.items() if key not in names}
    return [_without(one, names) for one in content] if isinstance(content, list) else content
