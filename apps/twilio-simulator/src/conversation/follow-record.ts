import { CallEnded } from '../calls/interruption.ts';
import { addBackground } from '../calls/session.ts';
import { recordAction } from '../calls/verb-actions.ts';
import type { Answer } from '../candidates/candidates.ts';
import { callbackFor } from '../delivery/callback.ts';
import { type RecordingSubscription, subscriptionOfVerb } from '../recordings/live-recording.ts';
import { sendRecordingCallback } from '../recordings/recording-callbacks.ts';
import { endRecording, finishRecording, newRecordingRecord, type RecordingRecord } from '../truth/recording-record.ts';
import { fetchTwiml } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import { type Conversation, type NextStep, passTime } from './conversation.ts';

/** Follows a `<Record>`. A silent candidate is not recorded: the call goes on with the next verb. */
export async function followRecord(conversation: Conversation, verb: TwimlElement, url: string): Promise<NextStep> {
  const { attributes } = verb;
  // Inline TwiML without an `action` has no URL to request (Twilio's error 11100).
  const target = { url: resolveUrl(attributes['action'] ?? url, url), method: attributes['method'] };
  if (!target.url) return undefined;
  if (attributes['playBeep'] !== 'false') await passTime(conversation, 1);
  const maxSeconds = Number(attributes['maxLength']) || 3600;
  const answer = conversation.candidate.answer(conversation.heard.splice(0).join(' '), maxSeconds);
  const subscription = subscriptionOfVerb(verb, url);
  const recording = begin(conversation, answer, subscription);
  try {
    await passTime(conversation, secondsOnTheLine(answer, attributes, maxSeconds));
  } finally {
    finish(conversation, recording, answer, subscription);
  }
  if (answer.text === '' && answer.ending !== 'hangup') return 'next-verb';
  const callback = (isOver: boolean, digits: string | undefined) =>
    callbackFor(
      conversation.leg.record.sid,
      'record-action',
      target,
      recordAction(conversation.leg, recording, answer.seconds, isOver, digits),
    );
  if (answer.ending === 'hangup') {
    sendLate(conversation, callback(true, 'hangup'));
    throw new CallEnded('hang-up');
  }
  const heardKey = answer.ending === 'key' && finishKeys(attributes).includes('#');
  const asked = callback(false, heardKey ? '#' : undefined);
  return asked && fetchTwiml(conversation.session, asked);
}

const finishKeys = (attributes: TwimlElement['attributes']): string => attributes['finishOnKey'] ?? '1234567890*#';

/** The length of the recording: silence of `timeout` seconds ends it, unless a key, a hang-up or `maxLength` does. */
function secondsOnTheLine(answer: Answer, attributes: TwimlElement['attributes'], maxSeconds: number): number {
  const isKey = answer.ending === 'key' && finishKeys(attributes).includes('#');
  if (answer.ending === 'hangup' || isKey) return Math.min(answer.seconds, maxSeconds);
  const patience = Number(attributes['timeout'] ?? 5);
  return patience === 0 ? maxSeconds : Math.min(answer.seconds + patience, maxSeconds);
}

function begin(conversation: Conversation, answer: Answer, subscription: RecordingSubscription): RecordingRecord {
  const { session, leg } = conversation;
  const recording = newRecordingRecord({
    sid: `RE${session.random.hex(32)}`,
    accountSid: leg.record.accountSid,
    callSid: leg.record.sid,
    source: 'RecordVerb',
    channels: 1,
    createdAt: session.clock.now(),
    isSilent: answer.text === '',
    ...conversation.media,
    spoken: answer.text,
  });
  conversation.said.push(answer.text);
  session.truth.addRecording(recording);
  sendRecordingCallback(session, leg, recording, subscription);
  return recording;
}

/** The media become ready in the background, some seconds later. */
function finish(
  conversation: Conversation,
  recording: RecordingRecord,
  answer: Answer,
  subscription: RecordingSubscription,
): void {
  const { session, leg } = conversation;
  session.truth.changeRecording(recording, (record) => endRecording(record, 'processing', session.clock.now()));
  const readySeconds = session.random.integer(1, 5);
  const ready = async (): Promise<void> => {
    const at = await session.clock.wait(readySeconds);
    session.truth.changeRecording(recording, (record) => finishRecording(record, answer.seconds, at));
    sendRecordingCallback(session, leg, recording, subscription);
  };
  addBackground(session, ready());
}

/**
 * Sends the action request of a caller who hung up. It may come before the final status callback, or seconds after it.
 */
function sendLate(conversation: Conversation, callback: ReturnType<typeof callbackFor>): void {
  if (!callback) return;
  const { session } = conversation;
  const lateSeconds = session.random.chance(0.5) ? 0 : session.random.integer(1, 4);
  const send = async (): Promise<void> => {
    await session.clock.wait(lateSeconds);
    session.callbacks.send(callback);
  };
  addBackground(session, send());
}
