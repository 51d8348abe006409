import type { ClaimedRecording } from '@trunkline/db/recordings';
import { describeLength, type StoredObject } from '@trunkline/telephony/recordings';

/** Facts of a stored recording for its evidence. */
export type StoredDetails = Record<string, string | number | boolean>;

/** What the evidence says of a stored recording, with the difference to what Twilio announced. */
export function describeStored(
  { sha256, audioSec, isEncrypted }: StoredObject,
  { durationSec, channels }: { durationSec: number | null; channels: number | null },
): StoredDetails {
  const differs = describeLength({ durationSec, audioSec });
  return {
    sha256,
    ...(channels !== null && { channels }),
    ...(audioSec !== null && { seconds: Math.round(audioSec * 100) / 100 }),
    ...(differs !== null && { differs }),
    ...(isEncrypted && { encrypted: true }),
  };
}

/** Object keys begin with the day of the recording, for people and for the bucket's lifecycle rules. */
export function keyOf({ recordingSid, startedAt, announcedAt }: ClaimedRecording): string {
  return `${(startedAt ?? announcedAt).toISOString().slice(0, 10).replaceAll('-', '/')}/${recordingSid}.wav`;
}
