#!/bin/bash
port_tty=/dev/ttyV1
IP_Domoticz="my house"
d_voltage=2284
d_pack_current=0
d_remaining_capacity_p=soc
d_remaining_capacity=
