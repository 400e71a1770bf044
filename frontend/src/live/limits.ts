/** The limits that a pack goes by itself, as lines to draw. Pure. */

import type { Edges, Pack } from "../api/contract";

export interface LimitLine {
    level: "warning" | "protection";
    side: "low" | "high";
    voltage: number;
}

const LINES = [
    { key: "low_protection", level: "protection", side: "low" },
    { key: "low_warning", level: "warning", side: "low" },
    { key: "high_warning", level: "warning", side: "high" },
    { key: "high_protection", level: "protection", side: "high" },
] as const;

/** Those that are known, the lowest first. */
export function limitLines(edges: Edges | null | undefined): LimitLine[] {
    if (!edges) return [];
    return LINES.flatMap(({ key, level, side }) => {
        const voltage = edges[key];
        return voltage === null ? [] : [{ level, side, voltage }];
    });
}

/** The limits of a quantity that all these packs have in common; none where they differ. */
export function commonLimits(packs: readonly Pick<Pack, "thresholds">[], quantity: string): LimitLine[] {
    const key = quantity === "voltage" ? "voltage" : "cell_voltages";
    const [first, ...rest] = packs.map(({ thresholds }) => JSON.stringify(limitLines(thresholds?.[key])));
    return first !== undefined && rest.every((one) => one === first) ? limitLines(packs[0]?.thresholds?.[key]) : [];
}
