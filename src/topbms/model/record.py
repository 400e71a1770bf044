"""What the history keeps as one numbered row each, in one order: readings, events, the gateway's health."""

from typing import TypeAlias

from topbms.model.event import PastEvent
from topbms.model.health import Health
from topbms.model.reading import PackReading

Record: TypeAlias = PackReading | PastEvent | Health
"""Has `sequence`, which no other record has, and `at`, UTC seconds. A PackReading may be a MeanReading."""
