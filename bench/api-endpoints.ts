import { countCalls, findCall, listCallEvents, listCallLegs, listCallLogs, listCalls } from '@trunkline/db/calls';
import { findCampaign, listCallAttempts } from '@trunkline/db/campaigns';
import { listCandidates } from '@trunkline/db/candidates';
import type { Scoped } from '@trunkline/db/connection';
import {
  countConversations,
  findContact,
  findConversation,
  listContacts,
  listConversations,
  listMessages,
} from '@trunkline/db/conversations';
import { countFloor, listFloor } from '@trunkline/db/floor';
import { readCallControl } from '@trunkline/db/live-control';
import { readSearch } from '@trunkline/telephony/search';
import type { Endpoint } from './compare-endpoints.ts';

const PAGE = { limit: 50 };
const [NUMBER, CAMPAIGN, CANDIDATE] = ['+15082000041', 'campaign-1', 7];
/** The call that `fillCalls` numbers 6: a leg of the one before it. */
const CALL_SID = 'CA1679091c5a880faf6fb5e6087eb1b2dc';

/** Lists and details of the tables that grow; the rows asked for are in the small database and in the large one. */
export const ENDPOINTS: readonly Endpoint[] = [
  { path: '/api/conversations', sql: (db) => listConversations(db, { limit: 20 }) },
  {
    path: '/api/conversations/active',
    sql: async (db) => [await listConversations(db, { limit: 20, isLive: true }), await countConversations(db, true)],
  },
  { path: '/api/conversations/42', sql: (db) => findConversation(db, '42') },
  { path: '/api/conversations/42/messages', sql: (db) => listMessages(db, '42', { limit: 1000 }) },
  { path: '/api/calls', sql: (db) => listCalls(db, {}, PAGE) },
  { path: '/api/calls?live=true', sql: (db) => listCalls(db, { isLive: true }, PAGE) },
  { path: '/api/calls?status=failed', sql: (db) => listCalls(db, { statuses: ['failed'] }, PAGE) },
  { path: '/api/calls?direction=inbound', sql: (db) => listCalls(db, { directions: ['inbound'] }, PAGE) },
  { path: `/api/calls?number=${encodeURIComponent(NUMBER)}`, sql: (db) => listCalls(db, { number: NUMBER }, PAGE) },
  { path: '/api/calls?sort=-duration', sql: (db) => listCalls(db, {}, { ...PAGE, sort: '-duration' }) },
  { path: '/api/calls?duration_min=60', sql: (db) => listCalls(db, { durationMin: 60 }, PAGE) },
  { path: '/api/calls?has_siren=true', sql: (db) => listCalls(db, { hasSiren: true }, PAGE) },
  { path: '/api/calls?q=2000041', sql: (db) => listCalls(db, { search: readSearch('2000041') }, PAGE) },
  { path: '/api/calls?q=%2B1508', sql: (db) => listCalls(db, { search: readSearch('+1508') }, PAGE) },
  { path: '/api/calls/count?direction=inbound', sql: (db) => countCalls(db, { directions: ['inbound'] }) },
  { path: '/api/search?q=2000041', sql: (db) => listCalls(db, { search: readSearch('2000041') }, { limit: 8 }) },
  { path: '/api/floor', sql: async (db) => [await listFloor(db), await countFloor(db)] },
  { path: `/api/calls/${CALL_SID}`, sql: readCall },
  { path: `/api/call-logs?candidate_id=${CANDIDATE}`, sql: (db) => listCallLogs(db, { candidateId: CANDIDATE }, PAGE) },
  { path: '/api/contacts', sql: (db) => listContacts(db, {}, PAGE) },
  { path: '/api/contacts/42', sql: (db) => findContact(db, '42') },
  { path: '/api/candidates', sql: (db) => listCandidates(db, {}, PAGE) },
  { path: `/api/campaigns/${CAMPAIGN}`, sql: (db) => findCampaign(db, CAMPAIGN) },
  {
    path: `/api/call-attempts?campaign_id=${CAMPAIGN}`,
    sql: (db) => listCallAttempts(db, { campaignId: CAMPAIGN }, PAGE),
  },
];

async function readCall(db: Scoped): Promise<unknown> {
  const call = await findCall(db, { callSid: CALL_SID });
  return [await listCallLegs(db, CALL_SID), await listCallEvents(db, CALL_SID), await readCallControl(db, call!.id)];
}
