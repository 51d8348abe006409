import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Attempt } from './attempt.ts';
import type { Callback } from './callback.ts';
import { parseOverrides } from './connection-overrides.ts';
import { deliver, isAcknowledged } from './deliver.ts';
import type { DeliveryCounts } from './delivery-counts.ts';
import type { Delivery, DeliveryLog } from './delivery-log.ts';
import type { CallbackFaults } from './faults.ts';
import type { Pacer } from './pacer.ts';
import type { SendMode, Transport } from './transport.ts';
import { forgeRequest, prepareRequest, type Route, type WireRequest } from './wire-request.ts';

/** Sends a callback with its faults. Returns the last attempt of the first copy; undefined: dropped. */
export type Send = (callback: Callback, faults: CallbackFaults, random: Random) => Promise<Attempt | undefined>;

export interface OutboxParts {
  authToken: string;
  route: Route;
  transport: Transport;
  log: DeliveryLog;
  counts: DeliveryCounts;
  onAcknowledged(callback: Callback): void;
}

interface OutgoingCallback {
  callback: Callback;
  request: WireRequest;
  faults: CallbackFaults;
  delivery: Delivery;
}

export function openOutbox(parts: OutboxParts, pacer: Pacer): Send {
  const { authToken, route, log, counts } = parts;
  return async (callback, faults, random) => {
    const { names: given } = faults;
    const signature = {
      authToken: given.includes('wrong-token') ? `not-${authToken}` : authToken,
      isForOtherScheme: given.includes('wrong-scheme'),
    };
    const request = prepareRequest(callback, signature, random.uuid(), route);
    if (faults.names.includes('drop')) {
      counts.dropped++;
      log.open(callback, request.form, faults.names);
      return undefined;
    }
    const release = await pacer.acquire();
    try {
      // The forged copy has a delivery of its own.
      const names = faults.names.filter((name) => name !== 'forge');
      const delivery = log.open(callback, request.form, names);
      const forged = faults.names.includes('forge')
        ? sendForged(parts, callback, forgeRequest(callback, faults.forgery, random.uuid(), route, authToken))
        : undefined;
      const [first] = await Promise.all([sendGenuine(parts, { callback, request, faults, delivery }), forged]);
      return first;
    } finally {
      release();
    }
  };
}

async function sendGenuine(parts: OutboxParts, outgoing: OutgoingCallback): Promise<Attempt> {
  const { counts } = parts;
  const { faults, delivery } = outgoing;
  counts.callbacks_sent++;
  if (delivery.unanswered) counts.unanswered++;
  const first = sendCopy(parts, outgoing);
  if (faults.names.includes('duplicate')) {
    counts.duplicates_sent++;
    if (faults.copyAfterMs !== 'at-once') await first.then(() => sleep(Number(faults.copyAfterMs)));
    await sendCopy(parts, outgoing);
  }
  const last = await first;
  if (!delivery.acked) {
    counts.callbacks_failed++;
    if (delivery.faults.length === 0) counts.unfaulted_failed++;
  }
  return last;
}

async function sendCopy(
  parts: OutboxParts,
  { callback, request, faults, delivery }: OutgoingCallback,
): Promise<Attempt> {
  const { counts, transport } = parts;
  const mode = modeOf(faults);
  if (mode === 'slow') counts.slow++;
  const attempts = await deliver(transport, request, parseOverrides(callback.url), mode);
  counts.retries += attempts.length - 1;
  delivery.attempts.push(...attempts.map(withShortBody));
  const last = attempts.at(-1) as Attempt;
  if (!isAcknowledged(last)) return last;
  if (mode === 'whole') counts.ackMs.add(last.ms);
  if (!delivery.acked) {
    delivery.acked = true;
    counts.callbacks_acked++;
    parts.onAcknowledged(callback);
  }
  return last;
}

/** A forged request is not retried. */
async function sendForged(parts: OutboxParts, callback: Callback, request: WireRequest): Promise<void> {
  const { log, counts, transport } = parts;
  const delivery = log.open(callback, request.form, ['forge']);
  counts.forged++;
  const [attempt] = await deliver(transport, request, { ...parseOverrides(callback.url), retries: 0 });
  delivery.attempts.push(withShortBody(attempt));
  if (!isAcknowledged(attempt)) return;
  delivery.acked = true;
  counts.forged_acked++;
}

function modeOf({ names }: CallbackFaults): SendMode {
  if (names.includes('unanswered')) return 'cut';
  return names.includes('slow') ? 'slow' : 'whole';
}

/** Events shows the start of an answer; long error pages are cut off to save memory. */
function withShortBody({ body, ...attempt }: Attempt): Attempt {
  return body ? { ...attempt, body: body.slice(0, 4096) } : attempt;
}
