/** Sends a request and returns its answer. Throws `Refusal` unless it is 2xx. */
export type Send = <T>(path: string, body?: object) => Promise<T>;

/** An answer that is not 2xx. */
class Refusal extends Error {
  readonly status: number;
  constructor(path: string, status: number, text: string) {
    super(`${path} answered ${status}: ${text}`);
    this.status = status;
  }
}

/** Sends JSON to this origin: a POST where there is a body, otherwise a GET. */
export const jsonSender =
  (origin: string, headers: Record<string, string> = {}): Send =>
  async <T>(path: string, body?: object) => {
    const content = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const sent = { ...content, headers: { 'content-type': 'application/json', ...headers } };
    const response = await fetch(`${origin}${path}`, { ...sent, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Refusal(path, response.status, await response.text());
    return (await response.json()) as T;
  };

/** Passes on every error but a 409: what is asked for has happened already. */
export function ignoreConflict(error: unknown): void {
  if (!(error instanceof Refusal && error.status === 409)) throw error;
}
