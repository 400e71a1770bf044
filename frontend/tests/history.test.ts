import { describe, expect, it } from "vitest";
import type { Alarm, HappenedEvent, History, Quantity } from "../src/api/contract";
import { bandsOf } from "../src/history/alarms";
import { queryOf, toggled, wishOf } from "../src/history/asking";
import { csvOf } from "../src/history/csv";
import { beginning, curvesOf, nearest, tableOf } from "../src/history/curves";
import { dayOf, youngSince } from "../src/history/day";
import { deviationOf, extremes } from "../src/history/deviation";
import { grouped, scaleOf } from "../src/history/grouping";
import { choiceOf, pace, spanOf, zoomed } from "../src/history/ranges";

function answer(pack: string, times: number[], series: Record<string, (number | null)[]>, seconds = 0): History {
    const tracks = Object.entries(series).map(([key, mean]) => [key, { low: mean, mean, high: mean }]);
    return { pack, from: 0, to: 100, seconds, times, series: Object.fromEntries(tracks) };
}

describe("ranges", () => {
    it("come from the address, a day where it says nothing", () => {
        expect(choiceOf(new URLSearchParams("range=7d"))).toEqual({ range: "7d" });
        expect(choiceOf(new URLSearchParams("range=9d"))).toEqual({ range: "24h" });
        expect(choiceOf(new URLSearchParams("from=10&to=50"))).toEqual({ from: 10, to: 50 });
        expect(choiceOf(new URLSearchParams("from=50&to=10"))).toEqual({ range: "24h" });
    });

    it("end now, and reach back to everything", () => {
        expect(spanOf({ range: "1h" }, 10_000)).toEqual({ from: 6_400, to: 10_000 });
        expect(spanOf({ range: "all" }, 10_000)).toEqual({ from: "all", to: 10_000 });
    });

    it("are asked again as fast as they can change", () => {
        expect(pace({ from: 0, to: 3600 }, 800)).toBe(10);
        expect(pace({ from: 0, to: 7 * 86_400 }, 800)).toBe(600);
        expect(pace({ from: 0, to: 86_400 }, 800)).toBe(108);
    });

    it("zoom to a drag in either direction, not to a slip, not beyond what is shown", () => {
        const whole = { from: 0, to: 10_000 };
        expect(zoomed(4000, 2000, whole)).toEqual({ from: 2000, to: 4000 });
        expect(zoomed(2000, 2020, whole)).toBeNull();
        expect(zoomed(-500, 4000, whole)).toEqual({ from: 0, to: 4000 });
    });
});

describe("the wish", () => {
    it("is the bank's power and state of charge, or the only pack's", () => {
        expect(wishOf(new URLSearchParams(), ["a", "b"]).packs).toEqual(["bank"]);
        expect(wishOf(new URLSearchParams(), ["a"])).toEqual({
            packs: ["a"],
            quantities: ["power", "soc"],
            choice: { range: "24h" },
        });
    });

    it("comes back from the address that it makes, an empty one too", () => {
        const wish = { packs: ["a", "b"], quantities: [], choice: { from: 5, to: 9 } };
        expect(wishOf(new URLSearchParams(queryOf(wish)), ["a"])).toEqual(wish);
    });

    it("toggles in and out", () => {
        expect(toggled(["a", "b"], "a")).toEqual(["b"]);
        expect(toggled(["a"], "c")).toEqual(["a", "c"]);
    });
});

describe("curves", () => {
    it("know the number of a cell", () => {
        const [curve] = curvesOf(answer("a", [1], { "cell_voltages.16": [3.3] }));
        expect([curve?.quantity, curve?.part]).toEqual(["cell_voltages", 16]);
    });

    it("on one axis keep gaps as null, and others' times undefined", () => {
        const table = tableOf([
            ...curvesOf(answer("a", [1, 3, 5], { soc: [10, null, 12] })),
            ...curvesOf(answer("b", [2, 3], { soc: [20, 21] })),
        ]);
        expect(table.times).toEqual([1, 2, 3, 5]);
        expect(table.mean).toEqual([
            [10, undefined, null, 12],
            [undefined, 20, 21, undefined],
        ]);
    });

    it("are read at the nearest point, but not across a gap", () => {
        expect(nearest([1, undefined, undefined], 1)).toBe(0);
        expect(nearest([undefined, undefined, 4], 1)).toBe(2);
        expect(nearest([1, null, 3], 1)).toBeNull();
        expect(nearest([], 0)).toBeNull();
    });

    it("begin where the first one is known", () => {
        expect(beginning(curvesOf(answer("a", [1, 2, 3], { soc: [null, 4, 5], soh: [null, null, 100] })))).toBe(2);
        expect(beginning(curvesOf(answer("a", [1], { soc: [null] })))).toBeNull();
    });
});

describe("charts", () => {
    const quantity = (key: string, unit: string, highest: number): Quantity => {
        return { key, label: key, unit, decimals: 1, each: false, derived: false, lowest: 0, highest };
    };

    it("are shared by what has one unit and one size", () => {
        const quantities = [
            quantity("voltage", "V", 130),
            quantity("soc", "%", 100),
            quantity("cell_voltages", "V", 5),
            quantity("soh", "%", 100),
        ];
        const curves = curvesOf(
            answer("a", [1], { "voltage": [53], "soc": [5], "cell_voltages.1": [3], "soh": [100] }),
        );
        expect(grouped(curves, quantities).map(({ key, curves }) => [key, curves.length])).toEqual([
            ["V", 1],
            ["%", 2],
            ["V cell", 1],
        ]);
    });

    it("of a percentage go from 0 to 100, of power around zero", () => {
        const group = (unit: string): Parameters<typeof scaleOf>[0] => {
            return { key: "", curves: [], quantities: [quantity("x", unit, 100)] };
        };
        expect(scaleOf(group("%"))).toEqual({ low: 0, high: 100, zero: false });
        expect(scaleOf(group("W"))).toEqual({ low: null, high: null, zero: true });
    });
});

describe("the day", () => {
    it("parts power by its direction, in kW", () => {
        const table = dayOf(answer("bank", [1, 2, 3], { power: [1500, -500, null], soc: [50, 51, null] }));
        expect(table.mean).toEqual([
            [1.5, 0, null],
            [0, -0.5, null],
            [50, 51, null],
        ]);
    });

    it("says when a history is younger than it", () => {
        const table = dayOf(answer("bank", [10, 60, 90], { power: [null, 5, 5] }));
        expect(youngSince(table, 0, 100)).toBe(60);
        expect(youngSince(dayOf(answer("bank", [1], { power: [5] })), 0, 100)).toBeNull();
    });
});

describe("CSV", () => {
    it("has the time in UTC, low and high of a bucket, and nothing in a gap", () => {
        const curves = curvesOf(answer("a", [0, 60], { soc: [50, null] }, 60));
        expect(csvOf(curves, new Map([["a", 'The "old", one']]))).toBe(
            'time,"The ""old"", one soc","The ""old"", one soc low","The ""old"", one soc high"\r\n' +
                "1970-01-01T00:00:00.000Z,50,50,50\r\n1970-01-01T00:01:00.000Z,,,\r\n",
        );
    });
});

describe("the heat map", () => {
    const heat = deviationOf(
        curvesOf(answer("a", [1, 2], { "cell_voltages.1": [3.29, null], "cell_voltages.2": [3.31, 3.3] })),
    );

    it("is the distance from the mean in mV, clear where a cell is not known", () => {
        expect(heat.rows.map((row) => row.map((value) => (value === null ? null : Math.round(value))))).toEqual([
            [-10, null],
            [10, 0],
        ]);
        expect(heat.reach).toBe(10);
    });

    it("names the cells that were lowest and highest", () => {
        expect([extremes(heat.cells)?.low.cell, extremes(heat.cells)?.high.cell]).toEqual([1, 2]);
        expect(extremes([])).toBeNull();
    });

    it("stays pale where there is only noise", () => {
        expect(deviationOf(curvesOf(answer("a", [1], { "cell_voltages.1": [3.3] }))).reach).toBe(5);
    });
});

describe("alarms behind a chart", () => {
    const event = (begin: number, end: number | null, alarm = true): HappenedEvent => {
        const told = alarm ? ({ level: "warning" } as Alarm) : null;
        return {
            id: begin,
            kind: "alarm",
            begin,
            end,
            last_seen: null,
            subject: "",
            name: "",
            words: "",
            alarm: told,
            values: null,
        };
    };

    it("are cut to the range, reach its end while they last, and are alarms only", () => {
        const bands = bandsOf([event(5, 15), event(50, null), event(1, 2), event(20, 30, false)], 10, 100);
        expect(bands.map(({ from, to }) => [from, to])).toEqual([
            [10, 15],
            [50, 100],
        ]);
    });
});
