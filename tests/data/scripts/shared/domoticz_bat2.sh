port_tty=/dev/ttyUSB0
IP_Domoticz=house.lan
d_voltage=21
d_pack_current=22
d_remaining_capacity_p=23
d_remaining_capacity=24
d_cycle_count=25
curl "https://${IP_Domoticz}:8443/json.htm?idx=$d_voltage"
