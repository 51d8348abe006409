import type { Queryable } from '@trunkline/db/connection';
import type { ApiConfig } from '../config.ts';
import { ANONYMOUS, type Principal } from '../http/principal.ts';
import { recordAudit } from '../http/record-audit.ts';
import type { LoginLimit } from './login-limit.ts';
import { isSame, principalBySettings } from './verify-credential.ts';

type GivenPassword = { user: string; password: string };
/** Where a password comes from: the client as limits count it, and the id of its request. */
type Sender = { client: string; requestId: string };
/** The operator; undefined if name or password is wrong. Throws a 429 after too many wrong ones. */
export type OperatorLogin = (given: GivenPassword, sender: Sender) => Promise<Principal | undefined>;

type Settings = Pick<ApiConfig, 'BOARD_USER' | 'BOARD_PASSWORD'>;
type Parts = { pool: Queryable; limit: LoginLimit };

/** A program sends the password with every request: the audit gets the first of each client in 12 hours, as of a session. */
const ENTRY_EVERY_MS = 12 * 3_600_000;

/** Verifies BOARD_USER and BOARD_PASSWORD (HTTP Basic), with the limit and the audit entries of `POST /api/login`. */
export function openOperatorLogin({ BOARD_USER, BOARD_PASSWORD }: Settings, { pool, limit }: Parts): OperatorLogin {
  const recordedAt = new Map<string, number>();

  return async ({ user, password }, { client, requestId }) => {
    limit.begin(user, client);
    const isRight = BOARD_PASSWORD !== undefined && isSame(`${user}:${password}`, `${BOARD_USER}:${BOARD_PASSWORD}`);
    if (!isRight) {
      const refused = { entity: '-', event: 'refused', result: 'unauthenticated' };
      await recordAudit(pool, { requestId, actor: ANONYMOUS.actor, route: ROUTE }, refused);
      return undefined;
    }
    limit.succeed(user, client);
    const operator = principalBySettings('password', 'superadmin');
    const now = performance.now();
    if (now - (recordedAt.get(client) ?? -Infinity) < ENTRY_EVERY_MS) return operator;
    recordedAt.set(client, now);
    const opened = { entity: 'operator', event: 'session.opened', result: 'ok' };
    await recordAudit(pool, { requestId, actor: operator.actor, route: ROUTE }, opened).catch((error: unknown) => {
      recordedAt.delete(client);
      throw error;
    });
    return operator;
  };
}

/** Of audit entries. Not the path of the request, which the sender of a wrong password could fill with anything. */
const ROUTE = 'HTTP Basic';
