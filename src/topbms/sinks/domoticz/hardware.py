"""The hardware in Domoticz that our devices belong to: a Dummy, found again or made. Knows no device type.

Domoticz makes a second hardware of the same name when asked twice, and gives numbers out again: so it is looked for
first, and a number alone proves nothing (Domoticz 2025.1).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from topbms.errors import SinkError
from topbms.sinks.domoticz.session import Session

NAME = "topbms"
HARDWARE = "hardware"
"""Under this name its idx is remembered."""

_DUMMY = 15


async def find_hardware(session: Session, remembered: str | None, inhabited: Collection[int]) -> int | None:
    """The idx of our hardware, None when there is none; SinkError when it is disabled, which hides its devices.

    `inhabited` are the hardware that our devices live in: by them it is known although it was renamed.
    """
    listed = await session.records("gethardware")
    dummies = [one for one in listed if one.get("Type") == _DUMMY and _is_whole(one)]
    ours = _first(dummies, lambda one: one["idx"] == remembered and _is_ours(one, inhabited))
    ours = ours or _first(dummies, lambda one: one["Name"] == NAME)
    if ours is None:
        return None
    if not _is_enabled(ours):
        raise SinkError(
            "hardware {name} is disabled in Domoticz at {url}, which hides its devices: enable it (Setup, Hardware)",
            name=ours["Name"],
            url=session.url,
        )
    return int(ours["idx"])


async def make_hardware(session: Session) -> int:
    """Make it; the new idx. Without a log level it would never log."""
    query = f"addhardware&htype={_DUMMY}&name={quote(NAME)}&enabled=true&datatimeout=0&loglevel=7"
    return await session.made(query)


def _is_whole(one: Mapping[str, Any]) -> bool:
    return {"idx", "Name", "Enabled"} <= one.keys() and str(one["idx"]).isdecimal()


def _is_ours(one: Mapping[str, Any], inhabited: Collection[int]) -> bool:
    """By name, or by what lives in it; in disabled hardware nothing can be seen."""
    return one["Name"] == NAME or int(one["idx"]) in inhabited or not _is_enabled(one)


def _is_enabled(one: Mapping[str, Any]) -> bool:
    return bool(one["Enabled"] == "true")


def _first(dummies: Sequence[Mapping[str, Any]], fits: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any] | None:
    return next(filter(fits, dummies), None)
