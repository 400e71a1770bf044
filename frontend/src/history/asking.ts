/** What the history page shows, as its address says it: packs, quantities, range. Pure. */

import { type Choice, choiceOf } from "./ranges";

export interface Wish {
    packs: string[];
    quantities: string[];
    choice: Choice;
}

export const BANK = "bank";
const USUAL = ["power", "soc"];

function words(text: string | null): string[] {
    return (text ?? "").split(",").filter(Boolean);
}

/** An address that names nothing means the whole bank, or the only pack. */
export function wishOf(query: URLSearchParams, packs: readonly string[]): Wish {
    const named = words(query.get("pack"));
    const whole = packs.length === 1 ? [packs[0]!] : [BANK];
    const quantities = words(query.get("q"));
    return {
        packs: named.length ? named : whole,
        quantities: query.has("q") ? quantities : USUAL,
        choice: choiceOf(query),
    };
}

export function queryOf({ packs, quantities, choice }: Wish): Record<string, string> {
    const range: Record<string, string> =
        "range" in choice ? { range: choice.range } : { from: String(choice.from), to: String(choice.to) };
    // An empty list of quantities is a choice too; a lone comma says so.
    return { pack: packs.join(","), q: quantities.join(",") || ",", ...range };
}

/** `list` with `item` in or out; the order of choosing stays, and with it the colours. */
export function toggled(list: readonly string[], item: string): string[] {
    return list.includes(item) ? list.filter((one) => one !== item) : [...list, item];
}
