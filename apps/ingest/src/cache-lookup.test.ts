import { expect, test } from '@jest/globals';
import { rememberRecent } from './cache-lookup.ts';

function counted(answers: Record<string, string>) {
  const asked: string[] = [];
  const find = async (key: string) => {
    asked.push(key);
    if (answers[key] === 'broken') throw new Error('away');
    return answers[key];
  };
  return { asked, find };
}

test('what was found is not asked for again, also by those who ask at once', async () => {
  const { asked, find } = counted({ a: '1' });
  const get = rememberRecent(find, 10);
  expect(await Promise.all([get('a'), get('a'), get('a')])).toEqual(['1', '1', '1']);
  expect([await get('a'), asked]).toEqual(['1', ['a']]);
});

test('what was not found, or could not be looked up, is asked for again', async () => {
  const answers: Record<string, string> = { b: 'broken' };
  const { asked, find } = counted(answers);
  const get = rememberRecent(find, 10);
  expect(await get('a')).toBeUndefined();
  await expect(get('b')).rejects.toThrow('away');
  Object.assign(answers, { a: '1', b: '2' });
  expect([await get('a'), await get('b')]).toEqual(['1', '2']);
  expect(asked).toEqual(['a', 'b', 'a', 'b']);
});

test('the key that nobody asked for longest is forgotten first', async () => {
  const { asked, find } = counted({ a: '1', b: '2', c: '3' });
  const get = rememberRecent(find, 2);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});
