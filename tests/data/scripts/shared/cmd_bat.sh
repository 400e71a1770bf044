#!/bin/bash
# echo -ne "\x7E\x32\x31\x30\x33" > /dev/ttyUSB0
port=/dev/ttyUSB0
printf '\x7E\x35\x32\x30\x31\x34\x36\x34\x32\x45\x30\x30\x32\x30\x31\x46\x44\x33\x30\x0D'>$port; sleep 5
echo -ne "\0176520246\x34\x32E00202FD2E\r" >> "${port}"
echo -ne "~21014644E00201FD32\r" > $port # alarms
