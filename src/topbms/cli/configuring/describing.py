"""A config in words: what is polled, and where it goes."""

from collections.abc import Iterator

from topbms.cli.speech import say
from topbms.config import Config, Loaded, pack_id
from topbms.engine.settings import LinkSettings
from topbms.settings import Section, duration
from topbms.transport.connection import shown
from topbms.web.reach import addresses
from topbms.web.settings import Settings as WebSettings


def description(loaded: Loaded) -> Iterator[str]:
    """The config, line by line."""
    settings = loaded.settings
    yield say("{path} can be used.", path=loaded.path)
    if settings.link:
        yield say("Read every {interval}:", interval=duration(settings.poll.interval))
    for link in settings.link:
        yield "  " + say("{link} at {url}: {packs}", link=link.id, url=shown(link.url), packs=_packs(link))
    yield say(
        "History in {path}: every reading for {raw}, means for ever",
        path=settings.history.path,
        raw=duration(settings.history.raw),
    )
    yield _page(settings.web)
    yield from _targets(settings)


def _page(web: WebSettings) -> str:
    if not web.enabled:
        return say("The page is switched off")
    if web.address.is_local:
        return say("The page at {url}, for this machine", url=addresses(web)[0])
    url = ", ".join(addresses(web))
    if web.has_password:
        return say("The page at {url}, for whoever has the password", url=url)
    return say("The page at {url}, for everybody who reaches it", url=url)


def _packs(link: LinkSettings) -> str:
    if not link.pack:
        return say("whatever answers at addresses 1 to 16")
    return ", ".join(say("{pack} (address {address})", pack=pack_id(link, p), address=p.address) for p in link.pack)


def _targets(settings: Config) -> Iterator[str]:
    sinks = list(settings.sinks())
    for name, section in sinks:
        yield say("Sent to {target} every {interval}", target=_target(name, section), interval=_interval(section))
        kept = sum(len(numbers) for numbers in getattr(section, "idx", {}).values())
        if kept:
            yield "  " + say("{count} devices that exist already keep their idx", count=kept)
    if not sinks:
        yield say("Sent nowhere: there is no section such as [domoticz]")


def _target(name: str, section: Section) -> str:
    return f"{name} ({getattr(section, 'target', None) or getattr(section, 'url', '')})"


def _interval(section: Section) -> str:
    return duration(getattr(section, "interval", 0.0))
