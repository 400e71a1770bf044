#!/bin/bash
# values of battery 2 to the house

port_tty=/dev/ttyV1
IP_Domoticz=192.168.10.12
d_pack_current=2504			# the device "Current": it's signed
d_voltage=2384				# volts
d_remaining_capacity_p=2390	# percent
d_remaining_capacity=2501	# Ah
d_cycle_count=2502			# blank axis

while true; do
	read -N150 reply < $port_tty
	voltage=$(printf "%d" "0x${reply:111:4}")
	curl --silent "http://$IP_Domoticz:8080/json.htm?type=command&param=udevice&idx=$d_voltage&svalue=$voltage"
done
