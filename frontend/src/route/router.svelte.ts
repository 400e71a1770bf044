/** The route that is shown, following the location's hash. */

import { link, parse, type Route, type ViewName } from "./route";

class Router {
    route = $state.raw<Route>(parse(location.hash));

    start(): void {
        addEventListener("hashchange", () => (this.route = parse(location.hash)));
    }

    /** Show another route; `replace` leaves no step for the browser's back key. */
    go(view: ViewName, id = "", query: Record<string, string> = {}, replace = false): void {
        const hash = link(view, id, query);
        if (replace) history.replaceState(null, "", hash);
        else history.pushState(null, "", hash);
        this.route = parse(hash);
    }
}

export const router = new Router();
addEventListener("popstate", () => (router.route = parse(location.hash)));
