import {
  callSid,
  count,
  freeText,
  json,
  place,
  recordingSid,
  recordingUrl,
  rfcTime,
  sidOf,
  word,
  type Make,
} from './values.ts';

/** Fields by their names; one whose name ends with `?` is sent in half of the forms. */
export type Fields = Readonly<Record<string, Make>>;

/** A request or report of Twilio: where it goes, and the fields that Twilio's documents name for it. */
export type Callback = { name: string; paths: readonly string[]; fields: Fields };

const places: Fields = Object.fromEntries(
  ['From', 'To', 'Caller', 'Called'].flatMap((end) =>
    ['City', 'State', 'Zip', 'Country'].map((part) => [`${end}${part}?`, place]),
  ),
);

/** The fields that every voice request and report may have. */
export const voice: Fields = {
  'ApiVersion?': () => '2010-04-01',
  Direction: word('inbound', 'outbound-api', 'outbound-dial'),
  'ForwardedFrom?': () => '+15085550111',
  'CalledVia?': () => '+15085550111',
  'CallerName?': freeText,
  'ParentCallSid?': callSid,
  'ApplicationSid?': sidOf('AP'),
  'PhoneNumberSid?': sidOf('PN'),
  'StirVerstat?': word('TN-Validation-Passed-A', 'TN-Validation-Failed-C-Diverted', 'No-TN-Validation', ''),
  'StirPassportToken?': word('eyJhbGciOiJFUzI1NiJ9.e30.c2ln'),
  'StirStatus?': word('A', 'B', 'C', 'null'),
  'CallToken?': json,
  'CallReason?': freeText,
  'AddOns?': json,
  'SipDomain?': word('acme.sip.twilio.com'),
  'SipDomainSid?': sidOf('SD'),
  'SipCallId?': word('3848276298220188511@192.0.2.7'),
  'SipSourceIp?': word('192.0.2.7'),
  ...places,
};

export const live: Fields = { ...voice, CallStatus: word('in-progress') };
export const progress: Fields = {
  ...voice,
  CallbackSource: word('call-progress-events'),
  SequenceNumber: count(9),
  Timestamp: rfcTime,
};
export const recorded: Fields = {
  RecordingSid: recordingSid,
  RecordingUrl: recordingUrl,
  RecordingDuration: count(600),
  'RecordingChannels?': word('1', '2'),
  'RecordingSource?': word('RecordVerb', 'DialVerb', 'OutboundAPI', 'StartCallRecordingTwiML', 'Trunking'),
  'RecordingStartTime?': rfcTime,
  'RecordingTrack?': word('both', 'inbound', 'outbound'),
};
