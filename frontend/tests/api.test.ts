import { describe, expect, it } from "vitest";
import { EventParser } from "../src/api/sse";
import { backoff } from "../src/api/stream";
import { diverging, rgb } from "../src/charts/blend";
import { decimalsFor } from "../src/format/number";
import { drawn, saying } from "../src/frames/drawing";
import { link, parse } from "../src/route/route";

describe("server-sent events", () => {
    const text = ': hello\n\nid: 7\nevent: reading\ndata: {"a":\ndata: 1}\n\nid: 8\r\ndata: x\r\n\r\n';

    it("come whole out of any cuts", () => {
        for (let size = 1; size <= text.length; size++) {
            const parser = new EventParser();
            const cuts = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
                text.slice(i * size, (i + 1) * size),
            );
            expect(cuts.flatMap((cut) => parser.push(cut))).toEqual([
                { event: "reading", data: '{"a":\n1}', id: "7" },
                { event: "message", data: "x", id: "8" },
            ]);
            expect(parser.lastId).toBe("8");
        }
    });

    it("say nothing without data, but keep the id to go on from", () => {
        const parser = new EventParser();
        expect(parser.push("id: 12\nevent: resync\n\n")).toEqual([]);
        expect(parser.lastId).toBe("12");
    });
});

describe("the wait after a cut", () => {
    it("doubles up to a quarter of a minute", () => {
        expect([1, 2, 3, 4, 5, 50].map(backoff)).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
    });
});

describe("addresses within the page", () => {
    it("lead there and back, whatever an id is made of", () => {
        const route = parse(link("pack", "usr1/é 2"));
        expect([route.view, route.id]).toEqual(["pack", "usr1/é 2"]);
        expect(parse(link("history", "", { q: "soc,power", pack: "" })).query.toString()).toBe("q=soc%2Cpower");
    });

    it("that are unknown lead to the overview", () => {
        expect(["", "#", "#/", "#/nowhere", "#/pack"].map((hash) => parse(hash).view)).toEqual(
            Array(5).fill("overview"),
        );
    });
});

describe("a frame's drawing", () => {
    const part = (name: string, raw: string) => ({ at: null, raw, name, value: null, text: null, unit: null });
    const frame = {
        frame: "~2101",
        valid: true,
        parts: [part("SOI", "~"), part("VER", "21"), part("pack", "01"), part("CHKSUM", "")],
    };

    it("places each part and tells its kind", () => {
        expect(drawn(frame).map(({ start, kind }) => [start, kind])).toEqual([
            [0, "frame"],
            [1, "header"],
            [3, "info"],
            [5, "sum"],
        ]);
    });

    it("says number, unit and words once", () => {
        const say = (changes: object): string => saying({ ...part("x", ""), ...changes }, String);
        expect(say({ value: 3.3, unit: "V" })).toBe("3.3\u202fV");
        expect(say({ value: "00", text: "normal" })).toBe("00, normal");
        expect(say({ value: "normal", text: "normal" })).toBe("normal");
        expect(say({})).toBe("");
    });
});

describe("drawing", () => {
    it("diverges from the middle colour to either end and no further", () => {
        const [low, middle, high] = [rgb("#0000ff"), rgb("#ffffff"), rgb("#ff8000")];
        expect(diverging(0, low, middle, high)).toEqual([255, 255, 255]);
        expect(diverging(-1, low, middle, high)).toEqual([0, 0, 255]);
        expect(diverging(5, low, middle, high)).toEqual([255, 128, 0]);
    });

    it("writes as many decimals as two marks of an axis need", () => {
        expect([500, 1, 0.5, 0.1, 0.025, 0.005].map(decimalsFor)).toEqual([0, 0, 1, 1, 2, 3]);
    });
});
