import { CALL_SID, CONFERENCE_SID } from '@trunkline/telephony/callbacks';
import { z } from 'zod';
import { text } from './resource-text.ts';

/** A conference as in Twilio's REST API. A reused name is a new conference. */
export const conferenceResource = z.object({
  sid: z.string().regex(CONFERENCE_SID),
  account_sid: z.string(),
  friendly_name: text,
  /** `init`, `in-progress`, `completed`. */
  status: z.string().min(1),
  reason_conference_ended: text,
  call_sid_ending_conference: text,
  date_created: text,
  date_updated: text,
});

export type ConferenceResource = z.output<typeof conferenceResource>;

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

/** A call in a conference. A completed conference lists none. */
export const participantResource = z.object({
  call_sid: z.string().regex(CALL_SID),
  conference_sid: z.string().regex(CONFERENCE_SID),
  label: text,
  /** `queued`, `connecting`, `ringing`, `connected`, `complete`, `failed`. */
  status: text,
  muted: flag,
  hold: flag,
  start_conference_on_enter: flag,
  end_conference_on_exit: flag,
  date_created: text,
});

export type ParticipantResource = z.output<typeof participantResource>;
