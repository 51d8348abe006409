import type { Fields } from './field-values.ts';

const REDACTED = '[redacted]';

/** What a person typed on the phone or said: a card number, a PIN, an answer. */
const SAID: ReadonlySet<string> = new Set([
  'Digits',
  'SpeechResult',
  'StableSpeechResult',
  'UnstableSpeechResult',
  'TranscriptionData',
  'TranscriptionText',
]);

/** A URL that is a credential by itself: its query signs the access to an object. */
const SIGNED_URL = /^(https?:\/\/[^\s?#]+)\?\S*(?:signature|sig|token)=/i;

/** Fields without what only administrators see, and the names of those that lost something. */
export function redactFields(fields: Fields): { fields: Fields; redacted: string[] } {
  const redacted: string[] = [];
  const kept = Object.entries(fields).map(([name, value]) => {
    const shown = SAID.has(name) ? REDACTED : withoutSignature(value);
    if (shown !== value) redacted.push(name);
    return [name, shown] as const;
  });
  return { fields: Object.fromEntries(kept), redacted };
}

function withoutSignature(value: unknown): unknown {
  const address = typeof value === 'string' ? SIGNED_URL.exec(value)?.[1] : undefined;
  return address === undefined ? value : `${address}?${REDACTED}`;
}
