import { z } from 'zod';
import type { NextStep } from './next-step.ts';
import {
  SubmissionUnknownError,
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnansweredError,
  type Complaint,
} from './rest-errors.ts';
import { readRetryAfterMs } from './retry-delay.ts';
import type { Answer, NoAnswer } from './send-request.ts';
import { withoutNumbers } from './without-numbers.ts';

/**
 * The error of an attempt that did not succeed. `credentials` names the variables to check; `doubt` is the failure of an
 * earlier attempt that may have been carried out.
 */
export function failureOf(
  request: { method: string; url: URL },
  outcome: Answer | NoAnswer,
  step: NextStep,
  credentials: string,
  doubt?: Error,
): Error {
  const asked = { method: request.method, path: withoutNumbers(request.url.pathname) };
  const failure = reasonOf();
  return step === 'unknown' ? new SubmissionUnknownError(asked, failure) : failure;

  function reasonOf(): Error {
    if ('failure' in outcome)
      return outcome.failure === 'aborted'
        ? new Error('the caller gave up', { cause: outcome.cause })
        : new TwilioUnansweredError(asked, outcome.failure, outcome.cause);
    const complaint = readComplaint(outcome);
    return outcome.status === 401 || outcome.status === 403
      ? new TwilioCredentialsError(asked, complaint, credentials)
      : new TwilioRequestError(asked, complaint, doubt);
  }
}

/** Reads Twilio's two forms of an error: its own, and RFC 9457 in newer APIs. A gateway's HTML has no details. */
const complaintSchema = z.object({
  code: z.number().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  more_info: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  type: z.string().optional().catch(undefined),
});

function readComplaint({ status, headers, text }: Answer): Complaint {
  const requestId = headers['twilio-request-id'];
  const said = complaintSchema.safeParse(parseJson(text)).data;
  return {
    status,
    code: said?.code,
    message: said?.message ?? said?.detail,
    moreInfo: said?.more_info ?? said?.type,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    retryAfterMs: readRetryAfterMs(headers['retry-after']),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
