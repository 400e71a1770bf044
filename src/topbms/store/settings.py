"""The section [history] of the config: where the history is kept, how long, and how often it is written."""

from pathlib import Path

from pydantic import Field

from topbms.settings import Seconds, Section

_DAY = 86_400.0


class Settings(Section):
    """The local history."""

    path: Path = Path("history.db")
    """The database; a relative path is relative to the state folder."""

    raw: Seconds = Field(30 * _DAY, ge=3600.0)
    """How long every single reading is kept; after that there are 1-minute and 15-minute means."""

    minutes: Seconds = Field(90 * _DAY, ge=3600.0)
    """How long the 1-minute minimum, mean and maximum are kept; those of 15 minutes are kept for ever."""

    commit: Seconds = Field(60.0, ge=1.0, le=3600.0)
    """How often readings are written to the disk. A power cut or a crash loses at most the readings of this time;
    a change of alarms is written at once."""
