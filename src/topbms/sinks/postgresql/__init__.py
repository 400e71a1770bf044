"""PostgreSQL, and TimescaleDB where it is there: every reading, event and health once, as rows of tables.

The tables are made by `topbms postgresql setup`; a running gateway only inserts.
"""

from topbms.errors import ConfigError
from topbms.sinks import Sink, Site
from topbms.sinks.postgresql.settings import Settings

__all__ = ["Settings", "build", "missing_extra"]


def build(settings: Settings, site: Site) -> tuple[Sink, ...]:
    """The sink of a [postgresql] section; ConfigError without its extra, or for a password file that is unreadable."""
    try:
        from topbms.sinks.postgresql.sink import PostgresqlSink  # noqa: PLC0415 -- not everybody has the client library
    except ImportError as error:
        raise missing_extra(error) from error
    return (PostgresqlSink(settings, site),)


def missing_extra(error: ImportError) -> ConfigError:
    """What to do where the client library cannot be imported."""
    return ConfigError(
        "[postgresql] needs an extra: pip install 'topbms[postgres]' ({reason})", reason=str(error).partition("\n")[0]
    )
