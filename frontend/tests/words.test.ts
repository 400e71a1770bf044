import { describe, expect, it } from "vitest";
import { en } from "../src/words/en";
import { fr } from "../src/words/fr";
import { choose, fill, localeOf } from "../src/words/words";

const places = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map((found) => found[1]!).sort();

/** What French may leave out or say otherwise: a clock has two numbers where English has one word. */
const FREE = new Set(["clock"]);

describe("the languages", () => {
    it("have the same keys", () => {
        expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort());
    });

    it("fill the same values in", () => {
        const keys = (Object.keys(en) as (keyof typeof en)[]).filter((key) => !FREE.has(key));
        expect(keys.map((key) => [key, places(fr[key])])).toEqual(keys.map((key) => [key, places(en[key])]));
    });

    it("leave no French sign without its narrow space", () => {
        const bare = Object.entries(fr).filter(([, text]) => /[^\u202f\s][;!?](?!\w)|[^\u202f\w/]:\s|\w:\s/.test(text));
        expect(bare).toEqual([]);
    });
});

describe("filling", () => {
    it("puts values in and leaves unknown places alone", () => {
        expect(fill("full in {time}, {more}", { time: "2 h" }, "en")).toBe("full in 2 h, {more}");
    });

    it("takes the noun that fits the count, by the language's rule for none", () => {
        const said = (count: number, language: string): string =>
            fill("{count} {count:pack|packs}", { count }, language);
        expect([said(0, "en"), said(1, "en"), said(2, "en")]).toEqual(["0 packs", "1 pack", "2 packs"]);
        expect([said(0, "fr"), said(1, "fr"), said(2, "fr")]).toEqual(["0 pack", "1 pack", "2 packs"]);
    });
});

describe("the choice of a language", () => {
    it("follows the first wish that is known", () => {
        expect(choose(null, "de", "fr-CA", "en")).toBe("fr");
        expect(choose(undefined, "de")).toBe("en");
    });

    it("keeps the reader's own variant", () => {
        expect(localeOf("en", ["fr-FR", "en-GB"])).toBe("en-GB");
        expect(localeOf("fr", ["en-GB"])).toBe("fr");
    });
});
