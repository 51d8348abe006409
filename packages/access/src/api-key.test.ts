import { expect, test } from '@jest/globals';
import { newApiKey, readApiKey } from './api-key.ts';

test('a key is parsed into its prefix and its hash, and does not contain the hash', () => {
  const { key, prefix, hash } = newApiKey();
  expect(key).toMatch(/^trk_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
  expect(readApiKey(key)).toEqual({ prefix, hash });
  expect(key).not.toContain(hash);
});

test('a thousand keys have a thousand prefixes and secrets', () => {
  const keys = Array.from({ length: 1000 }, newApiKey);
  expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(1000);
  expect(new Set(keys.map(({ hash }) => hash)).size).toBe(1000);
});

test('a key with any altered character is invalid', () => {
  const { key } = newApiKey();
  for (let at = 0; at < key.length; at++) {
    const changed = `${key.slice(0, at)}${key[at] === 'b' ? 'c' : 'b'}${key.slice(at + 1)}`;
    expect([changed, readApiKey(changed)]).toEqual([changed, undefined]);
  }
});

test.each(['', 'trk_', 'secret', `trk_${'a'.repeat(8)}_${'a'.repeat(43)}_${'a'.repeat(6)}`, 'x'.repeat(10_000)])(
  'text that is no key is invalid: %.20s',
  (text) => expect(readApiKey(text)).toBeUndefined(),
);

test('a key with text before or after it is invalid', () => {
  const { key } = newApiKey();
  for (const text of [` ${key}`, `${key} `, `${key}\n`, `${key}${key}`, key.slice(1)])
    expect(readApiKey(text)).toBeUndefined();
});
