import type { Pair } from '@trunkline/twilio';

/**
 * The parameters of a form, in order, with repeats. Text in and out has one character per byte, so that broken UTF-8
 * survives as it is and the signature is checked over the very bytes. A `%` that starts no escape stands for itself.
 */
export function parseForm(body: string): Pair[] {
  const pairs: Pair[] = [];
  for (let start = 0; start < body.length;) {
    const next = body.indexOf('&', start);
    const end = next === -1 ? body.length : next;
    if (end > start) pairs.push(parsePair(body.slice(start, end)));
    start = end + 1;
  }
  return pairs;
}

function parsePair(text: string): Pair {
  const at = text.indexOf('=');
  return at === -1 ? [unescapeBytes(text), ''] : [unescapeBytes(text.slice(0, at)), unescapeBytes(text.slice(at + 1))];
}

function unescapeBytes(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  let at = spaced.indexOf('%');
  if (at === -1) return spaced;
  let result = spaced.slice(0, at);
  while (at !== -1) {
    const byte = hexByte(spaced, at + 1);
    result += byte === -1 ? '%' : String.fromCharCode(byte);
    const from = at + (byte === -1 ? 1 : 3);
    at = spaced.indexOf('%', from);
    result += at === -1 ? spaced.slice(from) : spaced.slice(from, at);
  }
  return result;
}

function hexByte(text: string, at: number): number {
  const [high, low] = [hexDigit(text.charCodeAt(at)), hexDigit(text.charCodeAt(at + 1))];
  return high === -1 || low === -1 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48; // 0-9
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1; // a-f
}
