"""Tests of topbms.cli.keeping."""
