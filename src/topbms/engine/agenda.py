"""When a pack is asked about which topic beside its polls: pure functions of state and time."""

from dataclasses import dataclass, field

from topbms.dialects.memory import Topic
from topbms.engine.inquiry import Told
from topbms.errors import ReplyError

HOUR, DAY = 3600.0, 86_400.0
_ONCE = float("inf")

PERIODS = {Topic.IDENTITY: _ONCE, Topic.CAPACITIES: HOUR, Topic.PARAMETERS: DAY, Topic.CLOCK: DAY}
"""Seconds from one answer about a topic to the next question, in the order in which a new pack is asked."""


@dataclass(slots=True)
class Agenda:
    """The topics of one pack, each with the monotonic second from which it is due; at first all are, at once."""

    due: dict[Topic, float] = field(default_factory=lambda: dict.fromkeys(PERIODS, float("-inf")))

    def next(self, now: float) -> Topic | None:
        """The topic to ask about; None when none is due."""
        return next((topic for topic, due in self.due.items() if due <= now), None)

    def answered(self, topic: Topic, told: Told, now: float) -> None:
        """When it is due again, for a topic that is asked without being wished for.

        A pack that refused does not know it; silence and damage may have been the moment's.
        """
        if topic not in self.due:
            return
        if told.fragments:
            self.due[topic] = now + PERIODS[topic]
        else:
            self.due[topic] = now + (DAY if isinstance(told.trouble, ReplyError) else HOUR)
