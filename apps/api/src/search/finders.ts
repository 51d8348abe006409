import type { Permission } from '@trunkline/access';
import { listCalls, type CallListRow } from '@trunkline/db/calls';
import type { Scoped } from '@trunkline/db/connection';
import { listContacts, listConversations } from '@trunkline/db/conversations';
import { findCandidateHits, findInterviewHits, findRecordingHits, findUserHits } from '@trunkline/db/search';
import { displayNumber } from '@trunkline/telephony/numbers';
import { HITS_SHOWN, type Search, type SearchKind } from '@trunkline/telephony/search';
import { displayParties } from '../calls/present-listed-call.ts';

type Hit = { id: string; sid: string | null; title: string; detail: string | null; at: Date | null };
type Found = { hits: Hit[]; hasMore: boolean };
type Finder = { permission: Permission; find: (tx: Scoped, search: Search) => Promise<Found> };

/** How a search finds each kind, the latest first, and the permission that it needs. */
export const FINDERS: Readonly<Record<SearchKind, Finder>> = {
  call: {
    permission: 'calls.read',
    async find(tx, search) {
      const { rows, next } = await listCalls(tx, { search }, { limit: HITS_SHOWN });
      return { hits: rows.map(callHit), hasMore: next !== undefined };
    },
  },
  contact: {
    permission: 'conversations.read',
    async find(tx, search) {
      const { rows, next } = await listContacts(tx, { search }, { limit: HITS_SHOWN });
      const hits = rows.map(({ id, displayName, formattedNumber, phoneNumber, createdAt }) => {
        const number = formattedNumber ?? phoneNumber;
        const title = displayName ?? number;
        return { id, sid: null, title, detail: title === number ? null : number, at: createdAt };
      });
      return { hits, hasMore: next !== undefined };
    },
  },
  conversation: {
    permission: 'conversations.read',
    async find(tx, search) {
      const { rows, next } = await listConversations(tx, { search, limit: HITS_SHOWN });
      const hits = rows.map(({ id, subject, displayName, phoneNumber, lastMessage }) => ({
        id,
        sid: null,
        title: subject ?? phoneNumber,
        detail: displayName === phoneNumber ? null : displayName,
        at: lastMessage && new Date(lastMessage.start_time ?? lastMessage.created_at),
      }));
      return { hits, hasMore: next !== undefined };
    },
  },
  recording: {
    permission: 'recordings.read',
    async find(tx, search) {
      const rows = await findRecordingHits(tx, search, HITS_SHOWN + 1);
      return firstOf(rows, ({ recordingSid, callSid, status, durationSec }) => ({
        id: recordingSid,
        sid: callSid,
        title: recordingSid,
        detail: durationSec === null ? status : `${status}, ${durationSec} s`,
        at: null,
      }));
    },
  },
  candidate: {
    permission: 'interviews.read',
    async find(tx, search) {
      const rows = await findCandidateHits(tx, search, HITS_SHOWN + 1);
      return firstOf(rows, ({ uuid, name, phoneNumber, callStatus }) => {
        const number = phoneNumber && displayNumber(phoneNumber);
        return {
          id: uuid,
          sid: null,
          title: name ?? number ?? uuid,
          detail: name === null ? callStatus : number,
          at: null,
        };
      });
    },
  },
  interview: {
    permission: 'interviews.read',
    async find(tx, search) {
      const rows = await findInterviewHits(tx, search, HITS_SHOWN + 1);
      return firstOf(rows, ({ id, name, status, createdAt }) => ({
        id,
        sid: null,
        title: `Interview with ${name ?? 'a candidate'}`,
        detail: status,
        at: createdAt,
      }));
    },
  },
  user: {
    permission: 'users.read',
    async find(tx, search) {
      const rows = await findUserHits(tx, search, HITS_SHOWN + 1);
      return firstOf(rows, ({ id, name, role, isActive }) => ({
        id,
        sid: null,
        title: name,
        detail: isActive ? role : `${role}, disabled`,
        at: null,
      }));
    },
  },
};

/** The hits of rows of which one more was asked for than is shown. */
const firstOf = <Row>(rows: readonly Row[], hitOf: (row: Row) => Hit): Found => ({
  hits: rows.slice(0, HITS_SHOWN).map(hitOf),
  hasMore: rows.length > HITS_SHOWN,
});

function callHit(call: CallListRow): Hit {
  const { caller, called } = displayParties(call);
  const { call_sid: sid, status, start_time: startTime, created_at: createdAt } = call as typeof call & CallColumns;
  return { id: call.id, sid, title: `${caller} → ${called}`, detail: status, at: startTime ?? createdAt };
}

type CallColumns = { call_sid: string | null; status: string; start_time: Date | null; created_at: Date };
