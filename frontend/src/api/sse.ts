/** Server-sent events out of text in any cuts (WHATWG HTML, 9.2.6). Knows no connection.
 *
 * Own, because EventSource can neither POST nor begin at a given event, and hides the comments that show that a
 * quiet connection still lives.
 */

export interface ServerEvent {
    event: string;
    data: string;
    id: string;
}

export class EventParser {
    /** The newest id seen, to go on from after a cut. */
    lastId = "";
    private rest = "";
    private event = "";
    private data: string[] = [];

    /** The events that `text` completes. */
    push(text: string): ServerEvent[] {
        const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
        this.rest = lines.pop() ?? "";
        return lines.flatMap((line) => this.line(line));
    }

    private line(line: string): ServerEvent[] {
        if (line === "") return this.dispatch();
        const colon = line.indexOf(":");
        if (colon === 0) return [];
        const field = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        this.take(field, value);
        return [];
    }

    private take(field: string, value: string): void {
        if (field === "event") this.event = value;
        else if (field === "data") this.data.push(value);
        else if (field === "id" && !value.includes("\0")) this.lastId = value;
    }

    private dispatch(): ServerEvent[] {
        const { event, data } = this;
        this.event = "";
        this.data = [];
        return data.length ? [{ event: event || "message", data: data.join("\n"), id: this.lastId }] : [];
    }
}

/** The events of a response, as they come, until it ends. `heard` is called for every piece, comments too. */
export async function* events(
    answer: Response,
    parser: EventParser = new EventParser(),
    heard: () => void = () => {},
): AsyncGenerator<ServerEvent> {
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        heard();
        yield* parser.push(value);
    }
}
