"""Tests of the Seplos dialect, against values written down from its sources by hand."""
