import type { call, explanation } from '@trunkline/api-contract/calls';
import type { sirensPage } from '@trunkline/api-contract/live-control';
import type { gapsPage } from '@trunkline/api-contract/reconciliation';
import type { rejectedRequestsPage } from '@trunkline/api-contract/rejected-requests';
import type { output } from 'zod';
import type { Api } from '../api/open-api.ts';
import { orNull } from '../api/or-null.ts';
import type { Expectation } from './scenarios/index.ts';
import type { Truth } from './simulator.ts';

/** What the simulator did in a call, and what Trunkline's API says of it. */
export type Facts = {
  truth: Truth;
  /** Null where Trunkline has no such call. */
  call: Pick<output<typeof call>, 'status' | 'duration_sec' | 'legs'> | null;
  explanation: Pick<output<typeof explanation>, 'verdict' | 'counts' | 'expected' | 'recordings'> | null;
  /** Of the call and its legs. */
  gaps: Pick<output<typeof gapsPage>['data'][number], 'missing' | 'state'>[];
  /** Causes for which requests to the URLs of the call were refused since it began. */
  refusals: string[];
  sirens: string[];
};

/** Reads what an expectation needs, by the public API alone. `since`: the real time of the start. */
export async function readFacts(api: Api, truth: Truth, expect: Expectation, since: Date): Promise<Facts> {
  const [known, explained] = await Promise.all([
    orNull(api.get<NonNullable<Facts['call']> & { id: string }>(`/api/calls/${truth.sid}`)),
    orNull(api.get<NonNullable<Facts['explanation']>>(`/api/calls/${truth.sid}/explain`)),
  ]);
  const sids = [truth, ...truth.legs].map(({ sid }) => sid);
  return {
    truth,
    call: known,
    explanation: explained,
    gaps: expect.gaps ? (await Promise.all(sids.map((sid) => readGaps(api, sid)))).flat() : [],
    refusals: expect.refused ? await readRefusals(api, truth, since) : [],
    sirens: expect.siren && known ? await readSirens(api, known.id) : [],
  };
}

const readGaps = async (api: Api, sid: string) =>
  (await api.get<output<typeof gapsPage>>('/api/gaps', { call_sid: sid })).data;

/** Refusals are counted by hour, cause and path, and keep no SID. */
async function readRefusals(api: Api, { callbacks }: Truth, since: Date): Promise<string[]> {
  const { data } = await api.get<output<typeof rejectedRequestsPage>>('/api/rejected-requests', { limit: 200 });
  const paths = new Set(callbacks.map(({ url }) => new URL(url).pathname.replace(/\/+$/, '')));
  const recent = data.filter(({ path, last_at: last }) => paths.has(path) && new Date(last) >= since);
  return recent.map(({ cause }) => cause);
}

const readSirens = async (api: Api, callId: string) =>
  (await api.get<output<typeof sirensPage>>('/api/sirens', { call_id: callId })).data.map(({ status }) => status);
