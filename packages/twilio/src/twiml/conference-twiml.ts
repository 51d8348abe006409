import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { withOverrides } from '../callback-url.ts';

/** How a call enters a conference; the URLs without fragments. */
export type ConferenceEntry = {
  /** Calls with the same room meet. */
  room: string;
  /** False: waits, with music, for a participant for whom this is true. */
  startOnEnter: boolean;
  /** Whether the conference ends for all when this call leaves. */
  endOnExit: boolean;
  /** Where Twilio sends participants' events; the URL of the first call counts for the whole conference. */
  statusUrl: string;
  /** Where Twilio fetches the document after the conference. */
  actionUrl: string;
  /** Said before entering, to this call alone. */
  greeting?: { text: string; language: string; voice: string };
};

const EVENTS = ['start', 'end', 'join', 'leave'] as const;

/** Puts a call into a conference until it leaves or the conference ends. */
export function conferenceTwiml(entry: ConferenceEntry): string {
  const response = new VoiceResponse();
  if (entry.greeting) {
    const { text, ...voice } = entry.greeting;
    response.say(voice as never, text);
  }
  response.dial({ action: withOverrides(entry.actionUrl), method: 'POST' }).conference(
    {
      startConferenceOnEnter: entry.startOnEnter,
      endConferenceOnExit: entry.endOnExit,
      statusCallback: withOverrides(entry.statusUrl),
      statusCallbackEvent: [...EVENTS],
      statusCallbackMethod: 'POST',
    },
    entry.room,
  );
  return response.toString();
}
