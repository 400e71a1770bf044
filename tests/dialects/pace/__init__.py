"""Tests of the Pace dialect, against values written down from its sources by hand."""
