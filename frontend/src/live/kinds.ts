/** The kinds of events by what a reader looks for. Pure. */

export const KINDS = {
    all: [],
    alarms: ["alarm"],
    links: ["link_down", "link_up"],
    packs: ["pack_silent", "pack_back"],
    settings: ["parameter_changed"],
    gateway: ["start", "stop", "clock_step", "rows_lost", "value_held"],
} as const satisfies Record<string, readonly string[]>;

export type KindGroup = keyof typeof KINDS;

export function isGroup(name: string | null): name is KindGroup {
    return name !== null && name in KINDS;
}
