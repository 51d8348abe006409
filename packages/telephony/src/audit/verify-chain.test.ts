import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { verifyChain, type AuditLink, type KnownHead } from './verify-chain.ts';

const seal = (previous: string, id: number, sealed: string[]) =>
  createHash('sha256')
    .update(
      JSON.stringify([previous, id, ...sealed], null, 1)
        .replace(/\n ?/g, ' ')
        .replace('[ ', '[')
        .replace(/ \]$/, ']'),
    )
    .digest('hex');
function chainOf(length: number): AuditLink[] {
  const links: AuditLink[] = [];
  for (let id = 1; id <= length; id++) {
    const sealed = [`event ${id}`, 'ok'];
    links.push({ id, sealed, hash: seal(links.at(-1)?.hash ?? '', id, sealed) });
  }
  return links;
}
async function* streamOf(links: AuditLink[]): AsyncGenerator<AuditLink> {
  yield* links;
}
const verify = (links: AuditLink[], ...known: KnownHead[]) => verifyChain(streamOf(links), { known });
const chain = chainOf(9);
const without = (...ids: number[]) => chain.filter(({ id }) => !ids.includes(id));
const edited = (id: number, change: Partial<AuditLink>) =>
  chain.map((link) => (link.id === id ? { ...link, ...change } : link));

test('an unchanged chain is intact and has a head', async () => {
  expect(await verify(chain)).toEqual({ lines: 9, head: { id: 9, hash: chain[8]!.hash }, broken: null });
  expect(await verify([])).toEqual({ lines: 0, head: null, broken: null });
});

test('an edited line is named at any place', async () => {
  for (const { id } of chain)
    expect((await verify(edited(id, { sealed: ['event 0', 'ok'] }))).broken).toEqual({ id, why: 'altered' });
});

test('an edited line that was sealed again is found at the next line', async () => {
  const sealed = ['event 0', 'ok'];
  const hash = seal(chain[3]!.hash, 5, sealed);
  expect((await verify(edited(5, { sealed, hash }))).broken).toEqual({ id: 6, why: 'altered' });
});

test('a deleted line is named, even the first', async () => {
  expect((await verify(without(1))).broken).toEqual({ id: 1, why: 'missing' });
  expect((await verify(without(4, 5))).broken).toEqual({ id: 4, why: 'missing' });
});

test('inserted and swapped lines are named', async () => {
  const putIn = [
    ...chain.slice(0, 4),
    { ...chain[3]!, id: 5 },
    ...chain.slice(4).map((link) => ({ ...link, id: link.id + 1 })),
  ];
  expect((await verify(putIn)).broken).toEqual({ id: 5, why: 'altered' });
  const moved = chain.map((link, at) =>
    at === 2 ? { ...chain[3]!, id: 3 } : at === 3 ? { ...chain[2]!, id: 4 } : link,
  );
  expect((await verify(moved)).broken).toEqual({ id: 3, why: 'altered' });
});

test('a chain that was cut off or sealed again differs from the known head', async () => {
  const known = { id: 9, hash: chain[8]!.hash };
  expect((await verify(without(8, 9))).broken).toBeNull();
  expect((await verify(without(8, 9), known)).broken).toEqual({ id: 8, why: 'missing' });
  const resealed = chainOf(8).concat({ id: 9, sealed: ['x'], hash: seal(chain[7]!.hash, 9, ['x']) });
  expect((await verify(resealed, known)).broken).toEqual({ id: 9, why: 'not as anchored' });
  expect((await verify(chain, known)).broken).toBeNull();
});

test('the first of several known heads that differs is named', async () => {
  const heads = chain.map(({ id, hash }) => ({ id, hash }));
  expect((await verify(chain, ...heads)).broken).toBeNull();
  const wrong = { id: 4, hash: heads[0]!.hash };
  expect((await verify(chain, wrong, ...heads)).broken).toEqual({ id: 4, why: 'not as anchored' });
  expect((await verify(without(3, 4, 5, 6, 7, 8, 9), ...heads)).broken).toEqual({ id: 3, why: 'missing' });
  expect((await verify([], ...heads)).broken).toEqual({ id: 1, why: 'missing' });
});

test('a verified line lets the lines before it be left out, and must itself be unchanged', async () => {
  const from = { id: 6, hash: chain[5]!.hash };
  const since = (links: AuditLink[]) => verifyChain(streamOf(links.filter(({ id }) => id >= 6)), { from });
  expect(await since(chain)).toEqual({ lines: 9, head: { id: 9, hash: chain[8]!.hash }, broken: null });
  expect((await since(chain.slice(0, 6))).broken).toBeNull();
  expect((await since(edited(8, { sealed: ['x'] }))).broken).toEqual({ id: 8, why: 'altered' });
  expect((await since(edited(6, { hash: chain[0]!.hash }))).broken).toEqual({ id: 6, why: 'not as anchored' });
  expect((await since(without(6, 7, 8, 9))).broken).toEqual({ id: 6, why: 'missing' });
});
