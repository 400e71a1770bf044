"""What a config may say, but hardly means: told as warnings, and nothing is stopped. Pure."""

from collections.abc import Iterator
from pathlib import Path

from topbms.config.sections import Config
from topbms.errors import ConfigError


def cautions(path: Path, settings: Config) -> Iterator[ConfigError]:
    """One line for each thing that is unwise."""
    if not settings.link:
        yield ConfigError("{path}: no [[link]], so no battery is read; find yours with: topbms scan", path=path)
    if settings.web.insecure and settings.web.has_password:
        yield ConfigError(
            "{path}: insecure = true in [web] has no effect beside a password, which is asked for; take it out",
            path=path,
        )
    if _twice_in_domoticz(settings):
        yield ConfigError(
            "{path}: if Domoticz has its MQTT discovery on the broker of [mqtt], it gets every device twice, "
            "again by [domoticz]: leave [domoticz] out, or set domoticz = false in [mqtt] (Home Assistant goes on)",
            path=path,
        )


def _twice_in_domoticz(settings: Config) -> bool:
    """Whether Domoticz may be told of everything by HTTP and by announcements at the same time."""
    sinks = dict(settings.sinks())
    mqtt = sinks.get("mqtt")
    if mqtt is None or "domoticz" not in sinks:
        return False
    return all(getattr(mqtt, key, False) for key in ("discovery", "domoticz"))
