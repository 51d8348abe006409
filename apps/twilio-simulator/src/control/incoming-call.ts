import { ownedNumber } from '../account.ts';
import { type IncomingCall, longestStay } from '../conversation/call-request.ts';
import { InvalidOptionError, readNumber } from '../settings.ts';
import { isAddress } from '../truth/party.ts';

/**
 * Reads the body of `POST /simulator/calls`: `{from, to, stay_seconds, speed, url, twiml}`. Throws
 * `InvalidOptionError`.
 */
export function readIncomingCall(given: unknown): IncomingCall {
  const { from, to = ownedNumber, stay_seconds = 3600, speed, url, twiml, ...others } = asObject(given);
  const [unknown] = Object.keys(others);
  if (unknown) throw new InvalidOptionError(`${unknown} must be one of from, to, stay_seconds, speed, url, twiml`);
  return {
    from: readAddress('from', from),
    to: readAddress('to', to),
    staySeconds: readNumber('stay_seconds', stay_seconds, 1, longestStay),
    speed: speed === undefined ? undefined : readNumber('speed', speed, 0.01, 1e9),
    source: readTwimlSource(url, twiml),
  };
}

function asObject(given: unknown): Record<string, unknown> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
  throw new InvalidOptionError('a call must be a JSON object');
}

function readAddress(name: string, given: unknown): string {
  if (typeof given === 'string' && isAddress(given)) return given;
  throw new InvalidOptionError(`${name} must be a phone number or a SIP address, not ${JSON.stringify(given)}`);
}

function readTwimlSource(url: unknown, twiml: unknown): IncomingCall['source'] {
  if (typeof url === 'string' && /^https?:$/.test(URL.parse(url)?.protocol ?? '')) return { url, method: 'POST' };
  if (url !== undefined) throw new InvalidOptionError(`url must be an address, not ${JSON.stringify(url)}`);
  if (typeof twiml === 'string') return { twiml };
  if (twiml !== undefined) throw new InvalidOptionError('twiml must be a text');
  return undefined;
}
