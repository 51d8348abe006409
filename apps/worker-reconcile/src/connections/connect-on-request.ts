import type { Database } from '@trunkline/db/connection';
import {
  claimConnection,
  listConnectionHistory,
  planConnectionChanges,
  settleConnection,
  type ClaimedConnection,
  type ConnectionResult,
} from '@trunkline/db/connections';
import { planDisconnection, readTargetName, type Change } from '@trunkline/telephony/connections';
import { findTarget, planConnection, type TwilioConfiguration } from '@trunkline/twilio/configuration';

type Parts = {
  db: Pick<Database, 'pool'>;
  config: { WEBHOOK_BASE_URL: string };
  /** Undefined where no account is set. */
  configuration: TwilioConfiguration | undefined;
};

const NOTHING: ConnectionResult = { kind: null, sid: null, name: null, changes: null, kept: null, error: null };
const NO_ACCOUNT = 'worker-reconcile has no account: give it TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.';

/**
 * Connects and disconnects what the API requests. What will be changed is kept before Twilio is asked to, so that nothing is
 * forgotten where this process dies in between: the next one sets the same values again.
 */
export const connectOnRequest =
  ({ db: { pool }, config, configuration }: Parts) =>
  async (): Promise<void> => {
    for (let next = await claimConnection(pool); next; next = await claimConnection(pool)) await carryOut(next);

    async function carryOut(request: ClaimedConnection): Promise<void> {
      const planned = request.changes ? request : await plan(request).catch(failed);
      try {
        if (!request.isDryRun && planned.changes?.length) {
          await planConnectionChanges(pool, request.id, planned);
          await configuration?.update(planned.kind!, planned.sid!, parametersOf(planned.changes));
        }
        await settleConnection(pool, request.id, planned);
      } catch (error) {
        await settleConnection(pool, request.id, { ...planned, error: (error as Error).message });
      }
    }

    async function plan({ action, target: named, voicePath }: ClaimedConnection): Promise<ConnectionResult> {
      if (!configuration) return { ...NOTHING, error: NO_ACCOUNT };
      const wanted = readTargetName(named);
      const target = wanted && (await findTarget(configuration, wanted));
      if (!target) return { ...NOTHING, error: `The account has no ${wanted?.kind ?? 'number'} ${named}.` };
      const { kind, sid, name } = target;
      const found = { ...NOTHING, kind, sid, name };
      if (action === 'connect')
        return { ...found, changes: planConnection(target, config.WEBHOOK_BASE_URL, voicePath), kept: [] };
      const former = planDisconnection(await listConnectionHistory(pool, sid), target.settings);
      return former
        ? { ...found, ...former }
        : { ...found, error: `${name} was not connected by Trunkline: nothing is known to give back.` };
    }
  };

const failed = (error: unknown): ConnectionResult => ({ ...NOTHING, error: (error as Error).message });

const parametersOf = (changes: readonly Change[]): Record<string, string> =>
  Object.fromEntries(changes.map(({ parameter, after }) => [parameter, after]));
