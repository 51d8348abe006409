import { eventually } from '../../../support/eventually.ts';
import type { FieldCase } from '../case.ts';
import type { FieldStack } from '../open-field-stack.ts';
import type { Sids } from '../placeholders.ts';
import { sendRequest, type Received } from '../send-request.ts';
import type { Observe } from './played.ts';

type Observed = Record<string, unknown>;

/** Sends the requests of a case, and returns a function that observes what came of them. */
export async function playCallbacks(stack: FieldStack, field: FieldCase, sids: Sids): Promise<Observe> {
  const ingest = await stack.app('ingest', field.env);
  for (const call of field.rest?.calls ?? []) stack.twilio.calls.set(String(call['sid']), call);
  for (const request of field.before ?? []) {
    const { token } = await sendRequest(ingest.url, { base: field.base ?? 'empty', ...request }, sids);
    await untilSettled(stack, token);
  }
  const logStart = ingest.output.length;
  const received = await sendRequest(ingest.url, field, sids);
  await untilSettled(stack, received.token);
  const expected = field.expect;
  return async () => ({
    ...(await observeAnswer(received)),
    ...(await observeCall(stack, sids, received, field)),
    ...('logged' in expected && { logged: linesOf(ingest.output.slice(logStart)) }),
  });
}

const observeAnswer = async ({ status, type, body }: Received): Promise<Observed> => ({ status, type, body });

async function observeCall(stack: FieldStack, sids: Sids, { token }: Received, { expect }: FieldCase) {
  const sid = sids.of('CANEW');
  const id = await inboxIdOf(stack, token);
  const inbox = id === null ? null : await stack.get<Observed>(`/api/inbox/${id}`);
  const call = 'call' in expect || 'explained' in expect ? await stack.get<Observed>(`/api/calls/${sid}`) : null;
  const contacts = 'contacts' in expect ? await contactsOf(stack, Object.keys(expect.contacts as object)) : null;
  const rows = 'rows' in expect ? await countRows(stack, sid) : null;
  const explained = 'explained' in expect ? await isExplained(stack, sid, id) : null;
  return { inbox, call, contacts, rows, explained };
}

/** Waits until the row is applied, quarantined or given up; a request that was refused has none. */
const untilSettled = (stack: FieldStack, token: string): Promise<void> =>
  eventually(
    async () => {
      const { rows } = await stack.db.pool.query<{ state: string }>(
        'select processing_status as state from twilio_webhook_inbox where idempotency_token = $1',
        [token],
      );
      const unsettled = rows.find(({ state }) => ['pending', 'processing', 'failed'].includes(state));
      if (unsettled) throw new Error(`The callback is ${unsettled.state}`);
    },
    { timeoutMs: 60_000 },
  );

/** The row of this very request: Twilio's idempotency token names it. */
async function inboxIdOf(stack: FieldStack, token: string): Promise<string | null> {
  const { rows } = await stack.db.pool.query<{ id: string }>(
    'select id::text from twilio_webhook_inbox where idempotency_token = $1',
    [token],
  );
  return rows[0]?.id ?? null;
}

async function countRows(stack: FieldStack, sid: string): Promise<number> {
  const { rows } = await stack.db.pool.query<{ count: number }>(
    'select count(*)::integer as count from twilio_webhook_inbox where call_sid = $1',
    [sid],
  );
  return rows[0]!.count;
}

/** How many contacts there are with each number, as it is stored. */
async function contactsOf(stack: FieldStack, numbers: readonly string[]): Promise<Record<string, number>> {
  const { rows } = await stack.db.pool.query<{ number: string; count: number }>(
    `select number, (select count(*)::integer from contacts where phone_number = number) as count
    from unnest($1::text[]) number`,
    [numbers],
  );
  return Object.fromEntries(rows.map(({ number, count }) => [number, count]));
}

/** True if the explanation of the call names this row of the inbox. */
async function isExplained(stack: FieldStack, sid: string, id: string | null): Promise<boolean> {
  const explanation = await stack.get<{ timeline: { inbox_id: string | null }[] }>(`/api/calls/${sid}/explain`);
  return explanation?.timeline.some((entry) => entry.inbox_id === id) ?? false;
}

/** The levels and messages of log lines, such as `warn: …`. */
const linesOf = (output: string): string[] =>
  output.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return line === '' ? [] : [`error: ${line}`];
    const { level, msg, reason = '', error = '' } = JSON.parse(line) as Record<string, string>;
    return [`${level}: ${msg} ${reason} ${error}`.trim()];
  });
