import { expect, test } from '@jest/globals';
import { explainCall } from './explain-call.ts';
import { noteOnRecording } from './recording-note.ts';
import type { StoryRecording } from './story.ts';
import { renderExplanation } from './text/render-explanation.ts';

const recording = (traits: Partial<StoryRecording>): StoryRecording => ({
  recordingSid: `RE${'4'.repeat(32)}`,
  status: 'completed',
  durationSec: 30,
  custody: 'stored',
  ...traits,
});

test.each<[string | null, Partial<StoryRecording>]>([
  [null, {}],
  [null, { audioSec: 29.2 }],
  ['Twilio announced 30 s, the whole audio has 12 s', { audioSec: 12 }],
  ['Twilio announced 30 s, the whole audio has 40.5 s', { audioSec: 40.46 }],
  ['it has a length of zero', { custody: 'empty', durationSec: 0 }],
  ['it was deleted at Twilio before it was stored', { custody: 'gone' }],
  ['it is stored encrypted: only the owner of the key can listen to it', { isEncrypted: true }],
])('a recording has the note %j', (note, traits) => expect(noteOnRecording(recording(traits))).toBe(note));

test('the note stands below its recording, in JSON and in text', () => {
  const callSid = `CA${'1'.repeat(32)}`;
  const recordings = [recording({ audioSec: 12 }), recording({})];
  const parent = { callSid, call: null, rows: [], gaps: [], recordings, lookup: null };
  const explanation = explainCall({ parent, children: [] }, new Date('2026-11-21T10:00:00Z'));
  expect(explanation.recordings.map(({ note }) => note)).toEqual([
    'Twilio announced 30 s, the whole audio has 12 s',
    undefined,
  ]);
  const lines = renderExplanation(explanation).split('\n');
  expect(lines[lines.findIndex((line) => line.includes('RE444')) + 1]).toBe(
    '    Twilio announced 30 s, the whole audio has 12 s',
  );
});
