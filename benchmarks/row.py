"""One figure beside its target."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`what` was measured, what it came to, what it must be, and whether it is."""

    what: str
    measured: str
    target: str
    met: bool
