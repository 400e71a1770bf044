/** A frame as a row of parts with the colour of their kind. Pure. */

import type { DecodedFrame, FramePart } from "../api/contract";

export type PartKind = "frame" | "header" | "info" | "sum";

export interface DrawnPart extends FramePart {
    /** Its place in the frame's characters. */
    start: number;
    kind: PartKind;
}

const HEADER = new Set(["VER", "ADR", "CID1", "CID2", "RTN", "LENGTH"]);

function kindOf({ name }: FramePart): PartKind {
    if (name === "SOI" || name === "EOI") return "frame";
    if (name === "CHKSUM") return "sum";
    return HEADER.has(name) ? "header" : "info";
}

/** The parts with their places, as far as they really make up the frame. */
export function drawn(frame: DecodedFrame): DrawnPart[] {
    let start = 0;
    return (frame.parts ?? []).map((part) => {
        const placed = { ...part, start, kind: kindOf(part) };
        start += part.raw.length;
        return placed;
    });
}

/** What a part says: its number with its unit, or its words, or both. */
export function saying(part: FramePart, number: (value: number) => string): string {
    const value = typeof part.value === "number" ? number(part.value) : (part.value ?? "");
    const known = value !== "" && part.unit ? `${value}\u202f${part.unit}` : value;
    return [known, part.text ?? ""].filter((text, i, all) => text !== "" && all.indexOf(text) === i).join(", ");
}
