/** Addresses within the page: what stands after the #, such as #/pack/battery1. Pure.
 *
 * Hashes, because the gateway then serves one page whatever the path prefix before it.
 */

export type ViewName = "overview" | "pack" | "history" | "events" | "line" | "settings" | "setup";

export interface Route {
    view: ViewName;
    /** The pack's id; empty for the other views. */
    id: string;
    query: URLSearchParams;
}

const VIEWS: readonly string[] = ["history", "events", "line", "settings", "setup"];

/** The route of a location's hash; what is unknown leads to the overview. */
export function parse(hash: string): Route {
    const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
    const [first = "", second = ""] = path.split("/");
    const query = new URLSearchParams(search);
    if (first === "pack" && second) return { view: "pack", id: decodeURIComponent(second), query };
    return { view: VIEWS.includes(first) ? (first as ViewName) : "overview", id: "", query };
}

/** The hash of a route; empty values are left out. */
export function link(view: ViewName, id = "", query: Record<string, string> = {}): string {
    const path = view === "overview" ? "" : id ? `${view}/${encodeURIComponent(id)}` : view;
    const pairs = Object.entries(query).filter(([, value]) => value !== "");
    const search = new URLSearchParams(pairs).toString();
    return `#/${path}${search ? `?${search}` : ""}`;
}
