"""Frozen dataclasses of many fields, made in half the time.

A frozen dataclass sets each field past its own lock, by a call. An unlocked sibling with the same slots is filled
several times faster, and Python lets an object change between classes of one layout. Knows no class of ours.
"""

from dataclasses import fields, make_dataclass
from functools import wraps
from typing import Any, TypeVar

_Made = TypeVar("_Made")


def quickly_made(frozen: type[_Made]) -> type[_Made]:
    """The same class, a `dataclass(frozen=True, slots=True)` with a `__post_init__`, whose objects are made faster.

    Worth it where they are made by the thousand, as the values of every reply are.
    """
    locked: Any = frozen
    rows = [(row.name, row.type, row) for row in fields(locked)]
    check = {"__post_init__": locked.__post_init__}
    unlocked: Any = make_dataclass(f"Unlocked{frozen.__name__}", rows, slots=True, namespace=check)
    fill, turn = unlocked.__init__, object.__setattr__

    @wraps(locked.__init__)
    def make(self: Any, *values: Any, **named: Any) -> None:  # noqa: ANN401 - whatever the class is made of
        turn(self, "__class__", unlocked)
        fill(self, *values, **named)
        self.__class__ = frozen

    locked.__init__ = make
    return frozen
