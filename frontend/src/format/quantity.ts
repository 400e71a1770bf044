/** The quantities that the page names by itself: unit and decimals, as the catalogue has them (a test compares). Pure. */

import { formatNumber, NONE, withUnit } from "./number";

interface Shown {
    unit: string;
    decimals: number;
}

export const SHOWN: Readonly<Record<string, Shown>> = {
    voltage: { unit: "V", decimals: 2 },
    current: { unit: "A", decimals: 2 },
    power: { unit: "W", decimals: 0 },
    soc: { unit: "%", decimals: 0 },
    counted_soc: { unit: "%", decimals: 1 },
    soh: { unit: "%", decimals: 0 },
    remaining_capacity: { unit: "Ah", decimals: 2 },
    full_capacity: { unit: "Ah", decimals: 2 },
    design_capacity: { unit: "Ah", decimals: 2 },
    remaining_energy: { unit: "kWh", decimals: 2 },
    charge_energy: { unit: "kWh", decimals: 3 },
    discharge_energy: { unit: "kWh", decimals: 3 },
    cycle_count: { unit: "", decimals: 0 },
    cell_voltages: { unit: "V", decimals: 3 },
    cell_lowest_voltage: { unit: "V", decimals: 3 },
    cell_highest_voltage: { unit: "V", decimals: 3 },
    cell_spread: { unit: "mV", decimals: 0 },
    temperatures: { unit: "°C", decimals: 1 },
    environment_temperature: { unit: "°C", decimals: 1 },
    mosfet_temperature: { unit: "°C", decimals: 1 },
    mean_temperature: { unit: "°C", decimals: 1 },
    humidity: { unit: "%", decimals: 0 },
};

/** A quantity's value with its unit; `signed` for what flows in two directions. */
export function formatQuantity(key: string, value: number | null | undefined, locale: string, signed = false): string {
    const { unit, decimals } = SHOWN[key] ?? { unit: "", decimals: 2 };
    const number = formatNumber(value, decimals, locale, signed);
    return number === NONE ? NONE : withUnit(number, unit);
}

/** Power in W below one kilowatt, in kW above. */
export function formatPower(watts: number | null | undefined, locale: string, signed = false): string {
    if (watts === null || watts === undefined) return NONE;
    return Math.abs(watts) < 1000
        ? withUnit(formatNumber(watts, 0, locale, signed), "W")
        : withUnit(formatNumber(watts / 1000, 2, locale, signed), "kW");
}

/** Bytes in the greatest unit that leaves a number above one. */
export function formatSize(bytes: number | null, locale: string, byte: string): string {
    if (bytes === null) return NONE;
    const power = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
    const number = formatNumber(bytes / 1000 ** power, power && bytes / 1000 ** power < 100 ? 1 : 0, locale);
    return withUnit(number, `${["", "k", "M", "G", "T"][power]}${byte}`);
}
