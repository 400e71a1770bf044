"""English words of the alarms that Topband boards were the first to report."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "charge_temperature_limit": AlarmWords(
        words="Too hot or too cold to charge",
        meaning="The cells are outside the temperatures at which they may be charged, and the BMS has stopped the "
        "charge. It does not say which way.",
        action="Look at the temperatures of the pack, then warm or cool it. Never charge it below 0 °C.",
    ),
    "discharge_temperature_limit": AlarmWords(
        words="Too hot or too cold to discharge",
        meaning="The cells are outside the temperatures at which they may be discharged, and the BMS has stopped the "
        "discharge. It does not say which way.",
        action="Look at the temperatures of the pack, then warm it, or switch off large loads and let it cool.",
    ),
    "environment_charge_limit": AlarmWords(
        words="Room too hot or too cold to charge",
        meaning="The air around the pack is outside the limits for charging, and the BMS has stopped the charge.",
        action="Warm or ventilate the room until the pack charges again.",
    ),
    "environment_discharge_limit": AlarmWords(
        words="Room too hot or too cold to discharge",
        meaning="The air around the pack is outside the limits for discharging, and the BMS has stopped the discharge.",
        action="Warm or ventilate the room until the pack gives current again.",
    ),
    "balancer_temperature_limit": AlarmWords(
        words="Balancer too hot",
        meaning="The part that evens out the cells is outside its temperature limits. "
        "At the protection level it has stopped.",
        action="Let the pack cool and look for blocked ventilation. If it comes back, tell the supplier.",
    ),
    "cell_undervoltage_lock": AlarmWords(
        words="Locked, a cell is far too low",
        meaning="A cell has fallen so low that the BMS has locked the pack to protect it.",
        action="Do not force it on. Charge it with the maker's charger, or call the supplier.",
    ),
    "charger_fault": AlarmWords(
        words="Charger fault",
        meaning="The BMS reports that the charger does not work as it should.",
        action="Look at what the charger or inverter says, and at its cables.",
    ),
    "fire_suppression": AlarmWords(
        words="Fire extinguisher of the pack released",
        meaning="The BMS reports that the aerosol against fire inside the pack was set off.",
        action="Leave the room, do not touch the pack, call the fire brigade, and then the supplier.",
    ),
}
