"""What `topbms config` needs to write a config and to put one into words. Knows TOML; opens no port."""
