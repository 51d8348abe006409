import type { Database } from '@trunkline/db/connection';
import type { DialGuard } from '@trunkline/db/dialing';
import { openNumberRule } from '@trunkline/telephony/dialing';
import { openTwilio } from '@trunkline/twilio/rest';
import type { DialerParts } from '../../../apps/worker-dialer/src/dialer-parts.ts';
import { silentLog } from '../silent-log.ts';
import { fakeAccount } from './fake-calls.ts';

/** The parts of a dialer that dials US numbers, without pauses, at the Twilio of this URL. */
export const dialerParts = (
  db: Database,
  twilioUrl: string,
  guard: DialGuard,
): DialerParts & { twilio: Disposable } => ({
  db,
  twilio: openTwilio(
    { ...fakeAccount, TWILIO_API_URL: twilioUrl, TWILIO_MAX_IN_FLIGHT: 10 },
    { pace: { attempts: 1, deadlineMs: 1000 } },
  ),
  config: {
    DIAL_PER_SECOND: 1000,
    SUBMISSION_LOOK_SECONDS: 5,
    RING_TIMEOUT_SECONDS: 45,
    CALL_TIME_LIMIT_SECONDS: 3600,
  },
  quiet: undefined,
  refusalOf: openNumberRule({ countries: new Set(['US']), allowedNumbers: new Set() }),
  guard,
  log: silentLog,
  signal: new AbortController().signal,
});
