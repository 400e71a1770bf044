/** Alarms in the order of their weight, and the value that one is about. Pure. */

import type { Alarm, BankAlarm, Level, Urgency, Values } from "../api/contract";
import { list } from "./activity";
import type { Seen } from "./freshness";

const WEIGHT: Readonly<Record<Level, number>> = { warning: 1, protection: 2, fault: 3 };
const HASTE: Readonly<Record<Urgency, number>> = { watch: 0, soon: 1, today: 2, now: 3 };

function weight(alarm: Alarm): number {
    return HASTE[alarm.urgency] * 10 + WEIGHT[alarm.level];
}

/** The most urgent first, the gravest first among equals. */
export function worstFirst<T extends Alarm>(alarms: readonly T[]): T[] {
    return [...alarms].sort((one, other) => weight(other) - weight(one));
}

/** All packs' alarms, worst first: those of silent packs too, since nobody said that they are over. */
export function allAlarms(packs: readonly Seen[]): BankAlarm[] {
    return worstFirst(packs.flatMap((pack) => pack.alarms.map((alarm) => ({ ...alarm, pack: pack.id }))));
}

/** The gravest level of some alarms; null for none. */
export function worstLevel(alarms: readonly Alarm[]): Level | null {
    const levels = alarms.map(({ level }) => level).sort((one, other) => WEIGHT[other] - WEIGHT[one]);
    return levels[0] ?? null;
}

/** The voltage of the cell that an alarm names; null where it names none. */
export function cellVoltage(alarm: Alarm, values: Values | undefined): number | null {
    return alarm.cell === null ? null : (list(values, "cell_voltages")[alarm.cell - 1] ?? null);
}
