"""English words of the alarms that Pace packs report and TopBMS packs do not."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "charger_overvoltage": AlarmWords(
        words="Charger voltage too high",
        meaning="The charger or inverter offers a higher voltage than the pack may be charged with, "
        "and the BMS keeps the charge off.",
        action="Lower the charge voltage set in the inverter or charger to what the supplier of the pack allows.",
    ),
    "communication_fault": AlarmWords(
        words="Communication inside the BMS not working",
        meaning="The BMS reports that its parts, or the packs among themselves, do not hear each other. "
        "Values may be missing or old.",
        action="Check the cables between the packs and their address switches. If it stays, call the supplier.",
    ),
    "heater_fault": AlarmWords(
        words="Heating film not working",
        meaning="The BMS reports a fault of the film that heats the cells. In frost the pack may stay too cold to charge.",
        action="Warm the pack's room in frost, do not charge it below 0 °C, and call the supplier.",
    ),
}
