import { expect, test } from '@jest/globals';
import type { StreamPayload } from '@trunkline/api-contract/stream';
import { QueryClient } from '@tanstack/react-query';
import type { CallRow } from './call.ts';
import { patchCalls } from './patch-call.ts';

const row = (id: string, version: number): CallRow =>
  ({ id, version, status: 'ringing', is_final: false, duration_sec: null, recording_status: null }) as CallRow;
const change = (callId: string, version: number | null, status: string) =>
  ({ callId, version, status, duration: null, recordingStatus: null }) as StreamPayload<'call.updated'>;

function open(rows: CallRow[]) {
  const client = new QueryClient();
  client.setQueryData(['floor'], { data: rows });
  client.setQueryData(['calls', 'list', {}], { pages: [{ data: rows }], pageParams: [null] });
  let writes = 0;
  client.getQueryCache().subscribe(({ type }) => {
    if (type === 'updated') writes += 1;
  });
  return { client, floor: () => client.getQueryData<{ data: CallRow[] }>(['floor'])!.data, writes: () => writes };
}

test('a batch of changes is one write per list, and leaves the rows that it does not name as they are', () => {
  const rows = ['1', '2', '3'].map((id) => row(id, 1));
  const { client, floor, writes } = open(rows);
  patchCalls(client, [change('1', 2, 'in-progress'), change('1', 3, 'completed'), change('2', 2, 'busy')]);
  expect(floor()).toMatchObject([
    { id: '1', status: 'completed', version: 3, is_final: true },
    { id: '2', status: 'busy', is_final: true },
    { id: '3', status: 'ringing' },
  ]);
  expect(floor()[2]).toBe(rows[2]);
  expect(writes()).toBe(2);
});

test('a change that is older than the row, or of a call that no list has, changes nothing', () => {
  const rows = [row('1', 5)];
  const { client, floor } = open(rows);
  patchCalls(client, [change('1', 5, 'completed'), change('9', 6, 'completed')]);
  expect(floor()).toBe(rows);
});

test('in any order of the batch the newest version is what is shown', () => {
  const { client, floor } = open([row('1', 1)]);
  patchCalls(client, [change('1', 4, 'completed'), change('1', 2, 'in-progress')]);
  expect(floor()).toMatchObject([{ status: 'completed', version: 4 }]);
});
