#!/bin/sh
  export port_tty="/dev/ttyUSB0"    # the adapter's own name
readonly IP_Domoticz='house.lan';  d_voltage="11"; d_pack_current='12' # two in a row
d_remaining_capacity_p=13   	# "percent
port_again=${port_tty}
d_remaining_capacity = 14
d_cycle_count=15
volts=$(( 0x1 ))
while :; do
	read -r -N 150 reply < "$port_tty"
	curl "https://$IP_Domoticz:8443/json.htm?type=command&param=udevice&idx=$d_voltage"
done
