import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { storableBytes, storableText } from './storable-text.ts';

const ESCAPE = /\\\\|\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|[^\\]+/gu;

/** Reads the bytes back out of text that was flagged as escaped. */
function recover(text: string): Buffer {
  const parts = [...text.matchAll(ESCAPE)].map(([whole, byte, unit]) => {
    if (byte !== undefined) return Buffer.from(byte, 'hex');
    if (unit !== undefined) return Buffer.from(String.fromCharCode(Number.parseInt(unit, 16)));
    return Buffer.from(whole === '\\\\' ? '\\' : whole);
  });
  return Buffer.concat(parts);
}

const isTakenByJsonb = (text: string) => text.isWellFormed() && !text.includes('\0');
const oddBytes = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0, 0x5c, 0x75, 0x78, 0xc3, 0xe2, 0xf0, 0xed, 0xa0)), {
  maxLength: 24,
});

test('any bytes become text that fits into jsonb and from which the bytes can be read back', () => {
  fc.assert(
    fc.property(oddBytes, (numbers) => {
      const bytes = Buffer.from(numbers);
      const { text, isEscaped } = storableBytes(bytes.toString('latin1'));
      expect(isTakenByJsonb(text)).toBe(true);
      expect(isEscaped ? recover(text) : Buffer.from(text)).toEqual(bytes);
    }),
    { numRuns: 2000 },
  );
});

test('ordinary UTF-8 stays as it is and is not flagged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes('\0'));
      expect(storableBytes(Buffer.from(text).toString('latin1'))).toEqual({ text, isEscaped: false });
    }),
  );
  expect(storableBytes(Buffer.from('São Paulo \\u0000').toString('latin1'))).toEqual({
    text: 'São Paulo \\u0000',
    isEscaped: false,
  });
});

test.each([
  ['a\0b', String.raw`a\u0000b`],
  ['\xff\\', String.raw`\xff\\`],
  ['\xc3\xa9\xc3', String.raw`é\xc3`],
  ['\xed\xa0\x80', String.raw`\xed\xa0\x80`],
])('bytes %j are written %s', (bytes, text) => expect(storableBytes(bytes)).toEqual({ text, isEscaped: true }));

test('half a surrogate pair out of JSON is spelled out', () => {
  expect(storableText('x\ud83d')).toEqual({ text: String.raw`x\ud83d`, isEscaped: true });
  expect(storableText('x😀')).toEqual({ text: 'x😀', isEscaped: false });
});
