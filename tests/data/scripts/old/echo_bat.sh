#!/bin/bash
while true; do
	read -N150 reply < /dev/ttyV0
	echo "Courant : $(( 0x${reply:107:4} ))"
done
