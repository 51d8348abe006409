import { failure, warning, type Finding } from '@trunkline/telephony/doctor';
import { TwilioAnswerError, TwilioCredentialsError, TwilioRequestError } from '../rest/rest-errors.ts';
import type { AccountState } from '../configuration/configured.ts';

/** What is wrong with the account, and with the token that checks its signatures. */
export function accountFindings({ status, type, auth_token: token }: AccountState, authTokens: readonly string[]) {
  const findings: Finding[] = [];
  if (status === 'suspended' || status === 'closed')
    findings.push(
      failure(
        `account-${status}`,
        `The account is ${status}: Twilio places and accepts no calls.`,
        'Reactivate the account in Twilio’s console, or set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN of another one.',
      ),
    );
  if (type === 'Trial')
    findings.push(
      warning(
        'account-trial',
        'The account is a trial: it calls verified numbers only, and callers hear a message of Twilio first.',
        'Upgrade the account in Twilio’s console, or verify the numbers that are called.',
      ),
    );
  // Twilio shows the token to the token itself, and not to every API key.
  if (token && authTokens.length > 0 && !authTokens.includes(token))
    findings.push(
      failure(
        'token-differs',
        'Twilio signs with another auth token than TWILIO_AUTH_TOKEN: ingest refuses every callback (403).',
        'Copy the auth token of the account from Twilio’s console into TWILIO_AUTH_TOKEN of ingest and worker-reconcile.',
      ),
    );
  return findings;
}

/** What a failed request for the account means. */
export function accountFault(error: unknown, region: string | undefined): Finding {
  const said = error instanceof Error ? error.message : String(error);
  if (error instanceof TwilioCredentialsError && error.code === 20005)
    return failure(
      'account-inactive',
      'Twilio refuses requests for the account, as it is suspended or closed.',
      'Reactivate the account in Twilio’s console.',
    );
  if (error instanceof TwilioCredentialsError && region !== undefined)
    return failure(
      'credentials-refused-in-region',
      `Twilio refuses the credentials in the region ${region} (${error.status}): each region has its own.`,
      `Make an API key for ${region} in Twilio’s console, or take TWILIO_REGION away.`,
    );
  if (error instanceof TwilioCredentialsError)
    return failure(
      'credentials-refused',
      `Twilio refuses the credentials (${error.status}): nothing can be reconciled, recorded or dialled.`,
      'Copy the account SID and the auth token, or an API key with its secret, from Twilio’s console.',
    );
  if (error instanceof TwilioRequestError && error.status === 404)
    return failure(
      'account-unknown',
      'Twilio does not know the account for these credentials (404).',
      'Check TWILIO_ACCOUNT_SID: it begins with AC, and belongs to the auth token or API key.',
    );
  if (error instanceof TwilioRequestError && error.status === 429)
    return warning(
      'rest-too-many',
      'Twilio answers that there are too many requests (429).',
      'Lower TWILIO_MAX_IN_FLIGHT, or find what else asks Twilio with this account.',
    );
  if (error instanceof TwilioRequestError || error instanceof TwilioAnswerError)
    return failure('rest-failing', `Twilio’s REST API fails: ${said}.`, 'See https://status.twilio.com.');
  return failure(
    'rest-unreachable',
    `Twilio’s REST API does not answer: ${said}.`,
    'Check that this network lets requests to api.twilio.com out, and https://status.twilio.com.',
  );
}

const WARN_AFTER_MS = 5000;
const FAIL_AFTER_MS = 60_000;

/** How far this clock is from Twilio's. Its header has whole seconds. */
export function clockFindings(ownMs: number, twiliosMs: number): Finding[] {
  const ahead = ownMs - twiliosMs;
  const off = Math.abs(ahead);
  if (off <= WARN_AFTER_MS) return [];
  const make = off > FAIL_AFTER_MS ? failure : warning;
  return [
    make(
      ahead > 0 ? 'clock-ahead' : 'clock-behind',
      `The clock of this machine is ${Math.round(off / 1000)} s ${ahead > 0 ? 'ahead of' : 'behind'} Twilio’s: delays and timers are wrong by as much.`,
      'Let the machine keep its time, such as by systemd-timesyncd or chrony.',
    ),
  ];
}
