"""An MQTT broker: states and announcements for Home Assistant and Domoticz alike, and readings for who collects.

What is announced follows what Home Assistant 2025.4 and 2026.2 and Domoticz 2025.1 were seen to make of it.
"""

from topbms.sinks import Sink, Site
from topbms.sinks.mqtt.settings import Settings

__all__ = ["Settings", "build"]


def build(settings: Settings, site: Site) -> tuple[Sink, ...]:
    """The sinks of an [mqtt] section; ConfigError for files that cannot be used."""
    from topbms.sinks.mqtt.history import HistorySink  # noqa: PLC0415 -- an MQTT client is slow to load
    from topbms.sinks.mqtt.sink import MqttSink  # noqa: PLC0415 -- the same

    newest = MqttSink(settings, site)
    return (newest, HistorySink(settings, site)) if settings.history else (newest,)
