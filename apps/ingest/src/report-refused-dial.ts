import { metrics, openLineLimit, type Logger } from '@trunkline/service';
import type { NumberRefusal } from '@trunkline/telephony/dialing';

const refused = metrics.counter('phone_dials_refused_total', 'Numbers dialled by phones that the rule refused', [
  'rule',
]);
const limit = openLineLimit();

/** Counts a number that a phone dialled and the rule refused, and logs one line per cause and ten minutes. */
export function reportRefusedDial(
  { rule, setting, detail }: NumberRefusal,
  callSid: unknown,
  log: Pick<Logger, 'warn'>,
): void {
  refused.inc({ rule });
  const suppressed = limit(detail);
  if (suppressed === undefined) return;
  log.warn(
    {
      event: 'phone_dial_refused',
      call_sid: callSid,
      rule,
      setting,
      reason: detail,
      ...(suppressed && { suppressed }),
    },
    'a phone dialled a number that is not allowed and heard a refusal: check who uses the phone, and allow the number if the call is meant',
  );
}
