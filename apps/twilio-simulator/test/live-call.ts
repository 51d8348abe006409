import type { Answer, Received } from './receiver.ts';
import { accountPath, startTestServer, until } from './server.ts';

interface Call {
  sid: string;
  parent_call_sid: string | null;
  status: string;
  duration: string;
  final: boolean;
  ended_by: string | null;
  conference_sid?: string | null;
  recordings: Recording[];
}

interface Recording {
  sid: string;
  status: string;
  duration: string | null;
  source: string;
  history: { status: string; at: string }[];
}

/** Calls run at 60 times real time: a second of a call takes 17 ms. */
export const SPEED = 60;

const settings = { callSettings: { speed: SPEED, cps: 1000 } };

/** A simulator for tests of live control. Abandons all calls when disposed. */
export async function startLive(answer?: (received: Received) => Answer) {
  const api = await startTestServer({ ...settings, ...(answer && { answer }) });
  const truth = async () => ((await api.get('/simulator/calls')).body as { calls: Call[] }).calls;
  const find = async (sid: string) => (await truth()).find((call) => call.sid === sid) as Call;
  const path = (sid: string) => `${accountPath}/Calls/${sid}`;
  return {
    ...api,
    truth,
    find,
    live: async () => (await api.get('/simulator/live')).body as { calls: Call[]; conferences: unknown[] },
    path,
    /** The requests to paths with that prefix, in the order of arrival. */
    sentTo: (start: string) => api.receiver.received.filter((received) => received.path.startsWith(start)),
    /** Starts an incoming call and waits for its answer; returns its SID. */
    async answered(fields: object = {}) {
      const { body } = await api.post('/simulator/calls', { from: '+15085550100', ...fields });
      const { sid } = body as Call;
      await until(async () => (await find(sid)).status === 'in-progress');
      return sid;
    },
    /** Places a call by REST. */
    async place(fields: Record<string, string | readonly string[]>) {
      const order = { To: '+15085550100', From: '+16175006181', ...fields };
      const { body } = await api.postForm(`${accountPath}/Calls.json`, order);
      return (body as Call).sid;
    },
    end: (sid: string) => api.postForm(`${path(sid)}.json`, { Status: 'completed' }),
    ended: () => until(() => api.simulator.stats().live_calls === 0),
    record: (sid: string, fields: Record<string, string | readonly string[]> = {}) =>
      api.postForm(`${path(sid)}/Recordings.json`, fields),
    change: (sid: string, recording: string, fields: Record<string, string>) =>
      api.postForm(`${path(sid)}/Recordings/${recording}.json`, fields),
    async [Symbol.asyncDispose]() {
      await api.simulator.stop();
      await api[Symbol.asyncDispose]();
    },
  };
}

/** A document that lasts until the caller hangs up. */
export const pause = '<Response><Pause length="86400"/></Response>';
