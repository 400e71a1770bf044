/** Colours between colours. Pure. */

export type Rgb = [number, number, number];

/** "#rrggbb" as its three parts. */
export function rgb(hex: string): Rgb {
    const number = Number.parseInt(hex.slice(1), 16);
    return [number >> 16, (number >> 8) & 255, number & 255];
}

/** The colour of `share`, -1 for the lowest to 1 for the highest. */
export function diverging(share: number, low: Rgb, middle: Rgb, high: Rgb): Rgb {
    const end = share < 0 ? low : high;
    const far = Math.min(1, Math.abs(share));
    return middle.map((part, i) => Math.round(part + (end[i]! - part) * far)) as Rgb;
}
