"""What backup, restore and export need: archives, exchanged files, tables."""
