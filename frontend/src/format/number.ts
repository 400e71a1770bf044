/** Numbers as people of a place write them. Pure: the locale comes in. */

/** Narrow no-break space, before a unit. */
export const THIN = "\u202f";
/** What stands where nothing is known. */
export const NONE = "–";

const kept = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, decimals: number, signed: boolean): Intl.NumberFormat {
    const key = `${locale} ${decimals} ${signed}`;
    let known = kept.get(key);
    if (!known) {
        known = new Intl.NumberFormat(locale, {
            minimumFractionDigits: decimals,
            maximumFractionDigits: decimals,
            signDisplay: signed ? "exceptZero" : "negative",
        });
        kept.set(key, known);
    }
    return known;
}

/** `value` with so many decimals, with a true minus sign; `signed` also shows a plus. */
export function formatNumber(
    value: number | null | undefined,
    decimals: number,
    locale: string,
    signed = false,
): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
    return formatter(locale, decimals, signed).format(value).replace("-", "−");
}

/** A number and its unit, kept together. */
export function withUnit(number: string, unit: string | null | undefined): string {
    return unit ? `${number}${THIN}${unit}` : number;
}

/** As many decimals as tell two neighbours apart. */
export function decimalsFor(step: number): number {
    return step >= 1 || step <= 0 ? 0 : Math.min(4, Math.ceil(-Math.log10(step) - 1e-9));
}
