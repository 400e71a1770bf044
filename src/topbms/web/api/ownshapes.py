"""What a pack knows of itself, object by object: limits, identity, parameters. As `topbms.web.api.shapes`."""

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from topbms.model.parametergroups import Group

_documented = with_config(ConfigDict(use_attribute_docstrings=True))


class Limits(TypedDict):
    """What the pack says of each sensor: "normal", "low", "high" or "fault"."""

    cells: list[str]
    temperatures: list[str]


class Identity(TypedDict):
    """What the pack says it is; texts are empty when it left them blank."""

    company: str
    production_date: str
    module: str
    version: str
    battery_type: str
    serial_number: str
    remarks: str


@_documented
class Edges(TypedDict):
    """The limits of one measure in V, as the pack's own parameters tell them; null for one that it does not tell."""

    low_protection: float | None
    """Below it the BMS switches off."""
    low_warning: float | None
    """Below it the BMS warns."""
    high_warning: float | None
    """Above it the BMS warns."""
    high_protection: float | None
    """Above it the BMS switches off."""


@_documented
class Thresholds(TypedDict):
    """Where the BMS warns and where it switches off."""

    cell_voltages: Edges | None
    """Of one cell."""
    voltage: Edges | None
    """Of the whole pack."""


@_documented
class Memory(TypedDict):
    """What the pack told of its life, beside its readings; null for what it did not tell."""

    discharged_capacity: float | None
    """Ah that it gave in its life, by its own count."""
    discharge_energy: float | None
    """kWh that it gave in its life, by its own count."""
    clock_ahead: float | None
    """Seconds that its clock was ahead of the gateway's local time when it was asked."""
    asked_at: float | None
    """When it told something last, UTC seconds."""


@_documented
class Parameter(TypedDict):
    """One parameter that the BMS goes by."""

    key: str
    group: Group
    """What it has to do with."""
    name: str
    """What it is called, in the language asked for."""
    value: float | str | bool
    """A number in its unit, the English word of an enumeration, or a switch."""
    unit: str
    """Empty where it has none."""
    text: str
    """The value with its unit, for people."""


@_documented
class Parameters(TypedDict):
    """All parameters of a pack, in its own order."""

    pack: str
    told: float | None
    """When the pack told them, UTC seconds; null before."""
    note: str
    """Why there are none, where that is not for the moment only; empty else."""
    parameters: list[Parameter]
