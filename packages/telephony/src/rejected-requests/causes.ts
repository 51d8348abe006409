/** Why ingest refuses a request: the sentence says what is likely, and the remedy what to do. */
export const REJECTION_CAUSES = {
  'configured-with-http': {
    sentence:
      'The URL at Twilio begins with http://, and WEBHOOK_BASE_URL with https://: the signature covers the scheme.',
    remedy: 'Set https:// in the URL of the number, or correct WEBHOOK_BASE_URL.',
  },
  'configured-with-https': {
    sentence:
      'The URL at Twilio begins with https://, and WEBHOOK_BASE_URL with http://: the signature covers the scheme.',
    remedy: 'Set WEBHOOK_BASE_URL to the https:// origin that Twilio calls.',
  },
  'another-port': {
    sentence: 'The URL at Twilio has another port than WEBHOOK_BASE_URL.',
    remedy: 'Give both the same port, or neither one.',
  },
  'another-host': {
    sentence: 'The URL at Twilio has another host than WEBHOOK_BASE_URL; our token signed it.',
    remedy: 'Set WEBHOOK_BASE_URL to the host that Twilio calls, or change the URL of the number.',
  },
  'path-changed': {
    sentence: 'A slash at the end of the path was added or removed between Twilio and ingest.',
    remedy: 'Let the proxy pass the path unchanged.',
  },
  'query-changed': {
    sentence: 'The query of the URL was changed between Twilio and ingest.',
    remedy: 'Let the proxy pass the query unchanged.',
  },
  'token-of-another-account': {
    sentence: 'It is signed with a token of ours that belongs to another account than the one it names.',
    remedy: 'Add the token of that account to TWILIO_AUTH_TOKENS.',
  },
  'another-account': {
    sentence: 'It names an account whose token ingest does not have.',
    remedy: 'Add the account to TWILIO_AUTH_TOKENS if it is yours; otherwise remove our URL there.',
  },
  'old-token-or-forged': {
    sentence:
      'It names our account, and no token of ours signed it for any likely URL: the token was rotated, or it is forged.',
    remedy: 'Compare TWILIO_AUTH_TOKEN with the Twilio console, and set TWILIO_AUTH_TOKEN_SECONDARY during a rotation.',
  },
  unsigned: {
    sentence: 'It has no X-Twilio-Signature: it is not of Twilio, or the proxy drops the header.',
    remedy: 'If callbacks are missing, let the proxy pass X-Twilio-Signature. Otherwise do nothing.',
  },
  'body-changed': {
    sentence: 'The JSON body is not the one that was signed, or the URL lost its parameter bodySHA256.',
    remedy: 'Let the proxy pass body and query unchanged.',
  },
  'too-large': {
    sentence: 'The body is larger than 64 KiB, which no callback of Twilio is.',
    remedy: 'Send what is not of Twilio elsewhere.',
  },
  'not-a-form': {
    sentence: 'The body is neither a form nor JSON, or it is compressed.',
    remedy: 'Let the proxy pass Content-Type and body unchanged.',
  },
  'not-an-object': {
    sentence: 'The body is JSON and no object.',
    remedy: 'Send what is not of Twilio elsewhere.',
  },
  'wrong-method': {
    sentence: 'The webhook is configured with another method than POST.',
    remedy: 'Set POST for that webhook in the Twilio console.',
  },
  'unknown-path': {
    sentence: 'It has a signature, and its path is none of the callback paths.',
    remedy: 'Correct the path in the URL at Twilio: docs/twilio-setup.md lists all of them.',
  },
} as const satisfies Record<string, { sentence: string; remedy: string }>;

export type RejectionCause = keyof typeof REJECTION_CAUSES;
export const REJECTION_CAUSE_NAMES = Object.keys(REJECTION_CAUSES) as [RejectionCause, ...RejectionCause[]];

/** What is kept of the first request of a cause and URL: names of fields, never their values. */
export type RejectionSample = {
  userAgent: string | null;
  contentType: string | null;
  bodyBytes: number | null;
  isSigned: boolean;
  fields: string[];
  queryFields: string[];
  /** The URL over which the signature was checked, without its query. */
  expectedUrl: string;
  /** The URL for which the signature holds, without its query; null where none was found. */
  signedUrl: string | null;
};
