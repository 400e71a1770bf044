"""The line protocol over HTTP: InfluxDB 1, 2 and 3, VictoriaMetrics, QuestDB, Telegraf and whatever else speaks it.

A target that keeps time stamps: it is told every record once, in order, however late.
"""

from topbms.sinks import Sink, Site
from topbms.sinks.influxdb.settings import Settings

__all__ = ["Settings", "build"]


def build(settings: Settings, site: Site) -> tuple[Sink, ...]:
    """The sink of an [influxdb] section; ConfigError when its token or password file cannot be read."""
    from topbms.sinks.influxdb.sink import InfluxdbSink  # noqa: PLC0415 -- an HTTP client is slow to load

    return (InfluxdbSink(settings, site),)
