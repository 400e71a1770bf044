"""Tests of the Domoticz sink."""
