"""One value on its way to a target that takes the newest only. Knows neither the target nor when it is sent."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Update:
    """What a sink would send for one device or topic.

    `key` says which, the same at every rendering; `value` is compared with what was sent last: a number must have
    moved by `step` at least, anything else must differ. `urgent` does not wait for the interval. `body` is the
    sink's own, handed back to it when the update is due.
    """

    key: str
    value: float | str
    step: float = 0.0
    urgent: bool = False
    body: Any = None
