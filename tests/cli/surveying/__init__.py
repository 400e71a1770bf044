"""Tests of topbms.cli.surveying."""
