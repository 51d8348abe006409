import type { CallStatus } from '@trunkline/telephony/calls';

/** A callback as the simulator sent it, or dropped it. */
export type Delivery = {
  /** When it was first sent. */
  at: string;
  attempts: { status?: number; ms: number }[];
  call_sid: string;
  kind: string;
  url: string;
  call_status: string | null;
  params: Record<string, string>;
  faults: string[];
  acked: boolean;
  dropped: boolean;
  /** Each attempt was cut off by the simulator. */
  unanswered: boolean;
};

/** A call as it really went. `delivered`: what the acknowledged callbacks said of it. */
export type TrueCall = {
  sid: string;
  status: string;
  final: boolean;
  ended_by: string | null;
  from: string;
  to: string;
  start_time: string | null;
  duration: string | null;
  price: string | null;
  recordings: { sid: string; status: string }[];
  delivered: { status: CallStatus | null; call_duration: number | null };
};

export type SimulatorControl = ReturnType<typeof controlSimulator>;

/** The control side of the simulator that runs at `url`. */
export function controlSimulator(url: string) {
  const send = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    const init = { method, headers, body: JSON.stringify(body) ?? null };
    const response = await fetch(`${url}/simulator/${path}`, init);
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  /** All rows of a list, page by page. */
  const list = async <T>(path: string, key = path): Promise<T[]> => {
    const all: T[] = [];
    for (let after = 0; ;) {
      const page = await send<Record<string, T[]> & { next: number; oldest?: number }>(
        'GET',
        `${path}?after=${after}&limit=5000`,
      );
      if (after === 0 && (page.oldest ?? 1) > 1)
        throw new Error(`The simulator has forgotten the oldest of its ${path}`);
      if (page[key]!.length === 0) return all;
      all.push(...page[key]!);
      after = page.next;
    }
  };
  return {
    send,
    list,
    deliveries: () => list<Delivery>('deliveries'),
    calls: () => list<TrueCall>('calls'),
    /** Throws while a load is still playing. */
    async expectDone(): Promise<void> {
      const { done } = await send<{ done: boolean }>('GET', 'stats');
      if (!done) throw new Error('the load is still playing');
    },
  };
}
