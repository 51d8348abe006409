import { CallEnded } from '../calls/interruption.ts';
import { later } from '../calls/session.ts';
import { recordAction } from '../calls/verb-actions.ts';
import type { Answer } from '../candidates/candidates.ts';
import { callbackTo } from '../delivery/callback.ts';
import { type RecordingSubscription, subscriptionOfVerb } from '../recordings/live-recording.ts';
import { reportRecording } from '../recordings/recording-callbacks.ts';
import { endRecording, finishRecording, newRecordingRecord, type RecordingRecord } from '../truth/recording-record.ts';
import { fetchTwiml } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import { type Next, spend, type Talk } from './talk.ts';

/** Records what the candidate says behind the beep. Nothing recorded: the call falls through to the next verb. */
export async function recordAnswer(talk: Talk, verb: TwimlElement, url: string): Promise<Next> {
  const { attributes } = verb;
  // Without a URL of one's own there is no address to send the recording to (11100).
  const target = { url: resolveUrl(attributes['action'] ?? url, url), method: attributes['method'] };
  if (!target.url) return undefined;
  if (attributes['playBeep'] !== 'false') await spend(talk, 1);
  const maxSeconds = Number(attributes['maxLength']) || 3600;
  const answer = talk.candidate.answer(talk.heard.splice(0).join(' '), maxSeconds);
  const subscription = subscriptionOfVerb(verb, url);
  const recording = begin(talk, answer, subscription);
  try {
    await spend(talk, secondsOnTheLine(answer, attributes, maxSeconds));
  } finally {
    finish(talk, recording, answer, subscription);
  }
  if (answer.text === '' && answer.ending !== 'hangup') return 'next-verb';
  const callback = (isOver: boolean, digits: string | undefined) =>
    callbackTo(
      talk.leg.record.sid,
      'record-action',
      target,
      recordAction(talk.leg, recording, answer.seconds, isOver, digits),
    );
  if (answer.ending === 'hangup') {
    sendLate(talk, callback(true, 'hangup'));
    throw new CallEnded('hang-up');
  }
  const heardKey = answer.ending === 'key' && finishKeys(attributes).includes('#');
  const asked = callback(false, heardKey ? '#' : undefined);
  return asked && fetchTwiml(talk.play, asked);
}

const finishKeys = (attributes: TwimlElement['attributes']): string => attributes['finishOnKey'] ?? '1234567890*#';

/** A pause in the end says that the answer is over, unless a key or a hang-up did, or it got too long. */
function secondsOnTheLine(answer: Answer, attributes: TwimlElement['attributes'], maxSeconds: number): number {
  const isKey = answer.ending === 'key' && finishKeys(attributes).includes('#');
  if (answer.ending === 'hangup' || isKey) return Math.min(answer.seconds, maxSeconds);
  const patience = Number(attributes['timeout'] ?? 5);
  return patience === 0 ? maxSeconds : Math.min(answer.seconds + patience, maxSeconds);
}

function begin(talk: Talk, answer: Answer, subscription: RecordingSubscription): RecordingRecord {
  const { play, leg } = talk;
  const recording = newRecordingRecord({
    sid: `RE${play.random.hex(32)}`,
    accountSid: leg.record.accountSid,
    callSid: leg.record.sid,
    source: 'RecordVerb',
    channels: 1,
    createdAt: play.clock.now(),
    isSilent: answer.text === '',
    storage: talk.storage,
    spoken: answer.text,
  });
  talk.said.push(answer.text);
  play.truth.addRecording(recording);
  reportRecording(play, leg, recording, subscription);
  return recording;
}

/** The media are ready some seconds later; nobody on the line waits for them. */
function finish(talk: Talk, recording: RecordingRecord, answer: Answer, subscription: RecordingSubscription): void {
  const { play, leg } = talk;
  play.truth.changeRecording(recording, (record) => endRecording(record, 'processing', play.clock.now()));
  const readySeconds = play.random.integer(1, 5);
  const ready = async (): Promise<void> => {
    const at = await play.clock.wait(readySeconds);
    play.truth.changeRecording(recording, (record) => finishRecording(record, answer.seconds, at));
    reportRecording(play, leg, recording, subscription);
  };
  later(play, ready());
}

/** Whatever it answers, nobody is there to hear it. It may come before the call's own end is told, or some time after. */
function sendLate(talk: Talk, callback: ReturnType<typeof callbackTo>): void {
  if (!callback) return;
  const { play } = talk;
  const lateSeconds = play.random.chance(0.5) ? 0 : play.random.integer(1, 4);
  const send = async (): Promise<void> => {
    await play.clock.wait(lateSeconds);
    play.line.send(callback);
  };
  later(play, send());
}
