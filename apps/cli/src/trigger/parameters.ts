import { InvalidArgumentError } from 'commander';
import { didYouMean } from './did-you-mean.ts';
import type { PlayedCall } from './scenarios/index.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

const PARTIES = words('From Caller To Called');
const CALL = [
  ...words('AccountSid ApiVersion CallStatus Direction ForwardedFrom CalledVia CallerName'),
  ...PARTIES.flatMap((party) => [party, ...words('City State Zip Country').map((place) => party + place)]),
];
const STATUS = [...CALL, ...words('CallbackSource SequenceNumber Timestamp StirStatus')];
const RECORDING = words('RecordingSid RecordingUrl RecordingDuration');
const END = `CallDuration Duration SipResponseCode AnsweredBy MachineDetectionDuration ErrorCode ErrorMessage`;
const RECORDED = `AccountSid RecordingStatus RecordingChannels RecordingSource RecordingStartTime RecordingTrack ErrorCode
  EncryptionDetails`;
const CONFERENCE = `AccountSid ConferenceSid FriendlyName StatusCallbackEvent SequenceNumber Timestamp Muted Hold Coaching
  EndConferenceOnExit StartConferenceOnEnter ParticipantLabel ParticipantCallStatus ReasonParticipantLeft
  CallSidEndingConference ParticipantLabelEndingConference ReasonConferenceEnded Reason`;

/** Parameters that Twilio sends with each callback. CallSid and ParentCallSid are left out: they say whose it is. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  initiated: STATUS,
  ringing: STATUS,
  answered: STATUS,
  completed: [...STATUS, ...RECORDING, ...words(END)],
  voice: [...CALL, ...words('StirVerstat CallToken SipDomain SipDomainSid SipCallId SipSourceIp')],
  'dial-action': [
    ...CALL,
    ...words('DialCallStatus DialCallSid DialCallDuration DialBridged DialSipCallId DialSipResponseCode'),
  ],
  'record-action': [...CALL, ...RECORDING, 'Digits'],
  recording: [...RECORDING, ...words(RECORDED)],
  amd: words('AccountSid AnsweredBy MachineDetectionDuration'),
  conference: words(CONFERENCE),
};

type Setting = NonNullable<PlayedCall['set']>[number];

/** Reads `Param=Value` or `callback.Param=Value` of the command line, after those that came before. */
export function readSetting(text: string, earlier: readonly Setting[] = []): Setting[] {
  const [, callback, parameter = '', value = ''] = /^(?:([a-z-]+)\.)?(\w+)=(.*)$/s.exec(text) ?? [];
  if (parameter === '') throw new InvalidArgumentError('It is Param=Value, or callback.Param=Value for one callback.');
  const known = callback === undefined ? Object.values(PARAMETERS).flat() : PARAMETERS[callback];
  if (!known)
    throw new InvalidArgumentError(
      `There is no callback ${callback}.${didYouMean(callback!, Object.keys(PARAMETERS))}`,
    );
  if (!known.includes(parameter))
    throw new InvalidArgumentError(
      `Twilio sends no ${parameter}${callback === undefined ? '' : ` with ${callback}`}.${didYouMean(parameter, known)}`,
    );
  return [...earlier, { parameter, value, ...(callback !== undefined && { callback }) }];
}
