import type { call } from '@trunkline/api-contract/calls';
import { setTimeout as delay } from 'node:timers/promises';
import type { output } from 'zod';
import { lookUntil } from '../api/look-until.ts';
import type { Api } from '../api/open-api.ts';
import { orNull } from '../api/or-null.ts';
import { CliError } from '../cli-error.ts';
import type { Step } from './scenarios/index.ts';
import type { Simulator } from './simulator.ts';

const LOOK_EVERY_MS = 200;
/** Twilio's times are whole seconds: what happens within one has no order, and no length. */
const APART_MS = 1500;

/** A call that may be acted on: the API of Trunkline, and the simulator. */
type Parts = { api: Api; simulator: Simulator; callSid: string; signal: AbortSignal };

const ACTIONS: Readonly<Record<Step['do'], (parts: Parts) => Promise<unknown>>> = {
  record: (parts) => controlRecording(parts, 'start', 'recording'),
  pause: (parts) => controlRecording(parts, 'pause', 'paused'),
  resume: (parts) => controlRecording(parts, 'resume', 'recording'),
  siren: ({ api, callSid }) =>
    api.post(`/api/calls/${callSid}/siren`, { alert_type: 'emergency', reason: 'npx trunkline trigger call siren' }),
  'hang-up': ({ simulator, callSid }) => simulator.hangUp(callSid),
  fetch: ({ api, callSid }) => api.post(`/api/calls/${callSid}/fetch`, {}),
  sync: ({ api }) => api.post('/api/sync/recent', {}),
};

/** Resolves when Twilio has confirmed it: the next command would replace one that waits. */
async function controlRecording({ api, callSid, signal }: Parts, verb: string, wanted: string): Promise<void> {
  await api.post(`/api/calls/${callSid}/recording/${verb}`, {});
  await lookUntil({ everyMs: LOOK_EVERY_MS, signal }, async () => {
    const { control } = await api.get<output<typeof call>>(`/api/calls/${callSid}`);
    return control?.recording.observed === wanted || undefined;
  });
}

/** Does what the scenario does during the call, once it is answered and Trunkline knows it, or after its end. */
export async function playSteps(steps: readonly Step[], when: Step['when'], parts: Parts): Promise<void> {
  const due = steps.filter((step) => step.when === when);
  if (when === 'live' && due.length > 0) await untilLive(parts);
  for (const [n, step] of due.entries()) {
    if (n > 0) await delay(APART_MS, undefined, { signal: parts.signal });
    await ACTIONS[step.do](parts);
  }
}

/** Its legs too: what follows is then the end, and not an interruption while it rings. */
async function untilLive({ api, simulator, callSid, signal }: Parts): Promise<void> {
  await lookUntil({ everyMs: LOOK_EVERY_MS, signal }, async () => {
    const { status, legs, is_over: isOver } = await simulator.show(callSid);
    if (isOver)
      throw new CliError(`Call ${callSid} ended before anything could be done to it. Play it slower: --speed 1x`);
    const isAnswered = status === 'in-progress' && legs.length > 0 && legs.every((leg) => leg.status === 'in-progress');
    return (isAnswered && (await orNull(api.get(`/api/calls/${callSid}`)))) || undefined;
  });
}
