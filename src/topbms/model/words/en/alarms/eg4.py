"""English words of the alarms that EG4 boards were the first to report."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "fire_alarm": AlarmWords(
        words="Fire alarm",
        meaning="The BMS reports a fire, or smoke, inside the pack.",
        action="Leave the room, do not touch the pack, call the fire brigade, and then the supplier.",
    ),
}
