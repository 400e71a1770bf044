"""English words of the alarms that Seplos V2 packs report and TopBMS packs do not."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "voltage_sensor_fault": AlarmWords(
        words="Voltage measurement not working",
        meaning="The BMS reports that it cannot measure voltages as it should. "
        "Neither the voltages nor the protections that follow from them can be relied on.",
        action="Stop charging and discharging, open the pack's breaker and call the supplier.",
    ),
    "current_sensor_fault": AlarmWords(
        words="Current measurement not working",
        meaning="The BMS reports that it cannot measure the current as it should. "
        "It may not notice an overcurrent, and its state of charge drifts.",
        action="Keep charge and loads small, and call the supplier before the pack is used as before.",
    ),
    "key_switch_fault": AlarmWords(
        words="Switch on the pack not working",
        meaning="The BMS reports a fault of the key or switch on the pack.",
        action="Check that the switch is not jammed, and tell the supplier if the alarm stays.",
    ),
    "current_limiter_fault": AlarmWords(
        words="Current limiter not working",
        meaning="The BMS reports that the part which limits the charge current does not work as it should.",
        action="Lower the charge current set in the inverter or charger, and call the supplier.",
    ),
    "cell_disconnected": AlarmWords(
        words="Wire to a cell broken",
        meaning="The BMS has lost the wire by which it measures a cell, and no longer protects this cell.",
        action="Stop charging and discharging, open the pack's breaker, "
        "and have the wires and plugs of the cells checked.",
    ),
    "overcurrent_lock": AlarmWords(
        words="Locked after overcurrent",
        meaning="The current was far too high several times in a row, and the BMS keeps the discharge off "
        "until somebody unlocks it.",
        action="Find the load that drew so much, and switch it off, before the pack is unlocked.",
    ),
    "short_circuit_lock": AlarmWords(
        words="Locked after a short circuit",
        meaning="The BMS has seen a short circuit several times in a row, and keeps the pack off "
        "until somebody unlocks it.",
        action="Open the pack's breaker, and leave it open until the cause is found in the wiring or the inverter. "
        "If in doubt, call an electrician.",
    ),
    "charge_forbidden": AlarmWords(
        words="Cell too empty to be charged",
        meaning="A cell is so far below its lower limit that charging it could be dangerous, "
        "and the BMS lets no charge in.",
        action="Do not force a charge and do not bypass the BMS. Open the pack's breaker and call the supplier.",
    ),
    "output_connection_fault": AlarmWords(
        words="Bad connection at the output",
        meaning="The BMS reports that something is wrong with what is connected to the pack's terminals.",
        action="Switch off charge and loads, and check cables, terminals and breakers between pack and inverter.",
    ),
    "voltage_calibration_missing": AlarmWords(
        words="Voltages not calibrated",
        meaning="The BMS reports that its voltage measurement was never calibrated, "
        "so the voltages that it goes by may be wrong.",
        action="Compare the pack voltage with a multimeter, and tell the supplier.",
    ),
    "current_calibration_missing": AlarmWords(
        words="Current not calibrated",
        meaning="The BMS reports that its current measurement was never calibrated, "
        "so current and state of charge may be wrong.",
        action="Compare the current with that of the inverter, and tell the supplier.",
    ),
    "zero_calibration_missing": AlarmWords(
        words="Zero of the current not calibrated",
        meaning="The BMS reports that it never learned what no current looks like, "
        "so it may count a current that does not flow.",
        action="Tell the supplier. Until then, charge the pack to full now and then, "
        "which puts its state of charge right again.",
    ),
}
