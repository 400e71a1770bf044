echo "nothing of the old set-up"
read -N1 key < /dev/tty
