"""The settings of the old Bash scripts, read from their files. Stops, starts and changes nothing of the old set-up.

files ─► units, senders, receivers, crontabs ─► old set-up ─► plan (a draft of our config) ─► probe, farewell
"""
