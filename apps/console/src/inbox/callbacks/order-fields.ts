/** What a person looks for first. */
const FIRST = [
  'CallSid',
  'ParentCallSid',
  'CallStatus',
  'SequenceNumber',
  'Timestamp',
  'CallDuration',
  'RecordingSid',
  'RecordingStatus',
  'From',
  'To',
  'Direction',
  'ErrorCode',
  'ErrorMessage',
];

const placeOf = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

/** The fields of a callback as a person reads them: the important ones first, the others by name, the empty ones apart. */
export function orderFields(fields: Readonly<Record<string, unknown>>): {
  full: [name: string, value: unknown][];
  empty: string[];
} {
  const entries = Object.entries(fields).toSorted(([a], [b]) => placeOf(a) - placeOf(b) || a.localeCompare(b, 'en'));
  return {
    full: entries.filter(([, value]) => value !== ''),
    empty: entries.filter(([, value]) => value === '').map(([name]) => name),
  };
}
