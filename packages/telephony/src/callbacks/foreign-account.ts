import { fieldText, type Fields } from './field-values.ts';
import { ACCOUNT_SID } from './known-fields.ts';

/** The accounts whose calls are ours. */
export type Accounts = {
  /** Undefined where it is not configured: then every account's callbacks are accepted. */
  own: string | undefined;
  /** Known subaccounts; `any` accepts every account whose callback is signed with a known token. */
  others: 'any' | ReadonlySet<string>;
};

/** True for our account, and for a known subaccount. */
export const isOurAccount = ({ own, others }: Accounts, accountSid: string): boolean =>
  own === undefined || others === 'any' || accountSid === own || others.has(accountSid);

/** Why a signed request is not about a call of ours: it names an account that we do not know. Null: it is ours, or names none. */
export function findForeignAccount(fields: Fields, accounts: Accounts): string | null {
  const sid = fieldText(fields, 'AccountSid');
  if (sid === undefined || isOurAccount(accounts, sid)) return null;
  const shown = ACCOUNT_SID.test(sid) ? ` ${sid}` : '';
  return `AccountSid${shown} is neither our account nor a known subaccount: see TWILIO_SUBACCOUNTS`;
}
