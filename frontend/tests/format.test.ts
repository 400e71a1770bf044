import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatNumber, withUnit } from "../src/format/number";
import { formatPower, formatQuantity, formatSize, SHOWN } from "../src/format/quantity";
import { coarse, formatAge, formatDuration, formatMoment, formatWall, type TimeUnits } from "../src/format/time";

const EN: TimeUnits = { day: "d", hour: "h", minute: "min", second: "s", bareMinutes: false };
const FR: TimeUnits = { day: "j", hour: "h", minute: "min", second: "s", bareMinutes: true };

describe("numbers", () => {
    it("have the locale's comma and a true minus", () => {
        expect(formatNumber(-3.5, 2, "fr")).toBe("−3,50");
        expect(formatNumber(3.5, 2, "en")).toBe("3.50");
    });

    it("show a plus where a direction is meant, and none at zero", () => {
        expect(formatNumber(2, 1, "en", true)).toBe("+2.0");
        expect(formatNumber(0, 1, "en", true)).toBe("0.0");
        expect(formatNumber(-0.001, 1, "en")).toBe("0.0");
    });

    it("say what is not known with a dash, never with 0", () => {
        expect(formatNumber(null, 2, "en")).toBe("–");
        expect(formatQuantity("soc", null, "en")).toBe("–");
    });

    it("keep their unit on the line", () => {
        expect(withUnit("12", "V")).toBe("12\u202fV");
        expect(withUnit("12", "")).toBe("12");
    });

    it("change to kW at one kilowatt, either way", () => {
        expect(formatPower(-999, "en")).toBe("−999\u202fW");
        expect(formatPower(2060, "fr", true)).toBe("+2,06\u202fkW");
    });

    it("show bytes in a unit that leaves a short number", () => {
        expect(formatSize(48_123_456, "en", "B")).toBe("48.1\u202fMB");
        expect(formatSize(999, "fr", "o")).toBe("999\u202fo");
        expect(formatSize(null, "fr", "o")).toBe("–");
    });
});

describe("the page's own quantities", () => {
    it("have unit and decimals of the catalogue", () => {
        const catalogue = readFileSync(new URL("../../src/topbms/model/quantities.py", import.meta.url), "utf8");
        const rows = [...catalogue.matchAll(/Quantity\("(\w+)", "([^"]*)", (\d+)/g)];
        const known = new Map(rows.map(([, key, unit, decimals]) => [key, { unit, decimals: Number(decimals) }]));
        for (const [key, shown] of Object.entries(SHOWN)) expect({ key, ...known.get(key) }).toEqual({ key, ...shown });
    });
});

describe("lengths of time", () => {
    it.each([
        [4, "4\u202fs"],
        [59.6, "1\u202fmin"],
        [600, "10\u202fmin"],
        [3600, "1\u202fh"],
        [4200, "1\u202fh\u202f10\u202fmin"],
        [2 * 86_400 + 3 * 3600, "2\u202fd\u202f3\u202fh"],
    ])("say %d s in English", (seconds, words) => expect(formatDuration(seconds, EN)).toBe(words));

    it.each([
        [4200, "1\u202fh\u202f10"],
        [3900, "1\u202fh\u202f05"],
        [3 * 86_400, "3\u202fj"],
    ])("say %d s in French", (seconds, words) => expect(formatDuration(seconds, FR)).toBe(words));

    it("are as coarse as a remaining time is sure", () => {
        expect(coarse(1.17) / 60).toBe(70);
        expect(coarse(4.05) / 60).toBe(240);
        expect(coarse(17.4) / 3600).toBe(17);
        expect(coarse(0.01) / 60).toBe(5);
    });

    it("are one number as an age", () => {
        expect([4.9, 65, 7300, 90_000, 200_000].map((seconds) => formatAge(seconds, EN))).toEqual([
            "4\u202fs",
            "1\u202fmin",
            "2\u202fh",
            "25\u202fh",
            "2\u202fd",
        ]);
    });
});

describe("moments", () => {
    it("go without their day today", () => {
        const noon = new Date(2026, 10, 25, 12, 5).getTime() / 1000;
        expect(formatMoment(noon, noon + 60, "fr")).toBe("12:05");
        expect(formatMoment(noon, noon + 86_400, "fr")).toContain("25 nov.");
        expect(formatMoment(null, noon, "fr")).toBe("–");
    });
});

describe("a time without zone", () => {
    it("is shown as it was written, wherever the reader is", () => {
        expect(formatWall("2026-11-23T08:15:00", "fr")).toBe("23 nov. 2026, 08:15");
        expect(formatWall("2026-03-29T02:30:00", "en-GB")).toBe("29 Mar 2026, 02:30"); // not there in Paris
    });

    it("stays what it is where no calendar has it", () => {
        expect(formatWall("2000-00-00T00:00:00", "fr")).toBe("2000-00-00 00:00:00");
    });
});
