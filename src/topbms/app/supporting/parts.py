"""The parts of a support file, each a JSON object that says what it is about; frames come last.

What cannot be had says why instead. Works beside a running gateway, with its evidence, and without one.
"""

import json
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

import topbms
from topbms.app.supporting import frames
from topbms.app.supporting.evidence import DAY, MOST, Evidence, Past
from topbms.app.supporting.masking import mask_of, masked, without_frames, without_names
from topbms.config import Loaded
from topbms.config.checking import findings
from topbms.config.showing import groups
from topbms.dialects import dialects
from topbms.engine.clock import Clock, SystemClock, kernel_vouches
from topbms.errors import TopbmsError
from topbms.model.words import words
from topbms.store.reader import reading

Part = Mapping[str, object]

_LIBRARIES = ("serialx", "pydantic", "typer", "aiohttp", "aiomqtt", "psycopg")


def lines(loaded: Loaded, found: Evidence | TopbmsError, clock: Clock | None = None) -> Iterator[str]:
    """The file's lines; `found` is what the gateway knows, or why it does not say. Takes seconds and reads the disk."""
    clock = clock or SystemClock()
    evidence = found if isinstance(found, Evidence) else None
    status = None if evidence is None else json.loads(evidence.status)
    mask = mask_of(loaded.settings, status, () if evidence is None else evidence.dossiers)
    for part in _parts(loaded, found, status, clock):
        yield _line(masked(part, mask))
    if evidence is not None:
        yield from map(_line, frames.last(evidence.traffic, clock))
        yield from map(_line, frames.around(evidence.traffic, clock))


def _line(part: Part) -> str:
    return json.dumps(part, ensure_ascii=False, allow_nan=False) + "\n"


def _parts(loaded: Loaded, found: Evidence | TopbmsError, status: object, clock: Clock) -> Iterator[Part]:
    """Everything but frames."""
    yield _versions()
    yield _config(loaded)
    yield {"about": "clock", "utc": clock.utc(), "monotonic": clock.monotonic(), "kept": kernel_vouches()}
    yield _disk(loaded)
    if isinstance(found, TopbmsError):
        yield {"about": "gateway", "problem": str(found)}
        yield {"about": "log", "problem": "the gateway keeps it while it runs; older: journalctl -u topbms"}
    else:
        yield {"about": "gateway", **without_names(status)}
        yield from ({"about": "log", "line": without_frames(line)} for line in found.log)
        yield from frames.causes(found.traffic, clock)
    yield from _past(_kept(loaded, clock.utc() - DAY) if isinstance(found, TopbmsError) else found.past)


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
    """Only what differs from its default, and what `topbms config check` says; passwords are hidden."""
    shown = groups(loaded.settings, words("en"))
    changed = {row.key: row.value for group in shown for row in group.rows if row.value != row.default}
    check = [str(found.error) for found in findings(loaded.path)] if loaded.path.exists() else []
    return {"about": "config", "path": str(loaded.path), "settings": changed, "check": check}


def _disk(loaded: Loaded) -> Part:
    path = loaded.settings.history.path
    try:
        usage = shutil.disk_usage(path.parent)
        size = path.stat().st_size if path.exists() else 0
    except OSError as error:
        return {"about": "disk", "history": str(path), "problem": error.strerror}
    return {"about": "disk", "history": str(path), "size": size, "free": usage.free, "total": usage.total}


def _kept(loaded: Loaded, since: float) -> Past:
    """What the history holds, where nobody else keeps it open."""
    try:
        with reading(loaded.settings.history.path) as reader:
            return Past(reader.events_since(since, MOST)[::-1], reader.alarms_since(since)[-MOST:])
    except TopbmsError as error:
        return Past(problem=error)


def _past(past: Past) -> Iterator[Part]:
    if past.problem is not None:
        yield {"about": "history", "problem": str(past.problem)}
    yield from ({"about": "event", **asdict(event)} for event in past.events)
    yield from ({"about": "alarm", **asdict(alarm)} for alarm in past.alarms)
