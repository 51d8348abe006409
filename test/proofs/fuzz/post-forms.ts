import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { TOKENS } from '../field/placeholders.ts';
import type { Form, Pair } from './make-form.ts';

/** Answers by their status; `0` is a connection without an answer. */
export type Answers = Map<number, number>;

type Sender = Disposable & { send(form: Form): Promise<number> };

/** Posts signed forms over connections that stay open. */
export function openSender(origin: string, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(origin);
  const send = (form: Form): Promise<number> => {
    const body = new URLSearchParams(form.pairs.map(([name, value]): [string, string] => [name, value])).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'x-twilio-signature': sign(origin + form.target, form.pairs),
    };
    const { promise, resolve } = Promise.withResolvers<number>();
    const outgoing = request({ agent, hostname, port, path: form.target, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    });
    outgoing.on('error', () => resolve(0));
    outgoing.end(body);
    return promise;
  };
  return { send, [Symbol.dispose]: () => agent.destroy() };
}

/** Twilio's signature: the URL, then each distinct pair in the order of the names. */
function sign(url: string, pairs: readonly Pair[]): string {
  const sorted = pairs.toSorted(byNameThenValue);
  const distinct = sorted.filter((pair, n) => n === 0 || byNameThenValue(sorted[n - 1]!, pair) !== 0);
  const signed = url + distinct.map((pair) => pair.join('')).join('');
  return createHmac('sha1', TOKENS['primary']!).update(signed, 'utf8').digest('base64');
}

/** By the bytes of UTF-8, as names of other scripts are. */
const byNameThenValue = (a: Pair, b: Pair): number =>
  Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0])) || Buffer.compare(Buffer.from(a[1]), Buffer.from(b[1]));

/** A form that ingest has not stored, as 503 says, is sent again as Twilio does where the URL asks for retries. */
const ATTEMPTS_AT_MOST = 5;

/** Posts the forms with these numbers, some at a time, and returns the answers by their status. */
export async function postForms(
  sender: Sender,
  count: number,
  atOnce: number,
  formOf: (n: number) => Form,
): Promise<Answers> {
  const answers: Answers = new Map();
  let n = 0;
  const next = async (): Promise<void> => {
    while (n < count) {
      const form = formOf(n++);
      for (let attempt = 1; ; attempt++) {
        const status = await sender.send(form);
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (status !== 503 || attempt === ATTEMPTS_AT_MOST) break;
        await delay(1000); // as Retry-After says
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  return answers;
}
