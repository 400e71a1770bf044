/** A day of power and state of charge as three lines: what flowed in, what flowed out, how full it was. Pure. */

import type { History } from "../api/contract";
import type { Cell, Table } from "./curves";

export function dayOf(answer: History): Table {
    const empty: Cell[] = answer.times.map(() => null);
    const power = answer.series["power"]?.mean ?? empty;
    const soc = answer.series["soc"]?.mean ?? empty;
    const part = (pick: (one: number) => number): Cell[] =>
        power.map((value) => (typeof value === "number" ? pick(value) / 1000 : null));
    const mean = [part((value) => Math.max(0, value)), part((value) => Math.min(0, value)), soc];
    return { times: answer.times, low: mean, mean, high: mean };
}

/** The first moment that is known, when it is later than the first sixteenth of the span; null otherwise. */
export function youngSince(table: Table, from: number, to: number): number | null {
    const first = table.times.findIndex((_, row) => table.mean.some((column) => typeof column[row] === "number"));
    const time = table.times[first];
    return time !== undefined && time > from + (to - from) / 16 ? time : null;
}
