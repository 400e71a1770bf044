"""Joins the sinks of a config to what feeds them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TypeAlias

import topbms
from topbms.config import Config
from topbms.engine.clock import Clock
from topbms.engine.courier import Courier
from topbms.engine.feed import Feed
from topbms.engine.outlet import Outlet
from topbms.model.reading import Pack
from topbms.model.words import words
from topbms.sinks import LatestSink, Sink, Site
from topbms.store.store import Store

Feeder: TypeAlias = Outlet | Courier
"""What feeds one sink."""


def feeders(
    settings: Config, packs: Sequence[Pack], store: Store, feed: Feed, clock: Clock, begin: Callable[[], int]
) -> Iterator[Feeder]:
    """One for each sink of the config, none running; ConfigError when a sink cannot be built.

    `begin` tells the number of the record behind which a new target begins.
    """
    searched = [link.id for link in settings.link if not link.pack]
    for name, section in settings.sinks():
        place = site(settings.site, packs, settings.language, store, name, poll=settings.poll.interval)
        place = replace(place, searched=searched)
        for sink in import_module(f"topbms.sinks.{name}").build(section, place):
            yield _feeder(sink, place, store, feed, clock, begin)


def site(name: str, packs: Sequence[Pack], language: str, store: Store, owner: str, *, poll: float = 10.0) -> Site:
    """What a sink may know of the gateway; its notes are kept in the store under `owner`."""
    return Site(
        name=name,
        packs=packs,
        words=words(language),
        recall=lambda: store.recall(owner),
        remember=lambda notes: store.remember(owner, notes),
        gateway=lambda: store.gateway_id,
        poll=poll,
        version=topbms.__version__,
    )


def _feeder(sink: Sink, place: Site, store: Store, feed: Feed, clock: Clock, begin: Callable[[], int]) -> Feeder:
    if isinstance(sink, LatestSink):
        return Outlet(sink, feed.snapshot, clock)
    return Courier(sink, store, clock, feed.newest, place.recall, place.remember, begin=begin)
