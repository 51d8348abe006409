import { isUtf8 } from 'node:buffer';

// oxlint-disable-next-line no-control-regex -- NUL is what this is about
const NUL = /\u0000/g;

export type Storable = { text: string; isEscaped: boolean };

/**
 * Bytes (one per character, 0-255) as text that fits into `jsonb`. NUL becomes `\u0000` and a byte that is no UTF-8
 * `\xNN`, both spelled out, with every backslash of that text doubled so that it can be read back.
 */
export function storableBytes(bytes: string): Storable {
  if (isPlainAscii(bytes)) return { text: bytes, isEscaped: false };
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? storableText(buffer.toString('utf8')) : { text: escapeBytes(buffer), isEscaped: true };
}

/** The same for text that came out of JSON, where halves of surrogate pairs can stand alone. */
export function storableText(text: string): Storable {
  if (!text.includes('\0') && text.isWellFormed()) return { text, isEscaped: false };
  return {
    text: storableEscaped(text).replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`),
    isEscaped: true,
  };
}

function isPlainAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0 || code > 127) return false;
  }
  return true;
}

/** Keeps what is valid UTF-8 and spells the other bytes out. */
function escapeBytes(buffer: Buffer): string {
  let text = '';
  for (let at = 0; at < buffer.length;) {
    const length = sequenceLength(buffer, at);
    const part = buffer.subarray(at, at + Math.max(length, 1));
    text += length === 0 ? `\\x${part.toString('hex')}` : storableEscaped(part.toString('utf8'));
    at += part.length;
  }
  return text;
}

const storableEscaped = (text: string) => text.replaceAll('\\', '\\\\').replace(NUL, '\\u0000');

/** Bytes of the valid UTF-8 sequence at `at`; 0 where there is none. */
function sequenceLength(buffer: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= buffer.length; length++) {
    if (isUtf8(buffer.subarray(at, at + length))) return length;
  }
  return 0;
}
