/** The packs in the order of a column. Pure. */

import { number } from "./activity";
import type { Seen } from "./freshness";

export const COLUMNS = ["pack", "soc", "current", "voltage", "spread", "warm", "heard"] as const;
export type Column = (typeof COLUMNS)[number];

const KEYS: Readonly<Record<Exclude<Column, "pack" | "heard">, string>> = {
    soc: "soc",
    current: "current",
    voltage: "voltage",
    spread: "cell_spread",
    warm: "mean_temperature",
};

function weight(pack: Seen, column: Column): number | null {
    if (column === "heard") return pack.seenAt;
    return column === "pack" ? null : number(pack.values, KEYS[column]);
}

/** Names by the alphabet with numbers in their order, numbers upwards; what is not known stays last either way. */
export function sorted(packs: readonly Seen[], column: Column | null, down: boolean, locale: string): Seen[] {
    if (column === null) return [...packs];
    const sign = down ? -1 : 1;
    const byName = new Intl.Collator(locale, { numeric: true });
    return [...packs].sort((one, other) => {
        if (column === "pack") return sign * byName.compare(one.name, other.name);
        const [a, b] = [weight(one, column), weight(other, column)];
        if (a === null || b === null) return Number(a === null) - Number(b === null);
        return sign * (a - b);
    });
}
