"""What a dialect says that no captured frame has shown yet, for those that say such things. It is no dialect."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from topbms.dialects.contract import Dialect


@runtime_checkable
class Unproven(Protocol):
    """A dialect that knows what of it is from hearsay."""

    @property
    def unproven(self) -> Mapping[str, str]:
        """What that is: the kind of a message, to a phrase such as "alarms and states"."""
        ...


def unproven(dialect: Dialect) -> tuple[str, ...]:
    """What of a dialect is unproven, as phrases; empty where every reply it reads was captured."""
    return tuple(dialect.unproven.values()) if isinstance(dialect, Unproven) else ()


def is_unproven(dialect: Dialect, kind: str | None) -> bool:
    """Whether no reply of this kind was ever captured."""
    return isinstance(dialect, Unproven) and kind in dialect.unproven
