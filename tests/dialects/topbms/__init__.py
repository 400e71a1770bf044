"""Tests of the TopBMS dialect, against values written down from its sources by hand."""
