import { afterEach, expect, test } from '@jest/globals';
import type { CallbackToStore } from '@trunkline/db/inbox';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../test/support/eventually.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { callbackToStore, progress } from '../../../test/support/twilio/callbacks.ts';
import { openSpool } from './spool.ts';

const folder = await mkdtemp(join(tmpdir(), 'trunkline-spool-'));
afterEach(() => rm(folder, { recursive: true }));

test('files of this and the last version are stored and removed, and a file that is no callback is put aside', async () => {
  const stored: CallbackToStore[] = [];
  const callback = callbackToStore(progress('CA1', 'ringing', 1), { callbackKind: 'call-inbound' });
  const { callbackKind, ...rest } = { ...callback, dedupeKey: 'last version' };
  const odd = '{"a": {"__proto__": "kept"}, "b": 1}';
  await writeFile(join(folder, '1.json'), JSON.stringify({ ...rest, eventType: callbackKind }));
  await writeFile(join(folder, '2.json'), '{"dedupeKey": "half');
  await writeFile(join(folder, '3.json'), '{"dedupeKey": "without the rest"}');
  await writeFile(join(folder, '4.json'), JSON.stringify(callback).replace('"payload":{', `"payload":{"odd":${odd},`));
  await using spool = openSpool({ folder, store: async (one) => void stored.push(one), log: silentLog });
  await spool.keep({ ...callback, dedupeKey: 'kept' });
  await eventually(async () => expect((await readdir(folder)).toSorted()).toEqual(['2.json.bad', '3.json.bad']));
  expect(stored.map(({ dedupeKey }) => dedupeKey)).toEqual(['last version', callback.dedupeKey, 'kept']);
  expect(stored.every((one) => one.callbackKind === 'call-inbound' && !('eventType' in one))).toBe(true);
  expect(JSON.stringify(stored[1]!.payload)).toContain('"__proto__":"kept"');
});
