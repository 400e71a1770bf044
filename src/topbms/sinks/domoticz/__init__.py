"""Domoticz over its HTTP interface: a device a quantity, alarms as words, nothing created while the gateway runs.

The contract is Domoticz 2025.1's, as observed; what follows from it is said where it is used.
"""

from topbms.sinks import Sink, Site
from topbms.sinks.domoticz.settings import Settings

__all__ = ["Settings", "build"]


def build(settings: Settings, site: Site) -> tuple[Sink, ...]:
    """The sink of a [domoticz] section; ConfigError when its password file cannot be read."""
    from topbms.sinks.domoticz.sink import DomoticzSink  # noqa: PLC0415 -- an HTTP client is slow to load

    return (DomoticzSink(settings, site),)
