import type { Random } from '../random.ts';
import { InvalidOptionError } from '../settings.ts';
import { dispatcher, isAddress, type Party, partyAt, randomPerson } from '../truth/party.ts';

/** Who takes part in one call of a load. */
export interface People {
  /** An outside party. */
  outsider(random: Random): Party;
  /** The SIP phone that dials out. */
  phone(): Party;
}

/** Outside parties with made-up numbers, and one SIP phone. */
export const madeUpPeople: People = { outsider: randomPerson, phone: () => dispatcher };

/**
 * The people of call `n` among these addresses. They take turns, so that a person is rarely on two calls at once; without
 * a SIP address the dispatcher dials.
 */
export function peopleAt(addresses: readonly string[], n: number): People {
  const numbers = addresses.filter((address) => address.startsWith('+'));
  const phones = addresses.filter((address) => !address.startsWith('+'));
  const at = (list: readonly string[], turn: number): Party => partyAt(list[turn % list.length] as string);
  let drawn = 0;
  return {
    // The second party of one call, such as a colleague, is of the other half of the list.
    outsider: () => at(numbers, n + Math.floor((drawn++ * numbers.length) / 2)),
    phone: () => (phones.length > 0 ? at(phones, n) : dispatcher),
  };
}

/** Reads the addresses of a load. Throws `InvalidOptionError`. */
export function readCallers(given: unknown): readonly string[] {
  const addresses = Array.isArray(given) ? given : [given];
  const wrong = addresses.find((address) => typeof address !== 'string' || !isAddress(address));
  if (wrong !== undefined)
    throw new InvalidOptionError(`callers must be phone numbers and SIP addresses, not ${JSON.stringify(wrong)}`);
  if (addresses.some((address) => String(address).startsWith('+'))) return addresses as string[];
  throw new InvalidOptionError('callers must have at least one phone number');
}
