import type { Rejection } from '@trunkline/db/rejected-requests';
import { inBackground, startLoop, type Logger } from '@trunkline/service';
import { accountOf, type ExplainedMismatch, type MismatchExplainer, type SignedRequest } from '@trunkline/twilio';
import type { Request } from 'express';
import { ACCOUNT_SID, findCallbackPath } from '@trunkline/telephony/callbacks';
import type { RejectionCause } from '@trunkline/telephony/rejected-requests';
import { sampleOf } from './sample-of.ts';

/** A refused request: its answer, and what is known of it where its body was read. */
export type Refused = {
  request: Request;
  status: number;
  /** `mismatch` is explained by the record. */
  cause: RejectionCause | 'mismatch';
  signed?: SignedRequest;
};

export type RejectionRecord = AsyncDisposable & { add: (refused: Refused) => void };

type Parts = {
  save: (rejections: readonly Rejection[]) => Promise<void>;
  explain: MismatchExplainer;
  /** While Postgres is known to be unavailable nothing is written; what is counted stays in memory. */
  isUnavailable: () => boolean;
  baseUrl: string;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  now?: () => number;
};

const SAVE_EVERY_MS = 10_000;
const HOUR_MS = 3_600_000;
/** Rows that one process adds in an hour; what exceeds them is counted by cause alone. */
const KINDS_PER_HOUR = 100;
const LONGEST_HOST = 100;
const LONGEST_PATH = 100;

/**
 * Keeps what was refused, by cause and URL, for a day. A sender who varies what it sends fills neither memory nor disk: of
 * each kind only the first request is looked at, and of kinds there are 100 an hour.
 */
export function recordRejections({
  save,
  explain,
  isUnavailable,
  baseUrl,
  log,
  now = Date.now,
}: Parts): RejectionRecord {
  let kinds = new Map<string, Kind>();
  let hour = 0;
  let unsaved = new Map<string, Rejection>();

  function add(refused: Refused): void {
    const at = now();
    if (at - hour >= HOUR_MS) [kinds, hour] = [new Map(), at - (at % HOUR_MS)];
    count({ ...kindOf(refused), requests: 1, firstAt: new Date(at), lastAt: new Date(at) });
  }

  function kindOf(refused: Refused): Kind {
    const url = urlOf(refused);
    const key = [refused.status, refused.cause, ...Object.values(url)].join(' ');
    const known = kinds.get(key);
    if (known) return known;
    if (kinds.size < KINDS_PER_HOUR) return begin(key, url, refused);
    const rest = `rest ${refused.status} ${refused.cause}`;
    return kinds.get(rest) ?? begin(rest, OTHERS, refused, unexplained(refused));
  }

  function begin(key: string, url: Url, refused: Refused, { cause, signedUrl } = explained(refused)): Kind {
    const { request, status, signed } = refused;
    const sample = sampleOf(request, signed, { expectedUrl: baseUrl + url.path, signedUrl });
    const kind: Kind = { ...url, hour: new Date(hour), cause, responseStatus: status, sample };
    kinds.set(key, kind);
    return kind;
  }

  const explained = (refused: Refused): ExplainedMismatch =>
    refused.cause === 'mismatch' && refused.signed
      ? explain(refused.signed, refused.request.headers.host)
      : unexplained(refused);

  function count(later: Rejection): void {
    const key = rowKeyOf(later);
    const row = unsaved.get(key);
    if (!row && unsaved.size >= 2 * KINDS_PER_HOUR) return; // Postgres is unavailable for hours: the first kinds are enough
    if (!row) return void unsaved.set(key, later);
    row.requests += later.requests;
    row.lastAt = later.lastAt;
  }

  async function flush(): Promise<void> {
    if (unsaved.size === 0 || isUnavailable()) return;
    const batch = unsaved;
    unsaved = new Map();
    try {
      await save([...batch.values()]);
    } catch (error) {
      const since = unsaved;
      unsaved = batch;
      for (const row of since.values()) count(row);
      throw error;
    }
  }

  const loop = startLoop('rejected requests', SAVE_EVERY_MS, flush, log);
  return {
    add,
    async [Symbol.asyncDispose]() {
      await loop[Symbol.asyncDispose]();
      await inBackground('rejected requests', log, flush); // what the last seconds brought
    },
  };
}

/** What the requests of a row have in common. */
type Kind = Omit<Rejection, 'requests' | 'firstAt' | 'lastAt'>;

const rowKeyOf = ({ hour, cause, method, path, host, accountSid }: Kind): string =>
  [hour.getTime(), cause, method, path, host, accountSid].join(' ');

const unexplained = ({ cause }: Refused): ExplainedMismatch => ({
  cause: cause === 'mismatch' ? 'old-token-or-forged' : cause,
  signedUrl: null,
});

type Url = Pick<Rejection, 'method' | 'path' | 'host' | 'accountSid'>;
const OTHERS: Url = { method: '', path: '(others)', host: '(others)', accountSid: '' };

/** What the sender chose is cut, and holds no value of a field. */
function urlOf({ request, signed }: Refused): Url {
  const [path = ''] = request.url.split('?');
  const account = signed && accountOf(signed);
  return {
    method: /^[A-Z]{1,10}$/.test(request.method) ? request.method : 'OTHER',
    path: findCallbackPath(path) ? path.replace(/\/+$/, '') : path.replace(/[^\w./~-]/g, '').slice(0, LONGEST_PATH),
    host: (request.headers.host ?? '')
      .toLowerCase()
      .replace(/[^a-z0-9.:-]/g, '')
      .slice(0, LONGEST_HOST),
    accountSid: account !== undefined && ACCOUNT_SID.test(account) ? account : '',
  };
}
