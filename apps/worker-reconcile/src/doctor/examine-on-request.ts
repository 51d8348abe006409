import type { Database } from '@trunkline/db/connection';
import { claimDoctorRun, settleDoctorRun } from '@trunkline/db/doctor';
import { discardTestCallback } from '@trunkline/db/inbox';
import { CHECKS_OF_TWILIO, uncheckedOf, type DoctorCheck } from '@trunkline/telephony/doctor';
import { testCallSid } from '@trunkline/telephony/inbox';
import type { TwilioConfiguration } from '@trunkline/twilio/configuration';
import { examineTwilio, publicUrlCheck } from '@trunkline/twilio/doctor';
import type { WorkerReconcileConfig } from '../config.ts';
import { postTestCallback } from '../post-test-callbacks.ts';

type Parts = {
  db: Pick<Database, 'pool'>;
  config: Pick<
    WorkerReconcileConfig,
    | 'OWNED_PHONE_NUMBERS'
    | 'SIP_DOMAIN'
    | 'TWILIO_ACCOUNT_SID'
    | 'TWILIO_API_URL'
    | 'TWILIO_AUTH_TOKEN'
    | 'TWILIO_REGION'
    | 'WEBHOOK_BASE_URL'
  >;
  /** Undefined where no account is set. */
  configuration: TwilioConfiguration | undefined;
};

/** Makes the examinations that the API requests: what is configured at Twilio, and a signed callback by the public origin. */
export const examineOnRequest =
  ({ db: { pool }, config, configuration }: Parts) =>
  async (): Promise<void> => {
    for (let run = await claimDoctorRun(pool); run; run = await claimDoctorRun(pool)) {
      const callSid = testCallSid(`doctor-${run.id}`);
      const [posted, ofTwilio] = await Promise.all([
        postTestCallback(config, callSid),
        examineAccount(config, configuration),
      ]);
      const inboxId = await discardTestCallback(pool, callSid);
      const reached = publicUrlCheck(
        { ...posted, inboxId },
        {
          origin: new URL(config.WEBHOOK_BASE_URL),
          isReal: config.TWILIO_API_URL === undefined,
        },
      );
      await settleDoctorRun(pool, run.id, [...ofTwilio, reached]);
    }
  };

async function examineAccount(
  { TWILIO_AUTH_TOKEN: token, ...config }: Parts['config'],
  configuration: Parts['configuration'],
): Promise<DoctorCheck[]> {
  if (!configuration) return CHECKS_OF_TWILIO.map((name) => uncheckedOf(name, 'off', 'TWILIO_ACCOUNT_SID is not set'));
  return examineTwilio(configuration, {
    origin: new URL(config.WEBHOOK_BASE_URL),
    ownedNumbers: config.OWNED_PHONE_NUMBERS,
    sipDomain: config.SIP_DOMAIN,
    authTokens: token === undefined ? [] : [token],
    region: config.TWILIO_REGION,
  });
}
