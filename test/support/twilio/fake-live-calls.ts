import type { Database } from '@trunkline/db/connection';
import {
  SubmissionUnknownError,
  TwilioRequestError,
  type CallResource,
  type RecordingResource,
} from '@trunkline/twilio/rest';
import { applyCallbacks } from '../../../apps/worker-status/src/apply-callbacks.ts';
import { recordingStatus } from '@trunkline/telephony/live-control';
import type { ControlParts } from '../../../apps/worker-dialer/src/control/command-attempt.ts';
import { silentLog } from '../silent-log.ts';
import { OWNED } from '../db/store-and-apply.ts';

/** What happens to a request: Twilio obeys it, ignores it, obeys it without an answer (`lost`), or never gets it (`cut`). */
export type RequestFate = 'obeyed' | 'ignored' | 'lost' | 'cut';

/** Live calls and their recordings in memory, in place of Twilio; the test chooses the fate of each request. */
export class FakeLiveCalls {
  calls = new Map<string, { status: string; endedAt: Date | null; recordings: { sid: string; status: string }[] }>();
  requests: string[] = [];
  /** Stopped recordings for which a change was requested: there must be none. */
  resumed: string[] = [];
  fate: (request: string) => RequestFate = () => 'obeyed';
  #made = 0;

  add(sid: string, status = 'in-progress'): void {
    this.calls.set(sid, { status, endedAt: null, recordings: [] });
  }

  /** The call ends by itself, and every recording with it. */
  hangUp(sid: string): void {
    const call = this.calls.get(sid)!;
    Object.assign(call, { status: call.status === 'queued' ? 'canceled' : 'completed', endedAt: new Date() });
    for (const recording of call.recordings) recording.status = 'completed';
  }

  readonly twilio: ControlParts['twilio'] = {
    ofAccount: () => this.twilio,
    endCall: async (sid) => {
      if (!this.#isLive(sid)) return 'already-ended';
      this.#request(`end ${sid}`, () => this.hangUp(sid));
      return 'ended';
    },
    fetchCall: async (sid) => (this.calls.has(sid) ? this.#callResource(sid) : undefined),
    startRecording: async (sid) => {
      if (this.calls.get(sid)?.status !== 'in-progress') throw refusal(`/Calls/${sid}/Recordings.json`, 21220);
      const recording = { sid: `RE${`${++this.#made}`.padStart(32, '0')}`, status: 'in-progress' };
      this.#request(`start ${sid}`, () => void this.calls.get(sid)!.recordings.push(recording));
      return recordingResource(sid, recording);
    },
    changeRecording: async (sid, recordingSid, status) => {
      const recording = this.calls.get(sid)?.recordings.find((each) => each.sid === recordingSid);
      if (!recording || !this.#isLive(sid)) throw refusal(`/Calls/${sid}/Recordings/${recordingSid}.json`, 20404);
      if (recordingStatus(recording.status) === 'stopped') this.resumed.push(recordingSid);
      this.#request(`${status} ${recordingSid}`, () => void (recording.status = status));
      return recordingResource(sid, recording);
    },
    listCallRecordings: (sid) => this.#list(sid),
  };

  async *#list(sid: string) {
    yield {
      rows: (this.calls.get(sid)?.recordings ?? []).map((recording) => recordingResource(sid, recording)),
    } as never;
  }

  #isLive = (sid: string) => this.calls.get(sid)?.endedAt === null;

  #request(name: string, obey: () => void): void {
    this.requests.push(name);
    const fate = this.fate(name);
    if (fate === 'obeyed' || fate === 'lost') obey();
    if (fate === 'lost' || fate === 'cut')
      throw new SubmissionUnknownError({ method: 'POST', path: '/' }, new Error('the connection broke'));
  }

  #callResource(sid: string): CallResource {
    const { status, endedAt } = this.calls.get(sid)!;
    const time = (date: Date | null) => date && date.toUTCString().replace('GMT', '+0000');
    return {
      sid,
      account_sid: `AC${'5'.repeat(32)}`,
      from: '+16175006181',
      to: '+15085140320',
      direction: 'outbound-api',
      status,
      end_time: time(endedAt),
      duration: endedAt ? '7' : null,
    } as CallResource;
  }
}

const recordingResource = (callSid: string, { sid, status }: { sid: string; status: string }): RecordingResource =>
  ({ sid, call_sid: callSid, status, source: 'StartCallRecordingAPI', channels: 1 }) as RecordingResource;

const refusal = (path: string, code: number) =>
  new TwilioRequestError({ method: 'POST', path }, { status: code === 20404 ? 404 : 400, code, message: 'no' });

/** The parts of live control over these calls. Callbacks that it stores are applied at once while `isApplied`. */
export function controlParts(db: Database, live: FakeLiveCalls): ControlParts & { isApplied: boolean } {
  const apply = applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog });
  const parts = {
    db,
    twilio: live.twilio,
    callbacks: {
      add: async (jobs: readonly { data: { ids: string[] } }[]) => {
        if (parts.isApplied) for (const { data } of jobs) await apply(data.ids);
      },
    },
    recordingStatusUrl: 'https://calls.example.com/api/calls/webhook/twilio',
    log: silentLog,
    isApplied: true,
  };
  return parts;
}
