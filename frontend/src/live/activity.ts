/** What a battery is doing, by the same rule as the gateway's other outputs. Pure. */

import type { Value, Values } from "../api/contract";

export type Activity = "charging" | "discharging" | "fully_charged" | "idle";

/** A. Less than this is noise of the measurement. */
const IDLE_CURRENT = 0.5;

/** A single number of `values`; null where absent, not known or a list. */
export function number(values: Values | undefined, key: string): number | null {
    const value: Value | undefined = values?.[key];
    return typeof value === "number" ? value : null;
}

/** The numbers of a list quantity; empty where absent. */
export function list(values: Values | undefined, key: string): (number | null)[] {
    const value: Value | undefined = values?.[key];
    return Array.isArray(value) ? value : [];
}

/** The current decides, the pack's own word where it is near zero; null where neither is known. */
export function activity(current: number | null, states: Record<string, boolean> = {}): Activity | null {
    if (current === null && !Object.keys(states).length) return null;
    if (states["fully_charged"] && (current === null || current > -IDLE_CURRENT)) return "fully_charged";
    if (current !== null && Math.abs(current) >= IDLE_CURRENT) return current > 0 ? "charging" : "discharging";
    if (states["charging"]) return "charging";
    return states["discharging"] ? "discharging" : "idle";
}

/** kWh that the full battery holds, told from what is left of it; null while too empty to tell. */
export function fullEnergy(left: number | null, soc: number | null): number | null {
    return left === null || soc === null || soc < 5 ? null : (left / soc) * 100;
}
