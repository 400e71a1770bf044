"""Who asks the API in a benchmark, in a process of its own.

python -m benchmarks.visitors ask URL...                 prints the seconds that each answer took
python -m benchmarks.visitors listen URL COUNT SECONDS   prints how many events so many streams were told
"""

import asyncio
import sys
import time

import aiohttp


async def _ask(urls: list[str]) -> None:
    async with aiohttp.ClientSession(auto_decompress=False, headers={"Accept-Encoding": "gzip"}) as session:
        for url in urls:
            began = time.perf_counter()
            async with session.get(url) as response:
                assert response.status == 200, await response.text()
                await response.read()
            print(time.perf_counter() - began)


async def _listen(url: str, count: int, seconds: float) -> None:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        print(sum(await asyncio.gather(*(_told(session, url, seconds) for _ in range(count)))))


async def _told(session: aiohttp.ClientSession, url: str, seconds: float) -> int:
    """How many events one stream is told in this time."""
    told = 0
    try:
        async with asyncio.timeout(seconds), session.get(url) as response:
            assert response.status == 200
            async for line in response.content:
                told += line.startswith(b"event:")
    except TimeoutError:
        pass
    return told


if __name__ == "__main__":
    way, *arguments = sys.argv[1:]
    asyncio.run(_ask(arguments) if way == "ask" else _listen(arguments[0], int(arguments[1]), float(arguments[2])))
