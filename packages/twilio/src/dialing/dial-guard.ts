import { outcomeReporter, type Logger } from '@trunkline/service';
import { capName, capState, settingOf, type CapUse, type DialCap } from '@trunkline/telephony/dialing';
import { dialCapsOf, type CapSettings } from './dial-env.ts';

const reportCap = outcomeReporter({
  counter: 'dial_caps_total',
  help: 'Requests to dial that brought a cap to four fifths of its calls, or found it full, by cap',
  label: 'state',
  labels: ['cap'],
  event: 'dial_cap_',
  oncePer: ['cap', 'actor', 'campaign'],
  outcomes: {
    near: {
      level: 'warn',
      message: 'four fifths of a cap on calls are used: check that these calls are meant, then raise the cap',
    },
    reached: {
      level: 'warn',
      message:
        'a cap on calls is reached, so calls are refused or wait: check that these calls are meant, then raise the cap',
    },
  },
});

/** The caps of these settings, with the alarm: a metric, and one WARN line per cap and ten minutes. `unapprovedPerDay` as in DialGuard. */
export function openDialGuard(config: CapSettings, log: Logger, unapprovedPerDay: number | null = null) {
  return {
    caps: dialCapsOf(config) as readonly DialCap[],
    unapprovedPerDay,
    report(use: CapUse, by: { actor: string | null; campaign: string | null }): void {
      const state = capState(use);
      if (state === 'free') return;
      const whose = use.subject === 'account' ? {} : { [use.subject]: by[use.subject] };
      const { used, most } = use;
      const cap = capName(use);
      reportCap(log, state, { cap, setting: settingOf(use.subject), used, most, ...whose }, { cap });
    },
  };
}
