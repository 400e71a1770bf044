import { describe, expect, it } from "vitest";
import type { Alarm, Edges, Link, Pack, Parameter } from "../src/api/contract";
import { activity, fullEnergy } from "../src/live/activity";
import { allAlarms, cellVoltage, worstFirst, worstLevel } from "../src/live/alarms";
import { cellsOf, tight } from "../src/live/cells";
import { age, downLinks, isNew, isStale, replaced, seen } from "../src/live/freshness";
import { commonLimits } from "../src/live/limits";
import { groupsOf, matches, tableOf } from "../src/live/parameters";
import { sorted } from "../src/live/sorting";

const NOW = 1_000_000_000;

function pack(changes: Partial<Pack> = {}): Pack {
    return {
        id: "battery1",
        name: "Battery 1",
        link: "usr1",
        address: 1,
        stale: false,
        since: 900_000,
        age: 4,
        limit: 30,
        sequence: 7,
        values: {},
        balancing: null,
        held: [],
        alarms: [],
        alarms_age: null,
        states: {},
        limits: null,
        thresholds: null,
        identity: null,
        memory: null,
        extra: "",
        ...changes,
    };
}

function alarm(changes: Partial<Alarm> = {}): Alarm {
    const words = { words: "", meaning: "", action: "" };
    return { code: "cell_high", level: "warning", cell: null, urgency: "watch", ...words, ...changes };
}

describe("freshness", () => {
    it("goes on from the age that was told, by this device's clock", () => {
        expect(age(seen(pack(), NOW), NOW + 6_000)).toBe(10);
        expect(age(seen(pack({ age: null }), NOW), NOW)).toBeNull();
    });

    it("ends at the limit even when nothing is heard any more", () => {
        const told = seen(pack(), NOW);
        expect(isStale(told, NOW + 26_000)).toBe(false);
        expect(isStale(told, NOW + 26_001)).toBe(true);
        expect(isStale(seen(pack({ stale: true }), NOW), NOW)).toBe(true);
        expect(isStale(seen(pack({ age: null }), NOW), NOW + 1e9)).toBe(false);
    });

    it("replaces a pack in its place and keeps a new one", () => {
        const [one, two] = [seen(pack(), NOW), seen(pack({ id: "battery2" }), NOW)];
        const newer = seen(pack({ age: 0 }), NOW);
        expect(replaced([one, two], newer)).toEqual([newer, two]);
        expect(replaced([one], two)).toEqual([one, two]);
    });

    it("does not call a link down that was not tried yet", () => {
        const [untried, cut, well] = [
            { id: "a", up: false, since: null } as Link,
            { id: "b", up: false, since: 900_000 } as Link,
            { id: "c", up: true, since: 900_000 } as Link,
        ];
        expect(downLinks([untried, cut, well])).toEqual([cut]);
        expect([untried, cut, well].filter(isNew)).toEqual([untried]);
    });
});

describe("activity", () => {
    it.each([
        [0.5, {}, "charging"],
        [-12, {}, "discharging"],
        [0.4, {}, "idle"],
        [0, { discharging: true }, "discharging"],
        [3, { fully_charged: true }, "fully_charged"],
        [-3, { fully_charged: true }, "discharging"],
        [null, {}, null],
    ])("with %s A and %o is %s", (current, states, told) => expect(activity(current, states)).toBe(told));

    it("tells the whole from the part, unless the part is too small", () => {
        expect(fullEnergy(8, 50)).toBe(16);
        expect(fullEnergy(0.1, 1)).toBeNull();
        expect(fullEnergy(null, 50)).toBeNull();
    });
});

describe("alarms", () => {
    it("stand by urgency, then by level", () => {
        const [soon, now, fault] = [
            alarm({ urgency: "soon" }),
            alarm({ urgency: "now", level: "protection" }),
            alarm({ urgency: "now", level: "fault" }),
        ];
        expect(worstFirst([soon, now, fault])).toEqual([fault, now, soon]);
        expect(worstLevel([soon, now])).toBe("protection");
        expect(worstLevel([])).toBeNull();
    });

    it("of a silent pack are still told", () => {
        const silent = seen(pack({ stale: true, alarms: [alarm()] }), NOW);
        expect(allAlarms([silent]).map((one) => one.pack)).toEqual(["battery1"]);
    });

    it("name the voltage of their cell", () => {
        expect(cellVoltage(alarm({ cell: 2 }), { cell_voltages: [3.3, 3.612] })).toBe(3.612);
        expect(cellVoltage(alarm(), { cell_voltages: [3.3] })).toBeNull();
        expect(cellVoltage(alarm({ cell: 9 }), {})).toBeNull();
    });
});

describe("cells", () => {
    const told = seen(pack({ values: { cell_voltages: [3.34, 3.3, 3.36] }, balancing: [3] }), NOW);

    it("name the weakest, the strongest and the spread", () => {
        const cells = cellsOf(told, false);
        expect([cells.lowest?.number, cells.highest?.number]).toEqual([2, 3]);
        expect(cells.spread).toBeCloseTo(60);
        expect(cells.bars.map(({ balancing }) => balancing)).toEqual([false, false, true]);
    });

    it("stand on the usual limits, or on their own spread", () => {
        expect(cellsOf(told, false).scale).toEqual({ low: 2.5, high: 3.65 });
        const { low, high } = cellsOf(told, true).scale;
        expect(low).toBeLessThan(3.3);
        expect(high).toBeGreaterThan(3.36);
        expect(high - low).toBeLessThan(0.1);
    });

    it("widen the usual limits for a cell beyond them", () => {
        const high = seen(pack({ values: { cell_voltages: [3.3, 3.8] } }), NOW);
        expect(cellsOf(high, false).scale.high).toBe(3.8);
    });

    it("of one voltage have no weakest", () => {
        const even = cellsOf(seen(pack({ values: { cell_voltages: [3.3, 3.3] } }), NOW), false);
        expect(even.bars.some(({ lowest, highest }) => lowest || highest)).toBe(false);
    });

    it("leave room around a narrow spread", () => {
        expect(tight([3.3, 3.3])).toEqual({ low: 3.296, high: 3.304 });
    });
});

describe("sorting", () => {
    const packs = ["Battery 10", "Battery 9", "Battery 1"].map((name, i) =>
        seen(pack({ id: `b${i}`, name, values: i === 2 ? {} : { soc: 50 + i } }), NOW),
    );
    const names = (column: "pack" | "soc" | null, down: boolean): string[] =>
        sorted(packs, column, down, "en").map(({ name }) => name);

    it("reads numbers in names", () => expect(names("pack", false)).toEqual(["Battery 1", "Battery 9", "Battery 10"]));
    it("keeps what is not known last either way", () => {
        expect(names("soc", true)).toEqual(["Battery 9", "Battery 10", "Battery 1"]);
        expect(names("soc", false)).toEqual(["Battery 10", "Battery 9", "Battery 1"]);
    });
    it("leaves the gateway's order alone unless asked", () => expect(names(null, false)[0]).toBe("Battery 10"));
});

describe("limits", () => {
    const edges = { low_protection: 2.7, low_warning: 2.9, high_warning: 3.6, high_protection: 3.65 };
    const own = (changes: Partial<typeof edges | Record<string, null>> = {}): Pack["thresholds"] => ({
        cell_voltages: { ...edges, ...changes } as Edges,
        voltage: null,
    });

    it("are the axis of the cells, from undervoltage to overvoltage", () => {
        const { scale, limits } = cellsOf(
            seen(pack({ values: { cell_voltages: [3.3, 3.31] }, thresholds: own() }), NOW),
            false,
        );
        expect(scale).toEqual({ low: 2.7, high: 3.65 });
        expect(limits.map(({ level, side, share }) => [level, side, share.toFixed(3)])).toEqual([
            ["protection", "low", "0.000"],
            ["warning", "low", "0.211"],
            ["warning", "high", "0.947"],
            ["protection", "high", "1.000"],
        ]);
    });

    it("give way to a cell that is beyond them", () => {
        const beyond = seen(pack({ values: { cell_voltages: [2.6, 3.7] }, thresholds: own() }), NOW);
        expect(cellsOf(beyond, false).scale).toEqual({ low: 2.6, high: 3.7 });
    });

    it("are the usual ones on the side of which the pack tells none", () => {
        const half = own({ low_protection: null, low_warning: null, high_protection: null });
        const { scale, limits } = cellsOf(
            seen(pack({ values: { cell_voltages: [3.3] }, thresholds: half }), NOW),
            false,
        );
        expect(scale).toEqual({ low: 2.5, high: 3.6 });
        expect(limits).toHaveLength(1);
    });

    it("are out of sight where the spread fills the width", () => {
        const shown = cellsOf(seen(pack({ values: { cell_voltages: [3.3, 3.31] }, thresholds: own() }), NOW), true);
        expect(shown.limits.filter(({ share }) => share >= 0 && share <= 1)).toEqual([]);
    });

    it("are drawn for several packs only where they are the same", () => {
        const [one, other] = [pack({ thresholds: own() }), pack({ thresholds: own({ low_warning: null }) })];
        expect(commonLimits([one, one], "cell_voltages")).toHaveLength(4);
        expect(commonLimits([one, other], "cell_voltages")).toEqual([]);
        expect(commonLimits([one], "voltage")).toEqual([]);
        expect(commonLimits([], "voltage")).toEqual([]);
    });
});

describe("parameters", () => {
    const told = (key: string, group: string, name: string, text = "1"): Parameter => ({
        ...{ key, group, name, value: 1, unit: "", text },
    });
    const warm = told("charge_high_temperature_protection", "temperatures", "Protection : température haute, charge");

    it("are found by every word, whatever its accents and place", () => {
        expect(matches(warm, "  TEMPERATURE protection ")).toBe(true);
        expect(matches(warm, "charge_high")).toBe(true);
        expect(matches(warm, "temperature cell")).toBe(false);
        expect(matches(warm, "")).toBe(true);
    });

    it("come in groups, unknown ones last", () => {
        const all = [told("z", "new", "Z"), warm, told("a", "cells", "A"), told("b", "cells", "B")];
        expect(groupsOf(all).map(({ group, rows }) => [group, rows.length])).toEqual([
            ["cells", 2],
            ["temperatures", 1],
            ["new", 1],
        ]);
    });

    it("are a table that a spreadsheet reads", () => {
        expect(tableOf([warm])).toBe(
            'key,name,value,unit\r\ncharge_high_temperature_protection,"Protection : température haute, charge",1,\r\n',
        );
    });
});
