import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';

const ANSWERS_WITHIN_MS = 15_000;

/** What the simulated Twilio says of a call that it played. */
export type Truth = TrueLeg & {
  /** The call has ended, and all its callbacks are answered or have failed. */
  is_over: boolean | null;
  legs: TrueLeg[];
  callbacks: SentCallback[];
  /** Parameters of `set` that no callback has. */
  unused: string[];
};
type TrueLeg = {
  sid: string;
  status: string;
  /** Seconds. */
  duration: string | null;
  recordings: { sid: string; status: string; duration: string | null }[];
};
type SentCallback = { url: string; faults: string[]; acked: boolean; dropped: boolean };

/** The account that a simulator plays, and where its callbacks go. */
type About = { account_sid: string; public_url: string; target: string };

/** The simulated Twilio, by its control API. It is no part of Trunkline. */
export type Simulator = {
  url: string;
  about(): Promise<About>;
  /** Starts a call; returns its SID. Throws a `CliError` for a call that the simulator refuses. */
  play(call: object): Promise<string>;
  show(callSid: string): Promise<Truth>;
  hangUp(callSid: string): Promise<void>;
  /** True if its REST API was asked about this SID. */
  wasAskedFor(callSid: string): Promise<boolean>;
};

export function openSimulator(url: string, signal: AbortSignal): Simulator {
  async function send<T>(path: string, body?: object): Promise<T> {
    const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) };
    const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]);
    const request = { headers, signal: within, ...(body && { method: 'POST', body: JSON.stringify(body) }) };
    const response = await fetch(`${url}/simulator/${path}`, request).catch((cause: unknown) => {
      throw new CliError(NONE(url), { cause, exit: EXIT.unavailable });
    });
    const answer = (await response.json().catch(() => null)) as (T & { error?: string }) | null;
    if (response.ok && answer !== null) return answer;
    if (answer?.error !== undefined) throw new CliError(`The simulator: ${answer.error}.`, { exit: EXIT.usage });
    throw new CliError(NONE(url), { exit: EXIT.unavailable });
  }
  return {
    url,
    about: () => send('about'),
    play: async (call) => (await send<{ sid: string }>('calls', call)).sid,
    show: (callSid) => send(`calls/${callSid}`),
    hangUp: async (callSid) => void (await send(`calls/${callSid}/hang-up`, {})),
    async wasAskedFor(callSid) {
      for (let after = 0; ;) {
        const page = await send<{ requests: { target: string }[]; next: number }>(
          `rest-requests?after=${after}&limit=5000`,
        );
        if (page.requests.some(({ target }) => target.includes(callSid))) return true;
        if (page.requests.length === 0) return false;
        after = page.next;
      }
    },
  };
}

const NONE = (url: string): string =>
  `No simulated Twilio answers at ${url}. npm start runs one unless TWILIO_ACCOUNT_SID names a real account; name another with --simulator.`;
