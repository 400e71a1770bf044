/** Colours of the style sheet for what is drawn on a canvas, which cannot read it. */

/** The value of a custom property, such as "--charge". */
export function token(name: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Whether the page is dark now. */
export const dark = matchMedia("(prefers-color-scheme: dark)");

/** Told apart by people who see few colours (after Okabe and Ito), darkened or lightened for contrast on the ground. */
const LINES = {
    light: ["#0b7d6b", "#5f48c8", "#b35806", "#0b66b0", "#a8326f", "#6b6100", "#3d4f49", "#8a3324"],
    dark: ["#3fc6a9", "#aa9dff", "#f0a04b", "#5db4f5", "#f08bbd", "#d3c74a", "#c3cfca", "#f29a86"],
};

/** Dashes for when the colours come round again: a colour is never the only sign. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [12, 3, 2, 3]];

export interface Stroke {
    colour: string;
    dash: readonly number[];
}

/** The stroke of line `index` out of `count`; many lines, such as cells, run through one ramp instead. */
export function stroke(index: number, count: number): Stroke {
    const palette = dark.matches ? LINES.dark : LINES.light;
    if (count > palette.length * DASHES.length || count > 12) return ramp(index, count);
    const dash = DASHES[Math.floor(index / palette.length)] ?? [];
    return { colour: palette[index % palette.length]!, dash };
}

function ramp(index: number, count: number): Stroke {
    const share = count > 1 ? index / (count - 1) : 0;
    const lightness = dark.matches ? 58 + 18 * share : 30 + 18 * share;
    return { colour: `hsl(${Math.round(265 - 215 * share)} 62% ${Math.round(lightness)}%)`, dash: DASHES[index % 2]! };
}

/** `colour` let through to `share`. */
export function faint(colour: string, share: number): string {
    return `color-mix(in srgb, ${colour} ${Math.round(share * 100)}%, transparent)`;
}
