from topbms.engine.discovery import AGAIN, SOON, Discovery


def walk(discovery: Discovery, known: set[int], now: float) -> list[int]:
    """All addresses that are tried until it is enough."""
    found = []
    while (address := discovery.next_address(known, now)) is not None:
        found.append(address)
    return found


def test_tries_every_address_at_the_start() -> None:
    assert walk(Discovery(100.0), set(), 100.0) == list(range(1, 17))


def test_leaves_known_packs_out_even_those_found_on_the_way() -> None:
    discovery = Discovery(100.0)
    known = {3}
    assert discovery.next_address(known, 100.0) == 1
    known |= {1, 2}
    assert walk(discovery, known, 101.0) == list(range(4, 17))


def test_looks_again_an_hour_after_it_found_somebody() -> None:
    discovery = Discovery(0.0)
    walk(discovery, {1}, 20.0)
    assert discovery.due == 20.0 + AGAIN
    assert discovery.next_address({1}, 20.0 + AGAIN - 1) is None
    assert discovery.next_address({1}, 20.0 + AGAIN) == 2


def test_looks_again_soon_while_nobody_was_found() -> None:
    discovery = Discovery(0.0)
    assert walk(discovery, set(), 20.0) == list(range(1, 17))
    assert discovery.due == 20.0 + SOON
    assert discovery.fruitless == 1
    walk(discovery, set(), 40.0)
    assert discovery.fruitless == 2


def test_a_walk_that_finds_somebody_is_not_fruitless() -> None:
    discovery = Discovery(0.0)
    walk(discovery, set(), 0.0)
    walk(discovery, {5}, 100.0)
    assert discovery.fruitless == 0


def test_begins_anew_on_a_new_connection() -> None:
    discovery = Discovery(0.0)
    for _ in range(5):
        discovery.next_address(set(), 0.0)
    discovery.restart(30.0)
    assert walk(discovery, set(), 30.0) == list(range(1, 17))


def test_waits_for_its_time_even_when_all_are_known() -> None:
    discovery = Discovery(0.0)
    everyone = set(range(1, 17))
    assert discovery.next_address(everyone, 0.0) is None
    assert discovery.due == AGAIN
