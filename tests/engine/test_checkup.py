"""The gateway's own health."""

from tests.engine.handclock import HandClock
from tests.engine.samples import OTHER, PACK, reading
from topbms.dialects.topbms import DIALECT
from topbms.engine.checkup import Checkup
from topbms.engine.clock import kernel_offset, kernel_vouches
from topbms.engine.feed import Feed
from topbms.engine.link import Link
from topbms.engine.settings import LinkSettings, PollSettings
from topbms.errors import LinkError
from topbms.model.health import Health, HistoryHealth, LinkHealth, SinkHealth
from topbms.model.words import Words, words


class Sink:
    def health(self, words: Words) -> SinkHealth:
        return SinkHealth("domoticz", lag=4.0, errors=2, last_error=words.say("Nothing to report"))


def test_everything_is_looked_at() -> None:
    clock = HandClock()
    feed = Feed(clock, 10.0)
    feed.expect([PACK, OTHER])
    feed.publish(reading())
    clock.now += 31
    feed.publish(reading(OTHER, 2, at=clock.now))
    link = Link(LinkSettings(id="usr1", url="socket://127.0.0.1:1"), PollSettings(), DIALECT, feed, clock)
    link.counters.requests = 5
    link.counters.failed("silence", LinkError("no answer"), clock.now)
    checkup = Checkup(clock, 900.0, "0.2", "abc", lambda _: HistoryHealth(waiting=3, size=4096))
    health = checkup.take(7, feed.snapshot(), [link], [Sink()], words("en"))
    assert health == Health(
        sequence=7,
        at=clock.utc(),
        monotonic=1031.0,
        version="0.2",
        config="abc",
        uptime=131.0,
        fresh=1,
        silent=1,
        clock_offset=health.clock_offset,
        history=HistoryHealth(waiting=3, size=4096),
        links=(LinkHealth("usr1", up=False, requests=5, faults={"silence": 1}, last_error="no answer"),),
        sinks=(SinkHealth("domoticz", lag=4.0, errors=2, last_error="Nothing to report"),),
    )
    assert health.last_error == "usr1: no answer"
    french = checkup.take(8, feed.snapshot(), [link], [Sink()], words("fr"))
    assert (french.links[0].last_error, french.sinks[0].last_error) == ("pas de réponse", "Rien à signaler")


def test_a_gateway_without_trouble_has_no_last_error() -> None:
    assert (
        Health(1, 0.0, 0.0, "0.2", "abc", 1.0, links=(LinkHealth("usr1", up=True, last_error="old"),)).last_error == ""
    )


def test_the_offset_is_known_where_a_time_server_keeps_the_clock() -> None:
    offset = kernel_offset()
    assert (offset is not None) == kernel_vouches()
    assert offset is None or abs(offset) < 1
