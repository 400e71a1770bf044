/** The route that is shown, following the location's hash. */

import { link, parse, type Route, type ViewName } from "./route";

class Router {
    route = $state.raw<Route>(parse(location.hash));

    start(): void {
        addEventListener("hashchange", () => (this.route = parse(location.hash)));
    }

    /** Show another route; `step` is kept with it, for whoever needs to know how one came there. */
    go(view: ViewName, id = "", query: Record<string, string> = {}, step: string | null = null): void {
        const hash = link(view, id, query);
        history.pushState(step, "", hash);
        this.route = parse(hash);
    }

    /** Show another route in the place of this one: no step for the browser's back key. */
    replace(view: ViewName, query: Record<string, string>): void {
        const hash = link(view, "", query);
        history.replaceState(null, "", hash);
        this.route = parse(hash);
    }

    /** How the route that is shown was come to. */
    get step(): unknown {
        return history.state;
    }
}

export const router = new Router();
addEventListener("popstate", () => (router.route = parse(location.hash)));
