/** What the gateway's API answers, as types. Knows no request and no page.
 *
 * Times are UTC seconds, ages and durations seconds; null is "not known", a missing key "not reported".
 */

export type Value = number | (number | null)[] | null;
export type Values = Record<string, Value>;
export type Level = "warning" | "protection" | "fault";
export type Urgency = "now" | "today" | "soon" | "watch";

export interface Alarm {
    code: string;
    level: Level;
    cell: number | null;
    words: string;
    meaning: string;
    action: string;
    urgency: Urgency;
}

export interface BankAlarm extends Alarm {
    pack: string;
}

export interface Identity {
    company: string | null;
    production_date: string | null;
    module: string | null;
    version: string | null;
    battery_type: string | null;
    serial_number: string | null;
    remarks: string | null;
}

/** V; null for a limit that the pack does not tell. */
export interface Edges {
    low_protection: number | null;
    low_warning: number | null;
    high_warning: number | null;
    high_protection: number | null;
}

export interface Thresholds {
    cell_voltages: Edges | null;
    voltage: Edges | null;
}

/** What a pack told of its life. */
export interface Memory {
    discharged_capacity: number | null;
    discharge_energy: number | null;
    clock_ahead: number | null;
    asked_at: number | null;
}

export interface Pack {
    id: string;
    name: string;
    link: string;
    address: number;
    stale: boolean;
    since: number | null;
    age: number | null;
    /** The age in seconds from which on the pack is stale. */
    limit: number;
    sequence: number | null;
    values: Values | null;
    balancing: number[] | null;
    held: string[];
    alarms: Alarm[];
    alarms_age: number | null;
    states: Record<string, boolean>;
    limits: { cells: string[]; temperatures: string[] } | null;
    /** Where the BMS warns and switches off, as its parameters tell. */
    thresholds: Thresholds | null;
    identity: Identity | null;
    memory: Memory | null;
    extra: string;
}

export interface Parameter {
    key: string;
    group: string;
    name: string;
    value: number | string | boolean;
    unit: string;
    text: string;
}

export interface Parameters {
    pack: string;
    /** When the pack told them; null before. */
    told: number | null;
    note: string;
    parameters: Parameter[];
}

export interface LogRecord {
    /** By the pack's clock, without zone. */
    time: string;
    words: string;
    alarm: Alarm | null;
    over: boolean;
    state: string | null;
    number: number;
    mode: string;
    values: Values;
}

export interface PackLog {
    pack: string;
    asked_at: number;
    clock_ahead: number | null;
    read: number;
    whole: boolean;
    note: string;
    /** The oldest first. */
    records: LogRecord[];
}

export interface Bank {
    time: number;
    values: Values;
    present: string[];
    missing: string[];
    alarms: BankAlarm[];
}

export interface Link {
    id: string;
    url: string;
    up: boolean;
    since: number | null;
    requests: number;
    replies: number;
    connects: number;
    faults: Record<string, number> | null;
    answer_time: number | null;
    last_error: string | null;
    last_error_age: number | null;
    packs: string[];
    frames?: LinkFrame[];
    /** What it keeps frames of, the newest first. */
    frozen?: Frozen[];
}

/** Frames that are kept around what went wrong, by their number. */
export interface Frozen {
    number: number;
    causes: { kind: string; subject: string; words: string; age: number }[];
}

export interface LinkFrame {
    age: number;
    direction: string;
    frame: string;
}

export interface Sink {
    name: string;
    lag: number;
    written: number;
    rejected: number;
    errors: number;
    last_error: string | null;
}

export interface Health {
    version: string;
    config: string;
    uptime: number;
    fresh: number;
    silent: number;
    clock_offset: number | null;
    history: { waiting: number; dropped: number; size: number | null; free: number | null; last_error: string | null };
    links: Link[];
    sinks: Sink[];
}

/** kWh. */
export interface Energy {
    charged: number | null;
    discharged: number | null;
}

export interface Overview {
    site: string;
    language: string;
    languages: string[];
    version: string;
    time: number;
    sequence?: number | null;
    bank: Bank | null;
    packs: Pack[];
    links: Link[];
    energy: { today: Energy | null };
    /** True while no link is configured. */
    setup: boolean;
}

export interface Track {
    low: (number | null)[];
    mean: (number | null)[];
    high: (number | null)[];
}

export interface History {
    pack: string;
    from: number;
    to: number;
    /** Width of a bucket; 0 for single readings. */
    seconds: number;
    times: number[];
    series: Record<string, Track>;
}

export interface HappenedEvent {
    id: string | number;
    kind: string;
    begin: number;
    end: number | null;
    last_seen: number | null;
    subject: string;
    name: string;
    words: string;
    alarm: Alarm | null;
    values: Values | null;
}

export interface Events {
    events: HappenedEvent[];
    next: string | null;
}

export interface Quantity {
    key: string;
    label: string;
    unit: string | null;
    decimals: number;
    each: boolean;
    derived: boolean;
    lowest: number;
    highest: number;
}

export interface FramePart {
    at: number | null;
    raw: string;
    name: string;
    value: number | string | null;
    text: string | null;
    unit: string | null;
}

export interface DecodedFrame {
    frame: string;
    valid: boolean;
    error?: string | null;
    message?: string | null;
    dialect?: string | null;
    direction?: string | null;
    kind?: string | null;
    version?: string | null;
    address?: number | null;
    parts?: FramePart[];
}

export interface SettingRow {
    key: string;
    value: unknown;
    default: unknown;
    meaning: string;
    secret: boolean;
}

export interface Settings {
    path: string | null;
    groups: { name: string; rows: SettingRow[] }[];
    check: { level: "error" | "warning"; message: string }[];
}

export interface Port {
    path: string;
    name: string;
    note: string | null;
}

export interface ScanProgress {
    done: number;
    of: number;
    text: string;
}

export interface ScanResult {
    verdict: string;
    config: string | null;
    packs: unknown[];
    busy: boolean;
}

export interface Session {
    needed: boolean;
    valid: boolean;
}
