import type { RejectionSample } from '@trunkline/telephony/rejected-requests';
import type { SignedRequest } from '@trunkline/twilio';
import type { Request } from 'express';

const MOST_FIELDS = 40;
const FIELD_NAME = /^[\w.[\]-]{1,60}$/;
const LONGEST_TEXT = 100;

/** What is kept of a refused request: how it was sent, and the names of its fields. Their values are of people. */
export const sampleOf = (
  { headers, url }: Request,
  signed: SignedRequest | undefined,
  urls: Pick<RejectionSample, 'expectedUrl' | 'signedUrl'>,
): RejectionSample => ({
  userAgent: shorten(headers['user-agent']),
  contentType: shorten(headers['content-type']),
  bodyBytes: signed ? signed.rawBody.length : null,
  isSigned: headers['x-twilio-signature'] !== undefined,
  fields: namesOf(signed?.pairs?.map(([name]) => name) ?? []),
  queryFields: namesOf([...new URLSearchParams(url.split('?')[1] ?? '').keys()]),
  ...urls,
});

/** Printable ASCII: the rest is of no program that Twilio uses. */
const shorten = (text: string | undefined): string | null =>
  text === undefined ? null : text.replace(/[^ -~]/g, '?').slice(0, LONGEST_TEXT);

const namesOf = (names: readonly string[]): string[] =>
  [...new Set(names.filter((name) => FIELD_NAME.test(name)))].slice(0, MOST_FIELDS);
