import { randomBytes } from 'node:crypto';
import type { twilioConfiguration, webhookTest } from '@trunkline/api-contract/reconciliation';
import type { output } from 'zod';
import { lookUntil } from '../api/look-until.ts';
import type { Api } from '../api/open-api.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';
import type { Simulator } from './simulator.ts';

/**
 * Throws unless the installation works for the account that the simulator plays, and gets its callbacks. Returns the origin
 * of the callbacks.
 */
export async function refuseRealAccount(api: Api, simulator: Simulator): Promise<string> {
  const about = await simulator.about();
  const { webhook_base_url: base } = await api.get<output<typeof webhookTest>>('/api/webhook-test');
  const origin = base.replace(/\/+$/, '');
  if (origin !== about.public_url)
    throw refusal(
      `The simulator at ${simulator.url} sends callbacks to ${about.public_url}, and those of ${api.url} belong to ${origin}. Name the simulator of that installation with --simulator.`,
    );
  const { account_sid: account } = await api.get<output<typeof twilioConfiguration>>('/api/twilio/debug');
  if (account !== masked(about.account_sid))
    throw refusal(
      `${api.url} works for the Twilio account ${account ?? '(none)'}, which the simulator at ${simulator.url} does not play (${masked(about.account_sid)}). Nothing was sent: trigger is for a simulated Twilio only.`,
    );
  return origin;
}

/** As the API shows it. */
const masked = (sid: string): string => `${sid.slice(0, 4)}…${sid.slice(-4)}`;

const refusal = (message: string): CliError => new CliError(message, { exit: EXIT.conflict });

const ASKS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 300;

/**
 * Throws unless the installation asks this simulator when it asks Twilio. A SID may be that of a real account, too, and an
 * interview places a call: so it is asked about a call that does not exist, and the simulator must have seen the request.
 */
export async function proveSimulated(api: Api, simulator: Simulator, signal: AbortSignal): Promise<void> {
  const callSid = `CA${randomBytes(16).toString('hex')}`;
  await api.post(`/api/calls/${callSid}/fetch`, {});
  const look = async () => (await simulator.wasAskedFor(callSid)) || undefined;
  if (!(await lookUntil({ everyMs: LOOK_EVERY_MS, withinMs: ASKS_WITHIN_MS, signal }, look)))
    throw refusal(
      `${api.url} did not ask the simulator at ${simulator.url} about a call within ${ASKS_WITHIN_MS / 1000} s, so its Twilio may be the real one. No call was placed. Check worker-reconcile: npx trunkline status`,
    );
}
