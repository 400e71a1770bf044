/** Requests to the gateway that served this page, and its errors. Knows paths, not what is shown. */

export type Query = Record<string, string | number | readonly string[] | undefined>;

/** What the gateway answered instead of data; `status` 0 means that it could not be reached. */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        message: string,
        readonly retryAfter: number | null = null,
    ) {
        super(message);
    }
}

let language = "en";

/** Ask for words in this language from now on. */
export function speak(code: string): void {
    language = code;
}

let denied = (): void => {};

/** Call this whenever the gateway answers that it does not know us (any more). */
export function whenDenied(call: () => void): void {
    denied = call;
}

/** The address of an API path, relative to the page, so that a path prefix stays in it. */
export function address(path: string, query: Query = {}): string {
    const url = new URL(`api/v1/${path}`, document.baseURI);
    for (const [key, value] of Object.entries({ ...query, lang: language })) {
        for (const one of Array.isArray(value) ? value : [value]) {
            if (one !== undefined) url.searchParams.append(key, String(one));
        }
    }
    return url.href;
}

async function problem(answer: Response): Promise<ApiError> {
    const told = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string };
    const wait = Number(answer.headers.get("Retry-After"));
    return new ApiError(answer.status, told.detail || told.title || answer.statusText, wait || null);
}

/** The answer to a request; throws ApiError when there is none or it is no success. */
export async function request(path: string, query: Query = {}, init: RequestInit = {}): Promise<Response> {
    let answer: Response;
    try {
        answer = await fetch(address(path, query), { credentials: "same-origin", ...init });
    } catch (error) {
        if (init.signal?.aborted) throw error;
        throw new ApiError(0, String(error));
    }
    if (answer.status === 401) denied();
    if (!answer.ok) throw await problem(answer);
    return answer;
}

/** What a path answers, as `T`. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    return (await (await request(path, query, signal ? { signal } : {})).json()) as T;
}

/** What a path answers to `body`; the caller reads it. */
export async function post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return request(path, {}, signal ? { ...init, signal } : init);
}

const kept = new Map<string, Promise<unknown>>();

/** As `get`, but asked only once in each language: for what stays the same while the gateway runs. */
export function getOnce<T>(path: string): Promise<T> {
    const key = address(path);
    const known = kept.get(key) ?? get<T>(path);
    kept.set(key, known);
    known.catch(() => kept.delete(key));
    return known as Promise<T>;
}
