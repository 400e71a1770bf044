"""English words of the alarms that TopBMS packs report, most of which other families share."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "cell_overvoltage": AlarmWords(
        words="Cell voltage too high",
        meaning="A cell is above its upper voltage limit, as happens towards the end of a charge. "
        "At the protection level the BMS stops the charge.",
        action="Check the charge voltage set in the inverter or charger. "
        "If this returns daily, the pack needs balancing.",
    ),
    "cell_undervoltage": AlarmWords(
        words="Cell voltage too low",
        meaning="A cell is below its lower voltage limit, and lying empty would damage it for good. "
        "At the protection level the BMS stops the discharge.",
        action="Recharge the pack soon and do not leave it lying empty. "
        "If it does not take the charge, do not force it: call the supplier.",
    ),
    "pack_overvoltage": AlarmWords(
        words="Pack voltage too high",
        meaning="The pack is above its upper voltage limit. At the protection level the BMS stops the charge.",
        action="Check the charge voltage set in the inverter or charger, "
        "and lower it if it is above what the supplier allows.",
    ),
    "pack_undervoltage": AlarmWords(
        words="Pack voltage too low",
        meaning="The pack is below its lower voltage limit: it is nearly empty, or its load is very heavy. "
        "At the protection level the BMS stops the discharge.",
        action="Switch off large loads, recharge the pack soon, and do not leave it lying empty.",
    ),
    "charge_overcurrent": AlarmWords(
        words="Charge current too high",
        meaning="More current flows into the pack than its limit. At the protection level the BMS stops the charge.",
        action="Lower the charge current set in the inverter or charger. "
        "With several packs, check that none is switched off and leaves its share to the others.",
    ),
    "discharge_overcurrent": AlarmWords(
        words="Discharge current too high",
        meaning="The loads draw more current than the pack's limit. "
        "At the protection level the BMS stops the discharge.",
        action="Switch off large loads, or lower the discharge current set in the inverter. "
        "With several packs, check that none is switched off and leaves its share to the others.",
    ),
    "discharge_overcurrent_2": AlarmWords(
        words="Discharge current above the second limit",
        meaning="The loads drew more current than the pack's second limit, and the BMS has stopped the discharge.",
        action="Find the load that drew so much, such as a motor or an inverter at its start, "
        "before you switch it on again.",
    ),
    "short_circuit": AlarmWords(
        words="Short circuit",
        meaning="The BMS has detected a short circuit and cut the pack off.",
        action="Open the pack's breaker, and leave it open until the cause is found in the wiring or the inverter. "
        "If in doubt, call an electrician.",
    ),
    "cell_difference": AlarmWords(
        words="Cell voltages too far apart",
        meaning="The highest and the lowest cell differ by more than the limit, "
        "so the pack cannot give its whole capacity.",
        action="Charge the pack to full and leave it there for some hours to balance. "
        "If the difference stays, have the cells and their connections checked.",
    ),
    "charge_high_temperature": AlarmWords(
        words="Too hot to charge",
        meaning="The pack is hotter than its limit for charging. At the protection level the BMS stops the charge.",
        action="Reduce or stop the charge and let the pack cool. "
        "Look for blocked ventilation, heat from nearby, or a loose terminal that heats up.",
    ),
    "charge_low_temperature": AlarmWords(
        words="Too cold to charge",
        meaning="The pack is colder than its limit for charging. Charging below 0 °C damages the cells for good, "
        "so at the protection level the BMS stops the charge.",
        action="Warm the pack or its room before it is charged again, and never bypass the BMS.",
    ),
    "discharge_high_temperature": AlarmWords(
        words="Too hot to discharge",
        meaning="The pack is hotter than its limit for discharging. "
        "At the protection level the BMS stops the discharge.",
        action="Switch off large loads and let the pack cool. "
        "Look for blocked ventilation, heat from nearby, or a loose terminal that heats up.",
    ),
    "discharge_low_temperature": AlarmWords(
        words="Too cold to discharge",
        meaning="The pack is colder than its limit for discharging. "
        "At the protection level the BMS stops the discharge.",
        action="Warm the pack or its room, keep the loads small until then, and do not charge it below 0 °C.",
    ),
    "environment_high_temperature": AlarmWords(
        words="Surroundings too hot",
        meaning="The temperature that the BMS measures around itself is above its upper limit. "
        "At the protection level the BMS stops charging or discharging.",
        action="Reduce charge and loads, and give the pack air: free its ventilation, cool the room, keep the sun off.",
    ),
    "environment_low_temperature": AlarmWords(
        words="Surroundings too cold",
        meaning="The temperature that the BMS measures around itself is below its lower limit. "
        "At the protection level the BMS stops charging or discharging.",
        action="Warm the room or insulate the pack. Do not charge it below 0 °C: that damages the cells for good.",
    ),
    "mosfet_high_temperature": AlarmWords(
        words="MOSFETs too hot",
        meaning="The MOSFETs, the BMS's power switches, are above their upper temperature limit. "
        "At the protection level the BMS stops charging or discharging.",
        action="Reduce the current, let the BMS cool, and free its ventilation. "
        "If this returns at ordinary currents, call the supplier.",
    ),
    "mosfet_low_temperature": AlarmWords(
        words="MOSFETs too cold",
        meaning="The MOSFETs, the BMS's power switches, are below their lower temperature limit. "
        "At the protection level the BMS stops charging or discharging.",
        action="Warm the room of the pack. Do not charge it below 0 °C: that damages the cells for good.",
    ),
    "cell_high_temperature": AlarmWords(
        words="Cells too hot",
        meaning="A temperature among the cells is above its warning limit. Heat ages the cells.",
        action="Reduce the current and let the pack cool. "
        "Look for blocked ventilation, heat from nearby, or a loose terminal that heats up.",
    ),
    "cell_low_temperature": AlarmWords(
        words="Cells too cold",
        meaning="A temperature among the cells is below its warning limit. "
        "Charging below 0 °C damages the cells for good.",
        action="Make sure that nothing charges the pack below 0 °C, and warm its room if the cold lasts.",
    ),
    "charger_reversed": AlarmWords(
        words="Charger connected the wrong way round",
        meaning="The BMS sees a charger whose plus and minus are swapped.",
        action="Switch the charger off, open the pack's breaker, and put the polarity right "
        "before anything is connected again. Have charger and BMS checked if you are not sure.",
    ),
    "soc_low": AlarmWords(
        words="State of charge low",
        meaning="The state of charge has fallen below the warning limit.",
        action="Recharge the pack, or switch off loads until it is charged again.",
    ),
    "charge_mosfet_fault": AlarmWords(
        words="Charge MOSFET not working",
        meaning="The BMS reports that its switch for charging does not work as it should. "
        "It may be unable to stop a charge, and the pack would then be unprotected.",
        action="Switch off the charge, open the pack's breaker and call the supplier.",
    ),
    "discharge_mosfet_fault": AlarmWords(
        words="Discharge MOSFET not working",
        meaning="The BMS reports that its switch for discharging does not work as it should. "
        "It may be unable to stop a discharge, and the pack would then be unprotected.",
        action="Switch off the loads, open the pack's breaker and call the supplier.",
    ),
    "charge_mosfet_damaged": AlarmWords(
        words="Charge MOSFET damaged",
        meaning="The BMS reports that its switch for charging is damaged. "
        "It may be unable to stop a charge, and the pack would then be unprotected.",
        action="Switch off the charge, open the pack's breaker and call the supplier.",
    ),
    "discharge_mosfet_damaged": AlarmWords(
        words="Discharge MOSFET damaged",
        meaning="The BMS reports that its switch for discharging is damaged. "
        "It may be unable to stop a discharge, and the pack would then be unprotected.",
        action="Switch off the loads, open the pack's breaker and call the supplier.",
    ),
    "precharge_mosfet_damaged": AlarmWords(
        words="Precharge MOSFET damaged",
        meaning="The BMS reports that its precharge switch is damaged. Precharge softens the inrush of current "
        "when an inverter is connected.",
        action="Do not connect or reconnect an inverter to this pack, and call the supplier.",
    ),
    "cell_failure": AlarmWords(
        words="Cell failed",
        meaning="The BMS reports that a cell has failed.",
        action="Stop charging and discharging, open the pack's breaker and call the supplier. "
        "Do not use the pack before the cell has been checked.",
    ),
    "cell_fault": AlarmWords(
        words="Cell problem",
        meaning="The BMS reports something wrong with a cell, or with measuring it, "
        "other than a voltage too high or too low.",
        action="Compare the cell voltages, and call the supplier. "
        "At the fault level, or if a voltage stands out, stop using the pack until it has been checked.",
    ),
    "cell_low": AlarmWords(
        words="Cell below its limit",
        meaning="The BMS marks a cell as below its lower limit, without raising an undervoltage alarm.",
        action="Compare its voltage with the other cells and recharge the pack. "
        "If this cell alone is low again and again, call the supplier.",
    ),
    "cell_high": AlarmWords(
        words="Cell above its limit",
        meaning="The BMS marks a cell as above its upper limit, without raising an overvoltage alarm.",
        action="Compare its voltage with the other cells. "
        "If this returns daily at the end of the charge, the pack needs balancing.",
    ),
    "front_end_fault": AlarmWords(
        words="Measuring chip not working",
        meaning="The BMS reports a fault of its front-end chip, which measures the cells. "
        "Neither the values nor the protections can be relied on.",
        action="Stop charging and discharging, open the pack's breaker and call the supplier.",
    ),
    "clock_fault": AlarmWords(
        words="BMS clock not working",
        meaning="The BMS reports a fault of its clock chip, so its own records may bear wrong times. "
        "The history of topbms has a clock of its own.",
        action="Tell the supplier, and do not trust the times in the BMS's own records.",
    ),
    "data_storage_fault": AlarmWords(
        words="Data memory not working",
        meaning="The BMS reports a fault of its data memory, so its own records may be missing or wrong. "
        "topbms keeps a history of its own.",
        action="Tell the supplier, and do not rely on the BMS's own records.",
    ),
    "parameter_storage_fault": AlarmWords(
        words="Settings memory not working",
        meaning="The BMS reports a fault of the memory for its settings. "
        "Its limits for voltage, current and temperature may no longer be the right ones.",
        action="Call the supplier and have the BMS's settings checked. "
        "Until then do not leave the pack charging unattended.",
    ),
    "high_voltage": AlarmWords(
        words="High-voltage protection",
        meaning="The BMS has tripped its high-voltage protection: the voltage it sees is too high for it.",
        action="Stop the charge, and check the voltage of the charger or inverter and the wiring. "
        "If the alarm stays, call the supplier.",
    ),
    "insulation": AlarmWords(
        words="Poor insulation",
        meaning="The BMS reports that the pack is not insulated from earth as well as it should be; it does not say "
        "which pole.",
        action="Do not touch bare cables, terminals or the case. Open the pack's breaker and have the insulation "
        "of pack and wiring measured by an electrician.",
    ),
    "insulation_positive": AlarmWords(
        words="Poor insulation of P+",
        meaning="The BMS reports that the insulation of the positive pole (P+) is not good enough.",
        action="Do not touch bare cables, terminals or the case. Open the pack's breaker and have the insulation "
        "of pack and wiring measured by an electrician.",
    ),
    "insulation_negative": AlarmWords(
        words="Poor insulation of P-",
        meaning="The BMS reports that the insulation of the negative pole (P-) is not good enough.",
        action="Do not touch bare cables, terminals or the case. Open the pack's breaker and have the insulation "
        "of pack and wiring measured by an electrician.",
    ),
    "temperature_sensor_fault": AlarmWords(
        words="Temperature sensor not working",
        meaning="The BMS reports a faulty temperature sensor, so it may not notice heat or frost.",
        action="Do not charge the pack in frost or heat, and call the supplier to have the sensor checked.",
    ),
    "vibration_sensor_fault": AlarmWords(
        words="Vibration sensor not working",
        meaning="The BMS reports a fault of its vibration sensor.",
        action="Tell the supplier, and watch for other alarms meanwhile.",
    ),
}
