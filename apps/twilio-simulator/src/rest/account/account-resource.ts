import type { Account } from '../../account.ts';
import { twilioDate } from '../../clock/clock.ts';
import type { Fields } from '../../configuration/configured-kinds.ts';

/** Any moment before every call. */
const OPENED = twilioDate(Date.UTC(2020, 5, 1));

/** The account as Twilio's REST API shows it. It owns itself, as a main account does. */
export function accountResource({ sid }: Account, state: Fields) {
  const uri = `/2010-04-01/Accounts/${sid}`;
  return {
    sid,
    owner_account_sid: sid,
    friendly_name: 'Simulated account',
    ...state,
    date_created: OPENED,
    date_updated: OPENED,
    uri: `${uri}.json`,
    subresource_uris: {
      applications: `${uri}/Applications.json`,
      calls: `${uri}/Calls.json`,
      conferences: `${uri}/Conferences.json`,
      incoming_phone_numbers: `${uri}/IncomingPhoneNumbers.json`,
      recordings: `${uri}/Recordings.json`,
    },
  };
}
