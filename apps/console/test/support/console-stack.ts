import { buildConsole, consoleFolder } from '../../../local/src/console/build-console.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { ACCOUNT, startStack, type Stack } from '../../../../test/support/processes/stack.ts';
import { postSigned, signerOf } from '../../../../test/support/twilio/post-signed.ts';

const OPERATOR_PASSWORD = 'the operator of the test';
const OPERATOR = { authorization: `Basic ${Buffer.from(`admin:${OPERATOR_PASSWORD}`).toString('base64')}` };
export const PASSWORD = 'correct horse battery staple';

/** The environment of an API that serves the console, which is built if it is not yet. Everybody has to log in. */
export async function consoleEnv() {
  const folder = await consoleFolder();
  await buildConsole(folder);
  return {
    CONSOLE_DIR: folder,
    CONSOLE_BADGE: 'DEMO',
    LOCAL_OPERATOR: 'false',
    BOARD_PASSWORD: OPERATOR_PASSWORD,
  };
}

/** Sends a request to an API with `consoleEnv`, as the operator, who may do everything. */
export async function sendAsOperator<T>(url: string, path: string, body?: object): Promise<T> {
  const headers = { ...OPERATOR, 'content-type': 'application/json' };
  const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  const response = await fetch(`${url}${path}`, { headers, ...sent });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

export type ConsoleStack = AsyncDisposable & {
  stack: Stack;
  url: string;
  /** Creates a person with this role and `PASSWORD`, by the API. */
  createPerson: (name: string, role: string) => Promise<void>;
  /** Sends a request as the operator, who may do everything. */
  asOperator: <T>(path: string, body?: object) => Promise<T>;
  /** Plays a call by its signed callbacks up to this status; returns its SID. */
  playCall: (n: number, status: CallbackStatus) => Promise<string>;
  /** Announces a recording of this call by its signed callback. */
  postRecording: (callSid: string, recordingSid: string) => Promise<void>;
  /** Lets a caller call, who stays on the line at the simulated Twilio; returns the SID. */
  receiveCall: (from: string) => Promise<string>;
  /** Raises a siren for a call, as soon as the API knows it. */
  raiseSiren: (sid: string) => Promise<void>;
};

const STATUSES = ['initiated', 'ringing', 'in-progress', 'completed'] as const;
type CallbackStatus = (typeof STATUSES)[number];

/** The whole system with the console. `dialer`: commands are sent. */
export async function startConsoleStack({ dialer = false } = {}): Promise<ConsoleStack> {
  const stack = await startStack('postgres', { api: true, recording: true, apiEnv: await consoleEnv(), dialer });
  const { url } = stack.api!;
  const sign = signerOf(stack.ingest.url, ACCOUNT.TWILIO_AUTH_TOKEN);

  async function post(path: string, fields: Record<string, string>): Promise<void> {
    const { ok, status } = await postSigned(stack.ingest.url, sign, path, fields);
    if (!ok) throw new Error(`Ingest answered ${status}`);
  }

  const asOperator = <T>(path: string, body?: object): Promise<T> => sendAsOperator(url, path, body);

  return {
    stack,
    url,
    asOperator,
    async createPerson(name, role) {
      await asOperator('/api/users', { name, role, password: PASSWORD });
    },
    async postRecording(callSid, recordingSid) {
      await post('/webhooks/twilio/recording-status', {
        AccountSid: ACCOUNT.TWILIO_ACCOUNT_SID,
        CallSid: callSid,
        RecordingSid: recordingSid,
        RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT.TWILIO_ACCOUNT_SID}/Recordings/${recordingSid}`,
        RecordingStatus: 'completed',
        RecordingDuration: '3',
        RecordingChannels: '1',
        RecordingSource: 'RecordVerb',
        RecordingStartTime: new Date().toUTCString().replace('GMT', '+0000'),
      });
    },
    async playCall(n, status) {
      const sid = `CA${n.toString(16).padStart(32, '0')}`;
      for (const [sequence, each] of STATUSES.slice(0, STATUSES.indexOf(status) + 1).entries()) {
        await post('/webhooks/twilio/voice-status', fieldsOf(sid, n, each, sequence));
      }
      return sid;
    },
    async receiveCall(from) {
      return (await stack.control.send<{ sid: string }>('POST', 'calls', { from })).sid;
    },
    raiseSiren: (sid) =>
      eventually(async () => {
        await asOperator(`/api/calls/${sid}/siren`, { alert_type: 'emergency', reason: 'The caller is in danger.' });
      }),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

const fieldsOf = (sid: string, n: number, status: CallbackStatus, sequence: number): Record<string, string> => ({
  AccountSid: ACCOUNT.TWILIO_ACCOUNT_SID,
  CallSid: sid,
  CallStatus: status,
  CallbackSource: 'call-progress-events',
  Direction: 'outbound-api',
  From: '+16175006181',
  To: `+1508555${`${n}`.padStart(4, '0')}`,
  SequenceNumber: `${sequence}`,
  Timestamp: new Date().toUTCString().replace('GMT', '+0000'),
  ...(status === 'completed' && { CallDuration: '7', Duration: '1' }),
});
