#!/bin/bash
port_tty=$1
IP_Domoticz=192.168.10.12
d_voltage=2284
