"""Tests of the Pylontech dialect, against values written down from its sources by hand."""
