"""How parameters differ from what they were. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topbms.model.fragment import Parameters, Setting, label_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A parameter that is not what it was; None where it was, or is, not there."""

    key: str
    before: Setting | None
    now: Setting | None
    unit: str = ""

    @property
    def label(self) -> str:
        """What it is called, in English."""
        return label_of(self.key)

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.label} {_plain(self.before)} → {_plain(self.now)}{unit}"


def differences(before: Mapping[str, Setting], now: Parameters) -> Iterator[Difference]:
    """What changed, in the order of the pack's parameters; then what it does not have any more."""
    for parameter in now.parameters:
        if before.get(parameter.key) != parameter.value:
            yield Difference(parameter.key, before.get(parameter.key), parameter.value, parameter.unit)
    for key in before:
        if key not in now.settings:
            yield Difference(key, before[key], None)


def _plain(value: Setting | None) -> str:
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else f"{value:.10g}"
