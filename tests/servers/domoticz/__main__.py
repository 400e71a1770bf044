"""Run the fake by hand: python -m tests.servers.domoticz --port 8080. One line a device update, on stdout."""

import argparse
import asyncio
import contextlib
import sys

from tests.servers.domoticz.fake import FakeDomoticz


def main() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(_parser().parse_args()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.servers.domoticz", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--user", default="admin")
    parser.add_argument("--password", default="domoticz")
    parser.add_argument("--trusted", action="store_true", help="trust 127.0.0.1, no login needed")
    parser.add_argument("--allow-basic", action="store_true", help="allow Basic over plain http")
    parser.add_argument("--tls", action="store_true", help="https, with a self-signed certificate")
    return parser


async def _serve(settings: argparse.Namespace) -> None:
    async with FakeDomoticz(**vars(settings)) as fake:
        _say(f"listening on {fake.url}")
        while True:
            await fake.wait_for(lambda: bool(fake.updates), within=None)
            idx, nvalue, svalue = fake.updates.pop(0)
            _say(f"udevice idx={idx} nvalue={nvalue} svalue={svalue!r}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
