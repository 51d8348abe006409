import type { Logger } from '@trunkline/service';
import { RECORDING_SID } from '@trunkline/telephony/callbacks';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Validity of a signed URL. */
const VALID_FOR_MS = 3_600_000;

type SignedUrl = { url: string; expiresAt: Date };

/** Signs and verifies URLs of recordings. A signed URL needs no other credential. */
export type UrlSigner = {
  sign(recordingSid: string, now?: Date): SignedUrl;
  /** The recording of a token; `expired` if its time is over, `unknown` if its signature is not ours. */
  read(token: string, now?: Date): { recordingSid: string } | 'expired' | 'unknown';
};

/** The path below which audio is served. */
export const MEDIA_PATH = '/media/recordings';

/** Opens a signer with this secret; without one, with a random secret that ends with the process. */
export function openUrlSigner(secret: string | undefined, log: Pick<Logger, 'warn'>): UrlSigner {
  if (secret === undefined)
    log.warn('SIGNED_URL_SECRET is not set: signed URLs are valid only for this process and until it ends');
  const key = secret ?? randomBytes(32);
  const macOf = (text: string): string => createHmac('sha256', key).update(`recording ${text}`).digest('base64url');

  return {
    sign(recordingSid, now = new Date()) {
      const expiresAt = new Date(Math.ceil((now.getTime() + VALID_FOR_MS) / 1000 - 1) * 1000);
      const signed = `${recordingSid}.${expiresAt.getTime() / 1000}`;
      return { url: `${MEDIA_PATH}/${signed}.${macOf(signed)}`, expiresAt };
    },
    read(token, now = new Date()) {
      const [recordingSid = '', seconds = '', mac = '', ...rest] = token.split('.');
      if (rest.length > 0 || !RECORDING_SID.test(recordingSid) || !/^\d{10}$/.test(seconds)) return 'unknown';
      const [given, expected] = [mac, macOf(`${recordingSid}.${seconds}`)].map((text) => Buffer.from(text)) as [
        Buffer,
        Buffer,
      ];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'unknown';
      return Number(seconds) * 1000 <= now.getTime() ? 'expired' : { recordingSid };
    },
  };
}
