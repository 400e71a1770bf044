"""The whole config as one model: the gateway's own settings, and a section a sink.

A sink's section is its module's name, found by scanning `topbms.sinks`. Knows shapes only; what must fit together
across sections is `topbms.config.relations`' business.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal

from pydantic import Field, create_model, field_validator

import topbms.sinks
from topbms.engine.settings import LinkSettings, PackSettings, PollSettings
from topbms.model.words import languages
from topbms.model.words.system import language_of_system
from topbms.settings import Section, SettingError
from topbms.store.settings import Settings as HistorySettings
from topbms.web.settings import Settings as WebSettings


class Config(Section):
    """Everything but the sinks' sections."""

    site: str = Field("home", pattern=r"^[A-Za-z0-9_-]{1,40}$")
    """Names this gateway where several share a database or a broker."""

    language: str = Field(default_factory=language_of_system, json_schema_extra={"enum": [*languages()]})
    """Language of alarms, verdicts, device names and the page; default: the system's, if it is known, else English."""

    poll: PollSettings = PollSettings()
    """How often packs are asked."""

    history: HistorySettings = HistorySettings()
    """The local history."""

    web: WebSettings = WebSettings()
    """What is shown over HTTP."""

    link: tuple[LinkSettings, ...] = ()
    """The ports, each with its packs."""

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        if value not in languages():
            raise SettingError("known languages are {known}", known=", ".join(languages()))
        return value

    @field_validator("link")
    @classmethod
    def _with_packs(cls, links: tuple[LinkSettings, ...]) -> tuple[LinkSettings, ...]:
        """A link without a list of packs looks for them."""
        auto: Literal["auto"] = "auto"
        return tuple(link if link.pack else link.model_copy(update={"packs": auto}) for link in links)

    def sinks(self) -> Iterator[tuple[str, Section]]:
        """The sinks' sections that the config has, by name."""
        for name in sink_names():
            section = getattr(self, name, None)
            if section is not None:
                yield name, section


@cache
def model() -> type[Config]:
    """The whole config's model, the sinks' sections included."""
    sections: dict[str, Any] = {name: (sink_section(name) | None, None) for name in sink_names()}
    return create_model("Config", __base__=Config, __doc__="The config of topbms.", **sections)


@cache
def sink_names() -> tuple[str, ...]:
    """The sinks there are: modules and folders of `topbms.sinks`."""
    return tuple(sorted(found.name for found in iter_modules(topbms.sinks.__path__)))


def sink_section(name: str) -> type[Section]:
    """The model of a sink's section."""
    section: type[Section] = import_module(f"topbms.sinks.{name}").Settings
    return section


def pack_id(link: LinkSettings, pack: PackSettings) -> str:
    """The id that keys a pack everywhere."""
    return pack.id or f"{link.id}-{pack.address}"
