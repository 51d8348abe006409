import { expect, test } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { hasKeys, offerConsole } from './open-console.ts';

class FakeTerminal extends EventEmitter {
  isTTY = true;
  isRaw = false;
  setRawMode(isRaw: boolean) {
    this.isRaw = isRaw;
    return this;
  }
  setEncoding() {
    return this;
  }
  resume() {
    return this;
  }
  pause() {
    return this;
  }
}

test('o opens the console and Ctrl-C is passed on, until the offer ends', () => {
  const terminal = new FakeTerminal();
  const pressed: string[] = [];
  const stdin = terminal as unknown as NodeJS.ReadStream;
  const offer = offerConsole(() => pressed.push('open'), { stdin, interrupt: () => pressed.push('interrupt') });
  expect(terminal.isRaw).toBe(true);
  for (const key of ['x', 'o', '\u0003']) terminal.emit('data', key);
  offer[Symbol.dispose]();
  terminal.emit('data', 'o');
  expect([pressed, terminal.isRaw]).toEqual([['open', 'interrupt'], false]);
});

test('without a terminal no key is read', () => {
  expect(hasKeys({ isTTY: false })).toBe(false);
});
