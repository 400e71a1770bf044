"""What bad input may do: be understood, or be refused by FrameError or ReplyError; and nothing else."""

from contextlib import suppress
from itertools import islice

from tests.fuzz.examples import Example, examples, streams
from topbms.dialects import dialects
from topbms.dialects.explain import dissect, explain
from topbms.errors import FrameError, ReplyError
from topbms.protocol.frame import STARTS, Frame
from topbms.protocol.stream import StreamDecoder

_STREAMS = 10  # one stream to so many frames


def judge(count: int, seed: int) -> None:
    """Try so many examples on every dialect; raises AssertionError with the first that does something else."""
    for example in islice(examples(seed), count - count // _STREAMS):
        _try_frame(example)
    for data in islice(streams(seed), count // _STREAMS):
        _try_stream(data)


def _try_frame(example: Example) -> None:
    for dialect in dialects().values():
        for request in {None, example.request}:
            try:
                message = dialect.decode(example.frame, request)
                if dialect.claims(example.frame):
                    dialect.fields(example.frame, message)
            except (FrameError, ReplyError):
                pass
            except Exception as error:
                message_ = f"{dialect.name}: {example.frame} as an answer to {request}: {error!r}"
                raise AssertionError(message_) from error
    _try_explaining(example.frame)


def _try_explaining(frame: Frame) -> None:
    try:
        with suppress(FrameError, ReplyError):
            dissect(frame, explain(frame))
    except Exception as error:
        message = f"explaining {frame}: {error!r}"
        raise AssertionError(message) from error


def _try_stream(data: bytes) -> None:
    decoder = StreamDecoder(STARTS)
    half = len(data) // 2
    try:
        found = [*decoder.feed(data[:half]), *decoder.feed(data[half:]), *decoder.close()]
    except Exception as error:
        message = f"the stream {data!r}: {error!r}"
        raise AssertionError(message) from error
    for frame in found:
        if isinstance(frame, Frame):
            _try_explaining(frame)
