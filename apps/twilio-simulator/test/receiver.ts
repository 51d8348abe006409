import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  params: Record<string, string>;
}

/** A status, a TwiML document (any other text), or `never` and `reset`: no answer at all. */
export type Answer = number | string;

/** An HTTP server for tests: keeps the requests it receives, and answers as `answer` says. */
export async function startReceiver(answer: (received: Received, count: number) => Answer = () => 204) {
  const received: Received[] = [];
  const receive = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await req.toArray()).toString();
    const { method = '', url: path = '', headers } = req;
    received.push({ method, path, headers, body, params: Object.fromEntries(new URLSearchParams(body)) });
    const answered = answer(received.at(-1) as Received, received.length);
    if (answered === 'never') return;
    if (answered === 'reset') return void req.socket.destroy();
    if (typeof answered === 'number') return void res.writeHead(answered).end();
    res.setHeader('content-type', 'text/xml').end(answered);
  };
  // A sender may close the connection within a body.
  const server = createServer((req, res) => void receive(req, res).catch(() => res.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const status = `statusCallback="/webhooks/twilio/voice-status" statusCallbackEvent="initiated ringing answered completed"`;

/** A receiver that connects callers to a SIP phone, and SIP callers to a number. */
export function bridge({ path, params }: Received): Answer {
  if (path.startsWith('/webhooks/twilio/dial-action')) return '<Response><Hangup/></Response>';
  if (!path.startsWith('/webhooks/twilio/voice-inbound')) return 204;
  const noun = params['From']?.startsWith('sip:')
    ? `<Number ${status}>+15085550120</Number>`
    : `<Sip ${status}>sip:dispatcher@abchomes.sip.us1.twilio.com</Sip>`;
  return `<?xml version="1.0"?><Response><Dial timeout="60" callerId="+16175006181" action="/webhooks/twilio/dial-action">${noun}</Dial></Response>`;
}

const questions = [
  'How do you handle an angry customer?',
  'What does teamwork mean to you?',
  'Why should we hire you?',
];

/** A receiver that asks three questions, one document each. */
export function interview({ path }: Received): Answer {
  const url = new URL(path, 'http://receiver');
  const number = Number(url.searchParams.get('q') ?? 0);
  if (url.pathname === '/voice') return ask(number);
  if (url.pathname === '/answer') return number < questions.length ? ask(number + 1) : '<Response><Hangup/></Response>';
  return 204;
}

function ask(number: number): string {
  if (number > questions.length) return '<Response><Say>Goodbye.</Say><Hangup/></Response>';
  return `<Response><Say>Question ${number}. ${questions[number - 1]}</Say>
    <Record action="/answer?q=${number}#rc=5&amp;rp=all" maxLength="60" timeout="5" finishOnKey="#" playBeep="true"
      recordingStatusCallback="/recording?q=${number}" recordingStatusCallbackEvent="in-progress completed absent"/>
    <Redirect>/voice?q=${number + 1}&amp;empty=true</Redirect></Response>`;
}
