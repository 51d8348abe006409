import type { ConversationRow, LastMessageRow, MessageRow } from '@trunkline/db/conversations';
import {
  isCallStatus,
  isUnreached,
  mergeLegs,
  messageText,
  STATUS_WORDS,
  type CallStatus,
} from '@trunkline/telephony/calls';

/** A conversation as the call inbox shows it. */
export const presentConversation = (row: ConversationRow) => ({
  id: row.id,
  subject: row.subject,
  status: row.status,
  last_message: row.lastMessage && presentText(row.lastMessage),
  contact: { display_name: row.displayName, phone_number: row.phoneNumber },
  created_at: row.createdAt,
  updated_at: row.updatedAt,
});

/** A call as the call inbox shows it, with its legs merged into it. */
export function presentMessage(row: MessageRow) {
  const { totalDurationSec, talkTimeSec, waitTimeSec } = timesOf(row);
  return {
    id: row.id,
    call_sid: row.call_sid,
    ...presentText(row),
    duration: row.duration_sec,
    total_duration: totalDurationSec,
    talk_time: talkTimeSec,
    wait_time: waitTimeSec,
    metadata: metadataOf(row),
  };
}

/** The fields of the last message of a conversation and of every message. */
function presentText(row: LastMessageRow | MessageRow) {
  const status = shownStatus(row);
  const { direction, from_number: from, to_number: to, duration_sec: durationSec } = row;
  return {
    ...messageText({ direction, status, from, to, durationSec }),
    created_at: new Date(row.start_time ?? row.created_at),
    direction,
    call_status: STATUS_WORDS[status].message,
  };
}

/** The status of a call; that of the dialled leg, if the call completed and the leg failed. */
function shownStatus({ status, dial_call_status: dialled }: LastMessageRow | MessageRow): CallStatus {
  const isDialled = status === 'completed' && isCallStatus(dialled) && isUnreached(dialled);
  return isDialled ? dialled : status;
}

/** A leg without the call that dialled it takes the total from that call. */
function timesOf({ legs, parent_call_sid: parent, parent_duration_sec, duration_sec, end_time }: MessageRow) {
  if (parent === null || legs.length > 0) return mergeLegs({ durationSec: duration_sec }, legs);
  const leg = { durationSec: duration_sec, endTime: end_time?.toISOString() ?? null };
  return mergeLegs({ durationSec: parent_duration_sec }, [leg]);
}

/** As in the view `messages`; fields for the staff are absent for other roles. */
const metadataOf = (row: MessageRow) => ({
  ...row.metadata,
  answered_by: row.answered_by,
  queue_time: row.queue_time,
  twilio_direction: row.twilio_direction,
  twilioDirection: row.twilio_direction,
  twilio_status: row.status,
  actual_direction: row.direction,
  display_status: shownStatus(row),
  duration: row.duration_sec,
  hasParent: row.parent_call_sid !== null,
  from: row.from_number,
  to: row.to_number,
});
