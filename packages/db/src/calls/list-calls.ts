import { TABLES } from '@trunkline/access';
import type { Scoped } from '../connection/with-actor.ts';
import { callConditions, type CallFilter } from './call-filter.ts';
import { beganAt, follows, positionOf, toPage, type Page, type PageAt } from '../connection/latest-first.ts';

/** A call in a list, its columns under their names in SQL. */
export type CallListRow = { id: string; position: string; from_number: string | null };

/** A page of calls, the latest first. */
export async function listCalls(tx: Scoped, filter: CallFilter, { after, limit }: PageAt): Promise<Page<CallListRow>> {
  const began = beganAt('c');
  const { conditions, values } = callConditions(filter, began);
  const where = [...conditions, tx.rows('calls', 'c'), follows(`$${values.push(after ?? null)}`, began, 'c.id')];
  const { rows } = await tx.query<CallListRow>(
    `select ${columns(tx)}, ${positionOf(began, 'c.id')} as position from calls c where ${where.join(' and ')}
    order by ${began} desc, c.id desc limit $${values.push(limit + 1)}`,
    values,
  );
  return toPage(rows, limit);
}

/** The columns of the parties, and for staff those of a list too. */
function columns(tx: Scoped): string {
  const own = tx.columns('calls', 'c');
  const ofStaff = [...TABLES['calls']!.columns!.client!, ...STAFF_COLUMNS].map((column) => `c.${column}`);
  return own === 'c.*' ? ofStaff.join(', ') : own;
}

const STAFF_COLUMNS = [
  'twilio_direction',
  'price',
  'price_unit',
  'answered_by',
  'error_code',
  'siren_triggered',
  'candidate_id',
  'campaign_id',
  'campaign_contact_id',
  'external_call_id',
];
