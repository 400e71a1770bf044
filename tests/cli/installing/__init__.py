"""Tests of topbms.cli.installing."""
