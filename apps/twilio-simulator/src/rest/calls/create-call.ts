import type { StatusEvent } from '../../calls/call-payloads.ts';
import type { Subscription } from '../../calls/leg.ts';
import type { CallRequest } from '../../conversation/call-request.ts';
import { subscriptionOfForm } from '../../recordings/live-recording.ts';
import { isAddress, partyAt } from '../../truth/party.ts';
import type { TwimlSource } from '../../twiml/twiml-source.ts';
import { invalidParameter, RestError } from '../rest-error.ts';

/** Reads the form of `POST Calls`. Throws Twilio's errors. Names are case-sensitive. */
export function readCallRequest(form: URLSearchParams): CallRequest {
  const to = form.get('To') ?? '';
  if (to === '') throw new RestError(400, 21201, "No 'To' number is specified");
  if (!isAddress(to)) throw new RestError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  const from = form.get('From') ?? '';
  if (from === '') throw new RestError(400, 21213, "'From' phone number is required");
  if (!isAddress(from)) throw new RestError(400, 21212, `Invalid 'From' Phone Number: ${from}`);
  return {
    to: partyAt(to),
    from: partyAt(from),
    source: readTwimlSource(form),
    fallback: { url: form.get('FallbackUrl') ?? undefined, method: form.get('FallbackMethod') ?? undefined },
    subscription: readSubscription(form),
    ringSeconds: readSeconds(form, 'Timeout', 60, 600),
    limitSeconds: readSeconds(form, 'TimeLimit', 14_400, 86_400),
    recording: form.get('Record') === 'true' ? readRecording(form) : undefined,
    detectsMachine: /^(?:Enable|DetectMessageEnd)$/.test(form.get('MachineDetection') ?? ''),
  };
}

/** `Url` takes precedence over `Twiml`. Twilio refuses hosts with an underscore. */
export function readTwimlSource(form: URLSearchParams): TwimlSource {
  const url = form.get('Url');
  const twiml = form.get('Twiml');
  if (!url && twiml) return { twiml };
  const parsed = URL.parse(url ?? '');
  if (!url || !parsed || !/^https?:$/.test(parsed.protocol) || parsed.hostname.includes('_'))
    throw new RestError(400, 21205, url ? `Url is not a valid URL: ${url}` : "'Url' or 'Twiml' is required");
  return { url, method: form.get('Method') ?? undefined };
}

function readSubscription(form: URLSearchParams): Subscription | undefined {
  const url = form.get('StatusCallback');
  if (!url) return undefined;
  const events = form.getAll('StatusCallbackEvent').flatMap((each) => each.split(/\s+/)) as StatusEvent[];
  const method = form.get('StatusCallbackMethod') === 'GET' ? 'GET' : 'POST';
  return { url, method, events: new Set(events.length > 0 ? events : ['completed']) };
}

const readRecording = (form: URLSearchParams): CallRequest['recording'] => ({
  channels: form.get('RecordingChannels') === 'dual' ? 2 : 1,
  callback: subscriptionOfForm(form),
});

function readSeconds(form: URLSearchParams, name: string, defaultValue: number, max: number): number {
  const text = form.get(name);
  if (!text) return defaultValue;
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > max) throw invalidParameter(name, text);
  return Number(text);
}
