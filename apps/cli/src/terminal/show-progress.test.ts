import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { showProgress } from './show-progress.ts';

/** A stream as a terminal, or not. */
function openStream(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80, clearLine: () => true, cursorTo: () => true });
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => String(stream.read() ?? '') };
}

test('on a terminal progress is a bar that ends full', () => {
  const { stream, written } = openStream(true);
  using progress = showProgress('calls', stream);
  progress.update(10, 40);
  progress.update(40, 40);
  progress.end();
  expect(written()).toMatch(/40\/40 calls · 100 %/);
});

test('elsewhere quick work writes nothing, in particular no escape sequence', () => {
  const { stream, written } = openStream(false);
  using progress = showProgress('calls', stream);
  progress.update(10, 40);
  progress.update(40, 40);
  progress.end();
  expect(written()).toBe('');
});
