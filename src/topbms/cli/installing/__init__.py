"""What `topbms service install` needs: the unit, the program it starts, the machine it is put on."""
