import { digestOf, newToken } from '@trunkline/access';
import type { Database, Transaction } from '@trunkline/db/connection';
import { endSession, findLiveSession, openSession } from '@trunkline/db/identity';
import type { ApiConfig } from '../config.ts';
import type { RouteContext } from '../http/route.ts';
import { readCredential } from './read-credential.ts';
import { cookieName, setSessionCookie } from './session-cookie.ts';

type SessionContext = Pick<RouteContext, 'request' | 'response' | 'actor' | 'changeAsApi'>;
type FindUser = (tx: Transaction) => Promise<string | undefined>;

/** Opens a session for the user, and ends the previous session of this browser. False if there is no user. */
export async function beginSession(context: SessionContext, config: ApiConfig, findUser: FindUser): Promise<boolean> {
  const [before, token] = [sessionOf(context, config), newToken()];
  const entry = { event: 'session.opened', entity: (id: string) => `profile:${id}` };
  const change = context.changeAsApi(entry, async (tx) => {
    const id = await findUser(tx);
    if (id === undefined) throw new NoUserError();
    if (before) await endSession(tx, before);
    await openSession(tx, digestOf(token), id);
    return id;
  });
  const isOpen = await change.then(() => true).catch(refusedOf);
  if (isOpen) setSessionCookie(context.response, config, token);
  return isOpen;
}

/** Rolls the transaction back. */
class NoUserError extends Error {}

function refusedOf(error: unknown): false {
  if (error instanceof NoUserError) return false;
  throw error;
}

/** Ends a live session. Only that is audited, since any sender can name any cookie. */
export async function endOwnSession(context: SessionContext, config: ApiConfig, { pool }: Database): Promise<void> {
  const session = sessionOf(context, config);
  const entry = { event: 'session.closed', entity: context.actor.id ? `profile:${context.actor.id}` : '-' };
  const isLive = session && (await findLiveSession(pool, session));
  if (isLive) await context.changeAsApi(entry, (tx) => endSession(tx, session));
}

function sessionOf({ request }: SessionContext, config: ApiConfig): string | undefined {
  const given = readCredential({ cookie: request.headers.cookie }, cookieName(config));
  return given?.kind === 'session' ? digestOf(given.token) : undefined;
}
