"""The config, from the file to settings or to one line that names what is wrong."""
