import type { InboxDetail } from '@trunkline/db/inbox';
import { answerTo, attemptsOf } from '@trunkline/explain';
import { redactFields, type Fields } from '@trunkline/telephony/callbacks';
import { present } from '../http/route.ts';
import { renderCurl } from './render-curl.ts';

type View = {
  /** The public origin that Twilio calls. */
  origin: string;
  /** Also what a person typed or said. */
  seesAll: boolean;
};

/** A callback with its fields, our answer and the same request for a shell. */
export function presentCallback(row: InboxDetail, { origin, seesAll }: View): object {
  const given = row.payload as Fields;
  const { fields, redacted } = seesAll ? { fields: given, redacted: [] } : redactFields(given);
  const isRequest = row.source.startsWith('twilio_') && row.rawTarget !== '';
  return {
    ...present(row),
    payload: fields,
    redacted_fields: redacted,
    attempts: attemptsOf(row),
    answer: isRequest ? answerTo(row.rawTarget, row.callbackKind, given) : null,
    curl: isRequest && !isBytes(given) ? renderCurl({ origin, rawTarget: row.rawTarget, fields }) : null,
  };
}

/** What Postgres refused is kept as the hexadecimal digits of its JSON alone. */
const isBytes = (fields: Fields): boolean => Object.keys(fields).join() === 'hex';
