"""The support file: what somebody needs who is to find out what is wrong, without what tells whose it is."""
