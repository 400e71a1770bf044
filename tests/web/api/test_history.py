"""The history over HTTP: what lines there are, gaps, the bank, what is known already, and silly questions."""

import csv
import io
from pathlib import Path

import pytest

from tests.web.api.past import BEGIN, at, with_past

WHOLE = f"from={BEGIN:.0f}&to={BEGIN + 3600:.0f}"


async def test_several_quantities_and_all_cells_come_at_once(tmp_path: Path) -> None:
    async with with_past(tmp_path, [at("battery1", second, soc=88 - second / 10) for second in (0, 10, 20)]) as house:
        answer = await house.get(f"/packs/battery1/history?quantity=soc&quantity=cell_voltages&{WHOLE}")
        found = answer.json
        assert answer.status == 200
        assert found["pack"] == "battery1"
        assert (found["from"], found["to"], found["seconds"]) == (BEGIN, BEGIN + 3600, 0)
        assert found["times"] == [BEGIN, BEGIN + 10, BEGIN + 20]
        assert list(found["series"]) == ["soc", "cell_voltages.1", "cell_voltages.2", "cell_voltages.3"]
        assert found["series"]["soc"] == {edge: [88, 87, 86] for edge in ("low", "mean", "high")}
        assert found["series"]["cell_voltages.3"]["mean"] == [3.363, 3.363, 3.363]


async def test_one_cell_is_asked_for_by_its_number(tmp_path: Path) -> None:
    async with with_past(tmp_path, [at("battery1", 0)]) as house:
        found = (await house.get(f"/packs/battery1/history?quantity=cell_voltages.2&{WHOLE}")).json
        assert list(found["series"]) == ["cell_voltages.2"]


async def test_no_line_goes_across_a_gap(tmp_path: Path) -> None:
    seconds = [*range(0, 100, 10), *range(400, 500, 10)]
    async with with_past(tmp_path, [at("battery1", second) for second in seconds]) as house:
        found = (await house.get(f"/packs/battery1/history?quantity=soc&quantity=voltage&{WHOLE}")).json
        (place,) = [place for place, value in enumerate(found["series"]["soc"]["mean"]) if value is None]
        assert BEGIN + 90 < found["times"][place] < BEGIN + 400
        assert all(series[edge][place] is None for series in found["series"].values() for edge in series)


async def test_of_many_readings_there_are_lowest_mean_and_highest(tmp_path: Path) -> None:
    readings = [at("battery1", second, current=second % 20) for second in range(0, 3600, 10)]
    async with with_past(tmp_path, readings) as house:
        found = (await house.get(f"/packs/battery1/history?quantity=current&points=10&{WHOLE}")).json
        assert found["seconds"] > 0
        assert 2 <= len(found["times"]) <= 10
        assert found["series"]["current"]["low"][1] == 0
        assert found["series"]["current"]["mean"][1] == 5
        assert found["series"]["current"]["high"][1] == 10


async def test_without_a_range_it_is_the_last_day_and_all_is_all(tmp_path: Path) -> None:
    async with with_past(tmp_path, [at("battery1", 0)]) as house:
        day = (await house.get("/packs/battery1/history?quantity=soc")).json
        assert day["to"] - day["from"] == pytest.approx(86_400)
        assert BEGIN not in day["times"]
        everything = (await house.get("/packs/battery1/history?quantity=soc&from=all")).json
        assert everything["from"] == everything["times"][0] <= BEGIN


async def test_the_bank_is_the_sum_where_every_pack_tells(tmp_path: Path) -> None:
    readings = [at(f"battery{pack}", second + pack, power=100 * pack) for second in range(0, 60, 10) for pack in (1, 2)]
    async with with_past(tmp_path, readings) as house:
        found = (await house.get(f"/packs/bank/history?quantity=power&{WHOLE}")).json
        assert set(found["series"]["power"]["mean"]) == {None, 300}
        assert found["series"]["power"]["mean"][-1] == 300


async def test_what_the_bank_s_past_cannot_tell_is_said(tmp_path: Path) -> None:
    async with with_past(tmp_path, []) as house:
        answer = await house.get("/packs/bank/history?quantity=cell_voltages")
        assert answer.status == 404
        assert "cell_voltages" in answer.json["detail"]


async def test_what_is_known_already_is_not_sent_again(tmp_path: Path) -> None:
    path = f"/packs/battery1/history?quantity=soc&{WHOLE}"
    async with with_past(tmp_path, [at("battery1", 0)]) as house:
        first = await house.get(path)
        again = await house.get(path, {"If-None-Match": first.headers["etag"]})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert first.headers["cache-control"] == "no-cache"
        for other in (path + "&points=9", path + "&quantity=voltage", path.replace("battery1", "battery2")):
            assert (await house.get(other, {"If-None-Match": first.headers["etag"]})).status == 200


async def test_a_new_reading_in_the_range_is_sent(tmp_path: Path) -> None:
    async with with_past(tmp_path, []) as house:
        first = await house.get("/packs/battery1/history?quantity=soc&from=all")
        before = house.newest()
        await house.until(lambda: house.newest() > before + 2)
        again = await house.get(
            "/packs/battery1/history?quantity=soc&from=all", {"If-None-Match": first.headers["etag"]}
        )
        assert again.status == 200


async def test_the_same_comes_as_a_table(tmp_path: Path) -> None:
    readings = [at("battery1", 0), at("battery1", 10, soc=None), at("battery1", 1000)]
    async with with_past(tmp_path, readings) as house:
        answer = await house.get(f"/packs/battery1/history.csv?quantity=soc&quantity=voltage&{WHOLE}")
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.headers["content-disposition"] == 'attachment; filename="battery1.csv"'
        rows = list(csv.reader(io.StringIO(answer.body.decode())))
        assert rows == [
            ["time", "pack", "soc", "voltage"],
            ["2025-01-01T00:00:00.000Z", "battery1", "88", "53.58"],
            ["2025-01-01T00:00:10.000Z", "battery1", "", "53.58"],
            ["2025-01-01T00:16:40.000Z", "battery1", "88", "53.58"],
        ]
        known = {"If-None-Match": answer.headers["etag"]}
        assert (
            await house.get(f"/packs/battery1/history.csv?quantity=soc&quantity=voltage&{WHOLE}", known)
        ).status == 304


@pytest.mark.parametrize(
    "query",
    [
        "",
        "quantity=",
        "quantity=SOC",
        "quantity=soc;drop",
        "quantity=soc.0",
        "quantity=soc.1",
        "quantity=cell_voltages.0",
        "quantity=happiness",
        "quantity=soc&points=1",
        "quantity=soc&points=2001",
        "quantity=soc&points=many",
        "quantity=soc&from=nan",
        "quantity=soc&to=inf",
        "quantity=soc&from=-1",
        "quantity=soc&from=1e300",
        "quantity=soc&from=ALL",
        "&".join(["quantity=soc"] * 65),
        "quantity=" + "a" * 5000,
    ],
)
async def test_silly_questions_are_refused_in_words(tmp_path: Path, query: str) -> None:
    async with with_past(tmp_path, []) as house:
        answer = await house.get(f"/packs/battery1/history?{query}")
        assert answer.status == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["detail"]
        assert len(answer.body) < 2000


@pytest.mark.parametrize("span", ["from=9&to=9", f"from={BEGIN + 100}&to={BEGIN}", "to=0", "from=all&to=0"])
async def test_in_no_time_there_is_nothing(tmp_path: Path, span: str) -> None:
    async with with_past(tmp_path, [at("battery1", 0)]) as house:
        for pack in ("battery1", "bank"):
            answer = await house.get(f"/packs/{pack}/history?quantity=soc&{span}")
            assert (answer.status, answer.json["times"]) == (200, [])
