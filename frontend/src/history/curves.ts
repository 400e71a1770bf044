/** Answers of the history as curves, and curves on one time axis as uPlot wants them. Pure.
 *
 * null is a gap and breaks the line; undefined is only a time at which another curve has a point, and does not.
 */

import type { History, Track } from "../api/contract";

export type Cell = number | null | undefined;

export interface Curve {
    pack: string;
    /** The quantity, without the number of a cell or sensor. */
    quantity: string;
    /** 1-based cell or sensor; null for a quantity that is one number. */
    part: number | null;
    times: number[];
    track: Track;
    /** Whether the band between low and high is more than a line. */
    banded: boolean;
}

export interface Table {
    times: number[];
    /** In the order of the curves. */
    low: Cell[][];
    mean: Cell[][];
    high: Cell[][];
}

/** The curves of an answer, in its order. */
export function curvesOf(answer: History): Curve[] {
    return Object.entries(answer.series).map(([key, track]) => {
        const [quantity = key, part] = key.split(".", 2);
        return {
            pack: answer.pack,
            quantity,
            part: part === undefined ? null : Number(part),
            times: answer.times,
            track,
            banded: answer.seconds > 0,
        };
    });
}

/** Every time of any curve, ascending, once. */
export function allTimes(curves: readonly Curve[]): number[] {
    const axes = new Set(curves.map(({ times }) => times));
    const [only] = axes;
    if (axes.size === 1 && only) return only;
    return [...new Set([...axes].flat())].sort((one, other) => one - other);
}

function spread(values: readonly (number | null)[], curve: Curve, places: Map<number, number>, size: number): Cell[] {
    const column = new Array<Cell>(size).fill(undefined);
    curve.times.forEach((time, i) => (column[places.get(time)!] = values[i]));
    return column;
}

/** All curves on one time axis. */
export function tableOf(curves: readonly Curve[]): Table {
    const times = allTimes(curves);
    const places = new Map(times.map((time, i) => [time, i]));
    const column = (pick: (track: Track) => (number | null)[]): Cell[][] =>
        curves.map((curve) =>
            curve.times === times ? pick(curve.track) : spread(pick(curve.track), curve, places, times.length),
        );
    return { times, low: column(({ low }) => low), mean: column(({ mean }) => mean), high: column(({ high }) => high) };
}

/** The place nearest to `index` at which a column has a number, gaps not crossed; null where there is none near. */
export function nearest(column: readonly Cell[], index: number): number | null {
    for (let reach = 0; reach <= 40; reach++) {
        for (const place of [index - reach, index + reach]) {
            if (typeof column[place] === "number") return place;
        }
        if (column[index - reach] === null && column[index + reach] === null) return null;
    }
    return null;
}

/** The first moment of which any curve knows something; null for none. */
export function beginning(curves: readonly Curve[]): number | null {
    const firsts = curves.map(({ times, track }) => times[track.mean.findIndex((value) => value !== null)]);
    const known = firsts.filter((time) => time !== undefined);
    return known.length ? Math.min(...known) : null;
}
