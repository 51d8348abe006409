import type { CustodyStep } from '@trunkline/telephony/recordings';
import type { Queryable } from '../connection/open-database.ts';

/** A recording claimed by this attempt to fetch it. */
export type ClaimedRecording = {
  recordingSid: string;
  attempt: number;
  /** Twilio's. */
  status: string;
  url: string | null;
  channels: number | null;
  durationSec: number | null;
  announcedAt: Date;
  startedAt: Date | null;
  errorCode: string | null;
  /** Twilio announced its EncryptionDetails: the media is no audio to us. */
  isEncrypted: boolean;
  evidence: CustodyStep[];
};

/**
 * Claims an announced recording for `leaseSeconds`; undefined where another attempt has it, or it is settled. The guard in
 * the statement makes a job that runs twice harmless.
 */
export async function claimRecording(
  db: Queryable,
  recordingSid: string,
  leaseSeconds: number,
): Promise<ClaimedRecording | undefined> {
  const values = [recordingSid, leaseSeconds];
  return (await db.query<ClaimedRecording>({ name: 'claim-recording', text: CLAIM, values })).rows[0];
}

/** Renews the claim; false where another attempt has taken it over. */
export async function renewRecording(
  db: Queryable,
  { recordingSid, attempt }: Pick<ClaimedRecording, 'recordingSid' | 'attempt'>,
  leaseSeconds: number,
): Promise<boolean> {
  const values = [recordingSid, attempt, leaseSeconds];
  return (await db.query({ name: 'renew-recording', text: RENEW, values })).rowCount === 1;
}

const CLAIM = `
update call_recordings set
  custody = 'fetching', fetch_attempts = fetch_attempts + 1, next_attempt_at = now() + interval '1 second' * $2
where recording_sid = $1 and custody = 'announced'
returning recording_sid as "recordingSid", fetch_attempts as attempt, twilio_status as status, url, channels, duration_sec as "durationSec",
  announced_at as "announcedAt", started_at as "startedAt", error_code as "errorCode",
  encryption_details is not null as "isEncrypted", evidence`;

const RENEW = `
update call_recordings set next_attempt_at = now() + interval '1 second' * $3
where recording_sid = $1 and fetch_attempts = $2 and custody = 'fetching'`;
