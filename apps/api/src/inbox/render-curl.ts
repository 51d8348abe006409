import type { Fields } from '@trunkline/telephony/callbacks';

type Request = {
  /** The public origin that Twilio calls. */
  origin: string;
  /** Path and query as received. */
  rawTarget: string;
  fields: Fields;
};

/**
 * A callback as a command for a shell, which sends the same fields again. The signature is a variable, as it is made with
 * the auth token, which no answer of the API contains.
 */
export function renderCurl({ origin, rawTarget, fields }: Request): string {
  const target = `${origin.replace(/\/+$/, '')}${rawTarget}`;
  const lines = [`curl -X POST ${quote(target)}`, '-H "X-Twilio-Signature: $TWILIO_SIGNATURE"', ...bodyOf(fields)];
  return lines.join(' \\\n  ');
}

/** As a form, which Twilio sends; fields with an inside came as JSON. */
function bodyOf(fields: Fields): string[] {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
  if (pairs.some(([, value]) => typeof value === 'object' && value !== null))
    return [`-H 'Content-Type: application/json'`, `--data-raw ${quote(JSON.stringify(fields))}`];
  return pairs.map(([name, value]) => `--data-urlencode ${quote(`${encodeURIComponent(name)}=${String(value)}`)}`);
}

/** For a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
