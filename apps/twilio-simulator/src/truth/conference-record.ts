/** A conference as Twilio itself knows it. */
export interface ConferenceRecord {
  readonly sid: string;
  readonly accountSid: string;
  readonly friendlyName: string;
  readonly createdAt: number;
  /** `init`: not started yet, as it waits for participants. */
  status: ConferenceStatus;
  reason: EndReason | null;
  /** The participant whose leaving ended it. */
  endedByCallSid: string | null;
  /** All participants, in the order of joining. */
  visits: readonly Visit[];
  updatedAt: number;
}

interface Visit {
  readonly callSid: string;
  readonly label: string | null;
  readonly joinedAt: number;
  leftAt: number | null;
  reason: LeaveReason | null;
}

export const conferenceStatuses = ['init', 'in-progress', 'completed'] as const;
type ConferenceStatus = (typeof conferenceStatuses)[number];

export type EndReason =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'last-participant-left';

export type LeaveReason =
  | 'conference_ended_via_api'
  | 'moderator_ended_conference'
  | 'participant_updated_via_api'
  | 'participant_hung_up';

type Given = Pick<ConferenceRecord, 'sid' | 'accountSid' | 'friendlyName' | 'createdAt'>;

export function newConferenceRecord(given: Given): ConferenceRecord {
  const nothingYet = { reason: null, endedByCallSid: null, visits: [] };
  return { ...given, status: 'init', ...nothingYet, updatedAt: given.createdAt };
}

type Ending = Pick<ConferenceRecord, 'reason' | 'endedByCallSid'>;

export function moveConference(record: ConferenceRecord, status: ConferenceStatus, at: number, ending?: Ending): void {
  Object.assign(record, ending, { status, updatedAt: at });
}

export function enterConference(record: ConferenceRecord, callSid: string, label: string | null, at: number): void {
  record.updatedAt = at;
  record.visits = [...record.visits, { callSid, label, joinedAt: at, leftAt: null, reason: null }];
}

export function leaveConference(record: ConferenceRecord, callSid: string, reason: LeaveReason, at: number): void {
  record.updatedAt = at;
  const isLeaving = (visit: Visit): boolean => visit.callSid === callSid && visit.leftAt === null;
  record.visits = record.visits.map((visit) => (isLeaving(visit) ? { ...visit, leftAt: at, reason } : visit));
}
