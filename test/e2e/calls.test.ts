import { afterAll, describe, expect, test } from '@jest/globals';
import { settled, startStack, untilApplied, type Backend, type Stack } from '../support/processes/stack.ts';
import { checkHistory } from '../proofs/chaos/check-history.ts';

describe.each(['redis', 'postgres'] as const)(
  'simulated calls through the whole system, queues on %s',
  (backend: Backend) => {
    let stack: Stack;
    afterAll(async () => stack?.[Symbol.asyncDispose]());

    test('every acknowledged callback is stored and applied once, and every call matches what Twilio delivered', async () => {
      stack = await startStack(backend);
      await stack.control.send('POST', 'load', LOAD);
      await settled(() => stack.control.expectDone(), 60_000);
      await untilApplied(stack, 60_000);

      const findings = await checkHistory(stack);
      expect(findings).toMatchObject({ lost: 0, twice: 0, wrong: 0, pending: 0, examples: [] });
      expect(findings.acked).toBeGreaterThan(400);
      expect(findings.duplicates).toBeGreaterThan(0);
      expect(findings.applied).toBe(findings.stored);
    });

    test('no forged callback is acknowledged, and reordered ones are marked late', async () => {
      expect(await stack.control.send('GET', 'stats')).toMatchObject({ forged_acked: 0, forged: expect.any(Number) });
      const [late] = await stack.query<{ count: number }>(
        `select count(*)::integer as count from call_events where verdict = 'late'`,
      );
      expect(late!.count).toBeGreaterThan(0);
    });

    test('a bridged call has its child leg, its conversation and the statuses of the call inbox', async () => {
      const [leg] = await stack.query<{ message: Record<string, unknown> }>(BRIDGED);
      expect(leg!.message).toMatchObject({
        direction: 'inbound',
        status: 'completed',
        is_final: true,
        conversation_id: expect.any(Number),
      });
    });
  },
);

const LOAD = { calls: 120, rate: 200, seed: 11, speed: 600, duplicate: 0.2, reorder: 0.3, drop: 0.05, forge: 0.05 };
const BRIDGED = `
select to_jsonb(child) as message from messages child join messages parent on parent.twilio_sid = child.parent_call_sid
where child.status = 'completed' and child.direction = 'inbound' and child.conversation_id = parent.conversation_id limit 1`;
