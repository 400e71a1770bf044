/** The ranges that have a key, and what a range means now. Pure. */

export const RANGES = {
    "1h": 3_600,
    "24h": 86_400,
    "7d": 7 * 86_400,
    "30d": 30 * 86_400,
    "1y": 365 * 86_400,
    "all": 0,
} as const;

export type RangeKey = keyof typeof RANGES;

/** UTC seconds; `from` is "all" for everything that was kept. */
export interface Span {
    from: number | "all";
    to: number;
}

/** What is shown: a range that follows the time, or a fixed piece that somebody zoomed into. */
export type Choice = { range: RangeKey } | { from: number; to: number };

export function isRange(key: string | null): key is RangeKey {
    return key !== null && key in RANGES;
}

/** The choice that an address names; the last day where it names none. */
export function choiceOf(query: URLSearchParams): Choice {
    const from = Number(query.get("from"));
    const to = Number(query.get("to"));
    if (from > 0 && to > from) return { from, to };
    const range = query.get("range");
    return { range: isRange(range) ? range : "24h" };
}

export function spanOf(choice: Choice, now: number): Span {
    if ("from" in choice) return choice;
    const seconds = RANGES[choice.range];
    return { from: seconds ? now - seconds : "all", to: now };
}

/** Seconds until a range that follows the time should be asked again: what one of `points` buckets takes. */
export function pace(span: Span, points: number): number {
    const seconds = span.from === "all" ? RANGES["1y"] : span.to - span.from;
    return Math.min(600, Math.max(10, seconds / points));
}

/** A dragged piece, at least ten seconds wide; null for a slip of the finger. */
export function zoomed(one: number, other: number, whole: { from: number; to: number }): Choice | null {
    const from = Math.max(whole.from, Math.min(one, other));
    const to = Math.min(whole.to, Math.max(one, other));
    return to - from < Math.max(10, (whole.to - whole.from) / 200)
        ? null
        : { from: Math.floor(from), to: Math.ceil(to) };
}
