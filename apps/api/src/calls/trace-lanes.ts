import type { FamilyCall } from '@trunkline/db/calls';
import type { RecordingOfParties } from '@trunkline/db/recordings';
import { presentLeg, presentRecordings, type ExaminedLeg } from '@trunkline/explain';
import { outsideNumber, statusIntervals, type Direction } from '@trunkline/telephony/calls';
import { displayParty } from '@trunkline/telephony/numbers';
import { describeLength, recordingIntervals } from '@trunkline/telephony/recordings';
import { present } from '../http/route.ts';
import type { UrlSigner } from '../recordings/url-signer.ts';

/** A lane for each leg that was examined, and of the present for each other call of the family: the roles that see no log see these alone. */
export function legLanes(
  family: readonly FamilyCall[],
  legs: readonly ExaminedLeg[],
  { isPast }: { isPast: boolean },
): object[] {
  const examined = new Set<string | null>(legs.map(({ callSid }) => callSid));
  const others = isPast ? [] : family.filter(({ callSid }) => callSid === null || !examined.has(callSid));
  return [
    ...legs.map((leg) =>
      examinedLane(
        leg,
        family.find(({ callSid }) => callSid === leg.callSid),
      ),
    ),
    ...others.map(familyLane),
  ];
}

function examinedLane(leg: ExaminedLeg, row: FamilyCall | undefined): object {
  const { intervals, expected, received, direction, reconciled_at } = presentLeg(leg);
  const { call, callSid, role, label, status } = leg;
  const numbers = call ?? row ?? { direction: 'external' as const, fromNumber: null, toNumber: null };
  return {
    id: row?.id ?? null,
    call_sid: callSid,
    role,
    label,
    status,
    direction,
    party: partyOf({ role, ...numbers }, row),
    intervals,
    expected,
    received,
    reconciled_at,
  };
}

const familyLane = (row: FamilyCall): object => ({
  id: row.id,
  call_sid: row.callSid,
  role: row.role,
  label: row.role,
  status: row.status,
  direction: row.direction,
  party: partyOf(row, row),
  intervals: statusIntervals(row, []).map(present),
  expected: null,
  received: null,
  reconciled_at: null,
});

type Numbers = {
  role: FamilyCall['role'];
  direction: Direction;
  fromNumber: string | null;
  toNumber: string | null;
};

/** The person on a leg: who called us, or who was dialled. */
function partyOf({ role, direction, fromNumber, toNumber }: Numbers, row: FamilyCall | undefined): object {
  const isCaller = role !== 'child' && (direction === 'inbound' || direction === 'external');
  const number = isCaller ? fromNumber : toNumber;
  const contact = row?.contact;
  const isContact =
    contact != null && contact.number === outsideNumber(direction, fromNumber, toNumber) && role !== 'child';
  return {
    number,
    display: displayParty(number),
    name: row?.person?.name ?? (isContact ? contact.name : null),
    contact_id: isContact ? contact.id : null,
  };
}

type Lanes = {
  recordings: readonly RecordingOfParties[];
  legs: readonly ExaminedLeg[];
  family: readonly FamilyCall[];
  signer: UrlSigner;
};

/** A lane for each recording, with a URL of its audio. */
export function recordingLanes({ recordings, legs, family, signer }: Lanes): object[] {
  const explained = legs.flatMap(presentRecordings);
  return recordings.map((recording) => {
    const { recordingSid, callSid, status, durationSec, startedAt, custody } = recording;
    const call = family.find((one) => one.callSid !== null && one.callSid === callSid);
    const callEnd = call?.endTime ?? call?.finalizedAt ?? null;
    const known = explained.find((one) => one.recording_sid === recordingSid);
    const recorded = { status, durationSec, startedAt: startedAt?.toISOString() ?? null, callEnd };
    const signed = custody === 'stored' ? signer.sign(recordingSid) : undefined;
    return {
      ...present(recording),
      ...(known && { status: known.status, duration_sec: known.duration_sec }),
      length_note: describeLength(recording),
      intervals: known?.intervals ?? recordingIntervals(recorded, []),
      audio_url: signed?.url ?? null,
      audio_url_expires_at: signed?.expiresAt ?? null,
    };
  });
}
