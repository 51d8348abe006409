import { expect, test } from '@jest/globals';
import type { CallCommand } from '@trunkline/db/live-control';
import { decideRecording, desiredRecording, isStillRecording } from './desired-recording.ts';

const now = new Date();
const last = (kind: CallCommand['kind'], state: CallCommand['state'] = 'queued', secondsAgo = 0) => ({
  kind,
  state,
  requestedAt: new Date(now.getTime() - secondsAgo * 1000),
});

test('the desired state is that of the open command; once it is settled, the observed one', () => {
  for (const state of ['queued', 'sending', 'unconfirmed'] as const)
    expect(desiredRecording(last('recording_pause', state), 'recording')).toBe('paused');
  for (const state of ['confirmed', 'failed', 'superseded'] as const)
    expect(desiredRecording(last('recording_pause', state), 'recording')).toBe('recording');
  expect(desiredRecording(undefined, null)).toBeNull();
});

test('commands may follow each other before they are confirmed', () => {
  expect(decideRecording('resume', last('recording_pause', 'sending'), 'recording')).toEqual({ is: 'new' });
  expect(decideRecording('stop', last('recording_pause', 'unconfirmed'), 'recording')).toEqual({ is: 'new' });
});

test('a command that is open is not created twice', () => {
  expect(decideRecording('pause', last('recording_pause', 'unconfirmed'), 'recording')).toEqual({ is: 'under-way' });
});

test('a stopped recording is never resumed, whether the stop is confirmed or only requested', () => {
  const refused = { is: 'refused', current: 'stopped', allowed: ['start'] };
  expect(decideRecording('resume', last('recording_stop', 'confirmed'), 'stopped')).toEqual(refused);
  expect(decideRecording('resume', last('recording_stop', 'unconfirmed'), 'recording')).toEqual(refused);
  expect(decideRecording('resume', undefined, null)).toEqual(refused);
});

test('while a stop is not confirmed, no recording is started', () => {
  expect(decideRecording('start', last('recording_stop', 'unconfirmed'), 'recording')).toEqual({
    is: 'refused',
    current: 'recording',
    allowed: ['stop'],
  });
  expect(decideRecording('start', last('recording_stop', 'confirmed'), 'stopped')).toEqual({ is: 'new' });
});

test('a pause or stop that is not confirmed within three seconds raises the warning; nothing else does', () => {
  expect(isStillRecording(last('recording_pause', 'sending', 2.9), now)).toBe(false);
  expect(isStillRecording(last('recording_pause', 'sending', 3), now)).toBe(true);
  expect(isStillRecording(last('recording_stop', 'unconfirmed', 60), now)).toBe(true);
  expect(isStillRecording(last('recording_stop', 'confirmed', 60), now)).toBe(false);
  expect(isStillRecording(last('recording_resume', 'unconfirmed', 60), now)).toBe(false);
});
