import { setTimeout as delay } from 'node:timers/promises';
import { awaitFact } from './await-fact.ts';
import { CALLERS, MONITOR } from './cast.ts';
import { ignoreConflict, type Send } from './send-json.ts';

type Siren = { id: string; call_sid: string | null; triggered_by_name: string | null };

type FloorRow = {
  id: string;
  status: string;
  parent_call_sid: string | null;
  contact?: { display_name: string | null } | null;
};

/** How both sides of a siren send their requests. */
export type Acting = { asMonitor: Send; asAdmin: Send; signal: AbortSignal };

/** Seconds until a siren is acknowledged, and from there until it is resolved. */
type Times = { acknowledge: number; resolve: number };

/** Closes the sirens that an earlier start left open. */
export async function closeEarlierSirens(acting: Acting): Promise<void> {
  const { data } = await acting.asAdmin<{ data: Siren[] }>('/api/sirens?status=open');
  for (const { id, triggered_by_name } of data)
    if (triggered_by_name === MONITOR.name)
      await answer(acting, id, 'The demo was started again.', { acknowledge: 0, resolve: 0 });
}

/** Raises a siren on a call with a person who has a name; it is resolved within half a minute. */
export async function raiseOnLiveCall(acting: Acting): Promise<void> {
  const { asMonitor, signal } = acting;
  const call = await awaitFact('No named person was on a call', { signal, seconds: 60 }, async () => {
    return (await listFloor(acting)).find(isTalkOfCaller);
  });
  const alarm = { alert_type: 'quality_issue', reason: 'The line cuts out every few seconds.' };
  const { id } = await asMonitor<Siren>(`/api/calls/${call.id}/siren`, alarm);
  await answer(acting, id, 'Called back on another line.', { acknowledge: 8, resolve: 15 });
}

/**
 * Raises a siren on this call once both sides talk; `onRaised` gets the SID of the call. It stays open long enough to be
 * answered by hand, then the admin answers it.
 */
export async function raiseOnOrderCall(
  acting: Acting,
  callId: string,
  onRaised: (callSid: string) => void,
): Promise<void> {
  const { asMonitor, signal } = acting;
  await awaitFact('Both sides of the order were not connected', { signal, seconds: 60 }, async () => {
    return (await listFloor(acting)).find(({ id, status }) => id === callId && status === 'in-progress');
  });
  await delay(30_000, undefined, { signal });
  const alarm = { alert_type: 'inappropriate_behavior', reason: 'The client shouts at the reader.' };
  const { id, call_sid } = await asMonitor<Siren>(`/api/calls/${callId}/siren`, alarm);
  onRaised(call_sid!);
  await answer(acting, id, 'Joined the call, and the client calmed down.', { acknowledge: 75, resolve: 120 });
}

const listFloor = async ({ asMonitor }: Acting): Promise<FloorRow[]> =>
  (await asMonitor<{ data: FloorRow[] }>('/api/floor')).data;

const isTalkOfCaller = ({ status, parent_call_sid, contact }: FloorRow): boolean =>
  status === 'in-progress' && !parent_call_sid && CALLERS.some(({ name }) => name === contact?.display_name);

/** A person before the console may be first. */
async function answer({ asAdmin, signal }: Acting, id: string, resolution: string, times: Times): Promise<void> {
  await delay(times.acknowledge * 1000, undefined, { signal });
  await asAdmin(`/api/sirens/${id}/acknowledge`, {}).catch(ignoreConflict);
  await delay(times.resolve * 1000, undefined, { signal });
  await asAdmin(`/api/sirens/${id}/resolve`, { resolution }).catch(ignoreConflict);
}
