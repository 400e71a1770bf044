"""What a pack, or the bank, is doing, and which of a pack's switches and alarms are still news. Knows no words."""

from collections.abc import Mapping

from topbms.model.derived import IDLE_CURRENT
from topbms.model.reading import PackReading

OLDEST_REPORT = 900.0
"""s. Alarms and states reported longer ago than this are no news, although the pack still answers."""

ACTIVITIES = ("charging", "discharging", "fully_charged", "idle")
"""Every answer that `activity` gives but None."""


def is_old(reading: PackReading) -> bool:
    """Whether the alarms of a reading are too old to speak of now; not so where there never were any."""
    return reading.alarms_age is not None and reading.alarms_age > OLDEST_REPORT


def known_states(reading: PackReading) -> Mapping[str, bool]:
    """The states that hold now; empty where none was reported, or only long ago."""
    return {} if reading.alarms is None or is_old(reading) else reading.alarms.states


def activity(current: float | None, states: Mapping[str, bool]) -> str | None:
    """One of ACTIVITIES; None where neither current (A) nor states are known.

    The current decides, so that the two never disagree; the pack's own bits where it is near zero.
    """
    if current is None and not states:
        return None
    if states.get("fully_charged") and (current is None or current > -IDLE_CURRENT):
        return "fully_charged"
    if current is not None and abs(current) >= IDLE_CURRENT:
        return "charging" if current > 0 else "discharging"
    return next((key for key in ("charging", "discharging") if states.get(key)), "idle")
