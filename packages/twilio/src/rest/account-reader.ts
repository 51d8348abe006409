import type Twilio from 'twilio/lib/rest/Twilio.js';
import type { z } from 'zod';
import { callEvent, type CallEvent } from './resources/call-event.ts';
import { callResource, type CallResource } from './resources/call-resource.ts';
import {
  conferenceResource,
  participantResource,
  type ConferenceResource,
  type ParticipantResource,
} from './resources/conference-resource.ts';
import type { HttpAnswer } from './http-client.ts';
import {
  callQuery,
  conferenceQuery,
  pageQuery,
  recordingQuery,
  type CallFilter,
  type ConferenceFilter,
  type RecordingFilter,
} from './resources/list-filters.ts';
import { listPages, type Page, type Query, type UnreadableRow } from './list-pages.ts';
import { readResource } from './resources/read-resource.ts';
import { recordingResource, type RecordingResource } from './resources/recording-resource.ts';
import { TwilioRequestError } from './rest-errors.ts';

/**
 * Pages have Twilio's order, with a thousand rows unless the filter sets another size. A signal aborts running requests.
 * As on the wire, recordings listed below their call have no `media_url`, those of the account no `track`. With
 * `onUnreadable` a row that cannot be read is reported and skipped; without it the list fails.
 */
export type AccountReader = {
  /** Undefined for a call that Twilio does not (yet) know. */
  fetchCall(sid: string, signal?: AbortSignal): Promise<CallResource | undefined>;
  listCalls(filter: CallFilter, signal?: AbortSignal, onUnreadable?: OnUnreadable): AsyncGenerator<Page<CallResource>>;
  listRecordings(
    filter: RecordingFilter,
    signal?: AbortSignal,
    onUnreadable?: OnUnreadable,
  ): AsyncGenerator<Page<RecordingResource>>;
  listCallRecordings(callSid: string, signal?: AbortSignal): AsyncGenerator<Page<RecordingResource>>;
  listCallEvents(callSid: string, signal?: AbortSignal, onUnreadable?: OnUnreadable): AsyncGenerator<Page<CallEvent>>;
  /** Undefined for a recording that Twilio does not (yet) know. */
  fetchCallRecording(
    callSid: string,
    recordingSid: string,
    signal?: AbortSignal,
  ): Promise<RecordingResource | undefined>;
  fetchConference(sid: string, signal?: AbortSignal): Promise<ConferenceResource | undefined>;
  listConferences(filter: ConferenceFilter, signal?: AbortSignal): AsyncGenerator<Page<ConferenceResource>>;
  listParticipants(conferenceSid: string, signal?: AbortSignal): AsyncGenerator<Page<ParticipantResource>>;
};

type OnUnreadable = (row: UnreadableRow) => void;

/** Reads an account's calls, recordings and conferences, through the official client. */
export function openAccountReader(accountSid: string, client: (signal?: AbortSignal) => Twilio): AccountReader {
  const uriOf = (path: string): string => `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/${path}.json`;
  const callPath = (sid: string): string => `Calls/${encodeURIComponent(sid)}`;
  const conferencePath = (sid: string): string => `Conferences/${encodeURIComponent(sid)}`;

  /** Uses the client's lowest function: its lists hide `next_page_uri` and the names of the wire. */
  const get = async (uri: string, params?: Query, signal?: AbortSignal): Promise<HttpAnswer> =>
    client(signal).request({ method: 'get', uri, ...(params && { params }) });

  const list = <Row>(
    path: string,
    key: string,
    row: z.ZodType<Row>,
    query: Query,
    signal?: AbortSignal,
    onUnreadable?: OnUnreadable,
  ) => listPages((uri, params) => get(uri, params, signal), uriOf(path), query, key, row, onUnreadable);

  const fetchOne = async <Row extends z.ZodType>(path: string, row: Row, what: string, signal?: AbortSignal) => {
    const answer = await get(uriOf(path), undefined, signal).catch(undefinedIfUnknown);
    return answer && readResource(row, answer.body, what);
  };

  return {
    fetchCall: (sid, signal) => fetchOne(callPath(sid), callResource, 'a call', signal),
    listCalls: (filter, signal, onUnreadable) =>
      list('Calls', 'calls', callResource, callQuery(filter), signal, onUnreadable),
    listRecordings: (filter, signal, onUnreadable) =>
      list('Recordings', 'recordings', recordingResource, recordingQuery(filter), signal, onUnreadable),
    listCallRecordings: (callSid, signal) =>
      list(`${callPath(callSid)}/Recordings`, 'recordings', recordingResource, pageQuery(), signal),
    listCallEvents: (callSid, signal, onUnreadable) =>
      list(`${callPath(callSid)}/Events`, 'events', callEvent, pageQuery(), signal, onUnreadable),
    fetchCallRecording: (callSid, sid, signal) =>
      fetchOne(`${callPath(callSid)}/Recordings/${encodeURIComponent(sid)}`, recordingResource, 'a recording', signal),
    fetchConference: (sid, signal) => fetchOne(conferencePath(sid), conferenceResource, 'a conference', signal),
    listConferences: (filter, signal) =>
      list('Conferences', 'conferences', conferenceResource, conferenceQuery(filter), signal),
    listParticipants: (sid, signal) =>
      list(`${conferencePath(sid)}/Participants`, 'participants', participantResource, pageQuery(), signal),
  };
}

/** Only Twilio's own 404 means that the call is unknown; a gateway's 404 does not. */
function undefinedIfUnknown(error: unknown): undefined {
  if (!(error instanceof TwilioRequestError) || error.status !== 404 || error.code !== 20404) throw error;
}
