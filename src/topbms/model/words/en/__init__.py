"""English: the words of every quantity, state, level, urgency and alarm. The other languages follow these keys.

Written for the owner of a battery, not for its maker. An alarm's words hold for each level it may have; the level
itself is named by LEVELS. They stand beside, a module a BMS family. Phrases are English by nature: only those stand
here in which a noun follows a count.
"""

from topbms.model.alarms import Level, Urgency
from topbms.model.words.en.alarms import ALARMS

__all__ = ["ALARMS", "LEVELS", "PHRASES", "QUANTITIES", "SINGULAR", "STATES", "URGENCIES"]

QUANTITIES: dict[str, str] = {
    "voltage": "Voltage",
    "current": "Current",
    "power": "Power",
    "charge_power": "Charge power",
    "discharge_power": "Discharge power",
    "charge_energy": "Charged energy",
    "discharge_energy": "Discharged energy",
    "soc": "State of charge",
    "counted_soc": "State of charge, counted",
    "soc_drift": "Drift of the counted state of charge",
    "soh": "State of health",
    "remaining_capacity": "Remaining capacity",
    "full_capacity": "Full capacity",
    "design_capacity": "Design capacity",
    "charged_capacity": "Charged capacity",
    "discharged_capacity": "Discharged capacity",
    "remaining_energy": "Remaining energy",
    "cycle_count": "Cycles",
    "cell_voltages": "Cell voltages",
    "cell_lowest_voltage": "Lowest cell voltage",
    "cell_highest_voltage": "Highest cell voltage",
    "cell_lowest": "Lowest cell",
    "cell_highest": "Highest cell",
    "cell_spread": "Cell spread",
    "temperatures": "Temperatures",
    "environment_temperature": "Ambient temperature",
    "mosfet_temperature": "MOSFET temperature",
    "mean_temperature": "Mean temperature",
    "humidity": "Humidity",
    "time_to_full": "Time to full",
    "time_to_empty": "Time to empty",
}

STATES: dict[str, str] = {
    "charging": "Charging",
    "discharging": "Discharging",
    "discharge_mosfet": "Discharge MOSFET on",
    "charge_mosfet": "Charge MOSFET on",
    "precharge": "Precharge on",
    "ac_present": "AC present",
    "fully_charged": "Fully charged",
    "charge_limit_enabled": "Charge current limiting enabled",
    "current_limiting": "Current limiting active",
    "self_depletion": "Self-depletion",
    "heating_enabled": "Heating enabled",
    "heating": "Heating on",
    "cooling_enabled": "Cooling enabled",
    "cooling": "Cooling on",
    "buzzer_enabled": "Buzzer enabled",
    "buzzer": "Buzzer on",
    "led_enabled": "LED enabled",
    "gprs_enabled": "GPRS enabled",
    "float_charging": "Float charging",
    "standby": "Standby",
    "shutdown": "Shutting down",
    "recharge_waiting": "Waiting until recharging is worth it",
    "automatic_charge_waiting": "Waiting for the next try to wake for a charge",
    "manual_charge_waiting": "Waiting for a charge after waking by hand",
    "module_power": "Running on the pack's own power",
    "charger_connected": "Charger connected",
    "low_limit_gear": "Charge current limited to the low step",
    "locked": "BMS locked",
    "test_mode": "Test mode",
}
"""Each reads as a statement: what holds when the state is true."""

LEVELS: dict[str, str] = {
    Level.WARNING: "warning",
    Level.PROTECTION: "protection",
    Level.FAULT: "fault",
}

URGENCIES: dict[str, str] = {
    Urgency.NOW: "Act now.",
    Urgency.TODAY: "Act today.",
    Urgency.SOON: "Act within the next few days.",
    Urgency.WATCH: "Nothing to do at once, but keep an eye on it.",
}

SINGULAR = frozenset({1})

PHRASES: dict[str, str] = {
    "{count} packs answer on {url}; try: topbms read {url}": (
        "{count} {count:pack answers|packs answer} on {url}; try: topbms read {url}"
    ),
    "{port}: {count} TopBMS packs answer.": "{port}: {count} TopBMS {count:pack answers|packs answer}.",
    "{port}: {count} packs answer in dialect {dialect}.": (
        "{port}: {count} {count:pack answers|packs answer} in dialect {dialect}."
    ),
    "{port}: {count} bytes were heard that are no frames: is the baud rate right, are A and B swapped?": (
        "{port}: {count} {count:byte was|bytes were} heard that {count:is no frame|are no frames}: "
        "is the baud rate right, are A and B swapped?"
    ),
    (
        "{port}: somebody already talks here ({count} frames heard, addresses {addresses}): an inverter, a master "
        "pack or another program. Two masters garble each other, so nothing was sent."
    ): (
        "{port}: somebody already talks here ({count} {count:frame|frames} heard, {places:address|addresses} "
        "{addresses}): an inverter, a master pack or another program. Two masters garble each other, so nothing was "
        "sent."
    ),
    "{port}: {replies} replies, {faults} faults, answers in {milliseconds:.0f} ms": (
        "{port}: {replies} {replies:reply|replies}, {faults} {faults:fault|faults}, answers in {milliseconds:.0f} ms"
    ),
    "{count} cells": "{count} {count:cell|cells}",
    (
        "How sure: fairly. {count} replies fit dialect {dialect} to the last byte, {others} did not (asked with "
        "VER {asked}, answered with VER {answered})."
    ): (
        "How sure: fairly. {count} {count:reply fits|replies fit} dialect {dialect} to the last byte, {others} did not "
        "(asked with VER {asked}, answered with VER {answered})."
    ),
    (
        "How sure: undecided. {count} replies fit dialect {dialect} to the last byte, but fit {rivals} as well; see "
        "which one shows what the pack's display shows."
    ): (
        "How sure: undecided. {count} {count:reply fits|replies fit} dialect {dialect} to the last byte, but "
        "{count:fits|fit} {rivals} as well; see which one shows what the pack's display shows."
    ),
    (
        "How sure: sure. {count} replies, which all fit dialect {dialect} to the last byte, asked with VER {asked}, "
        "answered with VER {answered}; no other known dialect fits."
    ): (
        "How sure: sure. {count} {count:reply, which fits|replies, which all fit} dialect {dialect} to the last byte, "
        "asked with VER {asked}, answered with VER {answered}; no other known dialect fits."
    ),
    (
        "How sure: sure, by listening. Replies of packs {packs} fit dialect {dialect} and no other, each to the "
        "request heard before it; listen = true on the link reads along."
    ): (
        "How sure: sure, by listening. Replies of {count:pack|packs} {packs} fit dialect {dialect} and no other, each "
        "to the request heard before it; listen = true on the link reads along."
    ),
    "{path}: {count} rows": "{path}: {count} {count:row|rows}",
    "{count} devices that exist already keep their idx": (
        "{count} {count:device that exists already keeps its idx|devices that exist already keep their idx}"
    ),
    "{count} bytes came that are no frame; is the baud rate right?": (
        "{count} {count:byte came that is|bytes came that are} no frame; is the baud rate right?"
    ),
    "{count} characters of INFO": "{count} {count:character|characters} of INFO",
    "only {count} characters, a frame has at least {least}": (
        "only {count} {count:character|characters}, a frame has at least {least}"
    ),
    "LENID says {lenid} characters of INFO, there are {count}": (
        "LENID says {lenid} {lenid:character|characters} of INFO, there {count:is|are} {count}"
    ),
    "no device in Domoticz for {count} of {total} values: run `topbms domoticz setup` to have them made": (
        "no device in Domoticz for {count} of {total} {total:value|values}: run `topbms domoticz setup` to have "
        "{count:it|them} made"
    ),
    (
        'Domoticz at {url} refused {count} of {total} values (403): {refused}. Give the user the rights "User", '
        "and share these devices with it if it has a list of its own (Setup, Users)"
    ): (
        "Domoticz at {url} refused {count} of {total} {total:value|values} (403): {refused}. Give the user the rights "
        '"User", and share {count:this device|these devices} with it if it has a list of its own (Setup, Users)'
    ),
    (
        "Domoticz at {url} refused {count} of {total} values: {refused}. If these devices were deleted, "
        "`topbms domoticz setup` makes new ones"
    ): (
        "Domoticz at {url} refused {count} of {total} {total:value|values}: {refused}. If "
        "{count:this device was|these devices were} deleted, `topbms domoticz setup` makes {count:a new one|new ones}"
    ),
}
