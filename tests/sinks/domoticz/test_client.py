"""The connection alone: what goes over it, and letting go of it."""

from tests.servers.domoticz import FakeDomoticz
from topbms.sinks.domoticz.client import Client


async def test_a_client_that_never_asked_has_nothing_to_close() -> None:
    await Client("http://127.0.0.1:9", timeout=1, verify_tls=True).close()


async def test_a_closed_client_opens_a_new_connection(fake: FakeDomoticz) -> None:
    client = Client(fake.url, timeout=10, verify_tls=True)
    for _ in range(2):
        assert (await client.get("getuptime")).status == 200
        await client.close()
    assert fake.connections == 2


async def test_a_redirect_is_not_followed(fake: FakeDomoticz) -> None:
    client = Client(fake.url, timeout=10, verify_tls=True)
    fake.fail_next(status=302)
    assert (await client.get("getuptime")).status == 302
    await client.close()
    assert len(fake.requests) == 1
