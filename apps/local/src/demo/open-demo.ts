import { setTimeout as delay } from 'node:timers/promises';
import type { LocalConfig } from '../config.ts';
import { CLIENT, MONITOR } from './cast.ts';
import { endEarlierCalls } from './end-earlier-calls.ts';
import { seedPeople } from './seed-people.ts';
import { jsonSender } from './send-json.ts';
import { callTwice, loseEnds } from './simulated-calls.ts';
import { closeEarlierSirens, raiseOnLiveCall, raiseOnOrderCall } from './sirens.ts';
import { startInterviews } from './start-interviews.ts';
import { startOrderCall } from './start-order-call.ts';

type Context = {
  config: Pick<LocalConfig, 'API_PORT' | 'SIMULATOR_PORT' | 'TWILIO_ACCOUNT_SID'>;
  databaseUrl: string;
  signal: AbortSignal;
  say: (line: string) => void;
};

/** A demo that has begun. */
export type Demo = {
  /** The URL that shows the progress of an interview; undefined where none could be started. */
  interview: string | undefined;
  /** Resolves when the demo has shown everything, or the signal aborts. */
  ended: Promise<unknown>;
};

/** The first siren is raised when some calls are under way. */
const FIRST_SIREN_AFTER_MS = 15_000;

/**
 * Creates the people of the demo, and lets them talk: two interviews, a call of an order, a caller who calls again, two
 * sirens, and two calls whose end Twilio does not report. All of it is requested of the API or of the simulated Twilio. A
 * failure is printed: everything else runs without it.
 */
export async function openDemo({ config, databaseUrl, signal, say }: Context): Promise<Demo> {
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!signal.aborted) say(`The demo could not ${what}: ${(error as Error).message}`);
      return undefined;
    }
  };
  const seeded = await attempt('create its people', () => seedPeople(databaseUrl));
  if (!seeded) return { interview: undefined, ended: Promise.resolve() };
  const origin = `http://127.0.0.1:${config.API_PORT}`;
  const simulator = jsonSender(`http://127.0.0.1:${config.SIMULATOR_PORT}`);
  const asAdmin = jsonSender(origin, { 'x-api-key': seeded.adminKey });
  const asMonitor = jsonSender(origin, { 'x-api-key': seeded.monitorKey });
  const acting = { asMonitor, asAdmin, simulator, signal };
  const earlier = { accountSid: config.TWILIO_ACCOUNT_SID, startedAt: new Date(performance.timeOrigin) };
  const urlOf = (callSid: string): string => `${origin}/calls/${callSid}`;

  const interview = await attempt('start an interview', () => startInterviews(acting));
  const orderCall = await attempt('start the call of an order', () => startOrderCall(acting, seeded));
  const sirens = async (): Promise<void> => {
    await closeEarlierSirens(acting);
    await delay(FIRST_SIREN_AFTER_MS, undefined, { signal });
    await raiseOnLiveCall(acting);
    if (orderCall !== undefined)
      await raiseOnOrderCall(acting, orderCall, (callSid) =>
        say(`Siren by ${MONITOR.name} on the call with ${CLIENT.name}: ${urlOf(callSid)}`),
      );
  };
  const gap = async (): Promise<void> => {
    const callSid = await loseEnds(acting);
    say(`Twilio lost the end of a call, and reconciliation found it: ${urlOf(callSid)}`);
  };
  return {
    interview: interview && `${origin}/api/interviews/${interview}/flow/`,
    ended: Promise.all([
      attempt('end the calls of an earlier start', () => endEarlierCalls(asAdmin, earlier)),
      attempt('raise a siren', sirens),
      attempt('heal a lost callback', gap),
      attempt('let a person call twice', () => callTwice(simulator, signal)),
    ]),
  };
}
