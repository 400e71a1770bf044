"""What entities are called on the screen, in the configured language. Ids never depend on it."""

from collections.abc import Callable, Mapping

from topbms.model.words import Words
from topbms.sinks.mqtt.profile import Entity


def label(entity: Entity, words: Words) -> str:
    """The entity's name; the device's own stands in front of it on the screen."""
    made = _MADE.get(entity.id)
    if made is not None:
        return made(words)
    if entity.quantity == "cell_voltages":
        return words.say("Cell {number}", number=entity.number)
    if entity.quantity == "temperatures":
        return words.say("Temperature {number}", number=entity.number)
    return words.quantities[entity.quantity]


_MADE: Mapping[str, Callable[[Words], str]] = {
    "bms_state": lambda words: words.say("State"),
    "charging": lambda words: words.states["charging"],
    "fault": lambda words: words.say("Alarm"),
    "protection": lambda words: words.say("Protection tripped"),
    "urgent": lambda words: words.say("Urgent alarm"),
    "active_faults": lambda words: words.say("Alarms"),
    "charge_mosfet": lambda words: words.states["charge_mosfet"],
    "discharge_mosfet": lambda words: words.states["discharge_mosfet"],
    "balancing": lambda words: words.say("Balancing"),
    "online": lambda words: words.say("Online"),
    "packs_online": lambda words: words.say("Packs online"),
    "started": lambda words: words.say("Started"),
    "trouble": lambda words: words.say("Trouble"),
    "last_error": lambda words: words.say("Last error"),
}
