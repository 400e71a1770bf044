"""Which parameters belong together, by what their keys say. Pure: knows no dialect."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from topbms.model.fragment import Parameter

Group: TypeAlias = Literal[
    "cells", "pack", "currents", "temperatures", "balancing", "communication", "switches", "other"
]

_SIGNS: Mapping[Group, tuple[str, ...]] = MappingProxyType(
    {
        "balancing": ("balanc",),
        "temperatures": ("temperature", "heating", "cooling"),
        "currents": ("current", "short_circuit", "precharge"),
        "communication": ("rs485", "can_protocol", "battery_node_number", "device_name"),
        "cells": ("cell_",),
        "pack": ("pack_", "charger_"),
    }
)
"""What a key of each group has in it; the first that fits counts."""


def group_of(parameter: Parameter) -> Group:
    """The group of a parameter; what is on or off is a switch, whatever it switches."""
    if isinstance(parameter.value, bool):
        return "switches"
    return next((group for group, signs in _SIGNS.items() if any(sign in parameter.key for sign in signs)), "other")
