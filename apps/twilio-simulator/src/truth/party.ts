import { ownedNumber, sipDomain, sipUser } from '../account.ts';
import type { Random } from '../random.ts';

interface Place {
  city: string;
  state: string;
  zip: string;
  country: string;
}

/** One end of a call. Only numbers have a place; its unknown parts are empty strings. */
export interface Party {
  address: string;
  place?: Place;
}

export const ownNumber: Party = {
  address: ownedNumber,
  place: { city: 'BOSTON', state: 'MA', zip: '02110', country: 'US' },
};

export const dispatcher: Party = { address: `sip:${sipUser}@${sipDomain}` };

/** A person with a phone number from a range reserved for fiction. */
export function randomPerson(random: Random): Party {
  const [prefix, city, state, zip, country] = random.chance(0.92) ? random.pick(homeAreas) : random.pick(foreignAreas);
  const address = `${prefix}${String(random.integer(0, 99)).padStart(2, '0')}`;
  return { address, place: { city, state, zip, country } };
}

/** A caller with a withheld number. */
export const anonymous: Party = { address: 'anonymous', place: { city: '', state: '', zip: '', country: '' } };

/** The party with an address. Numbers outside the known areas have no city. */
export function partyAt(address: string): Party {
  if (address === ownedNumber) return ownNumber;
  if (!address.startsWith('+')) return { address };
  const area = [...homeAreas, ...foreignAreas, ...otherAreas].find(([prefix]) => address.startsWith(prefix));
  const [, city = '', state = '', zip = '', country = address.startsWith('+1') ? 'US' : ''] = area ?? [];
  return { address, place: { city, state, zip, country } };
}

type Area = readonly [prefix: string, city: string, state: string, zip: string, country: string];

const homeAreas: readonly Area[] = [
  ['+150855501', 'WORCESTER', 'MA', '01608', 'US'],
  ['+161755501', 'CAMBRIDGE', 'MA', '02139', 'US'],
  ['+191055501', 'FAYETTEVILLE', 'NC', '28301', 'US'],
  ['+120255501', '', 'District Of Columbia', '', 'US'],
  ['+180355501', 'COLUMBIA', 'SC', '29169', 'US'],
  ['+170255501', 'SEARCHLIGHT', 'NV', '89016', 'US'],
  ['+183255501', 'BAYTOWN', 'TX', '77521', 'US'],
  ['+161555501', 'Nashville', 'TN', '', 'US'],
  ['+180555501', 'FILLMORE', 'CA', '93065', 'US'],
  ['+166155501', 'BAKERSFIELD', 'CA', '93307', 'US'],
  ['+181855501', 'LOS ANGELES', 'CA', '91604', 'US'],
  ['+131255501', 'CHICAGO', 'IL', '60601', 'US'],
  ['+120655501', 'SEATTLE', 'WA', '98101', 'US'],
  ['+130555501', 'MIAMI', 'FL', '33101', 'US'],
  ['+160455501', 'VANCOUVER', 'BC', '', 'CA'],
  ['+151455501', 'Montréal', 'QC', 'H2Y 1C6', 'CA'],
  ['+188855501', '', '', '', 'US'],
];

/** Foreign numbers: non-ASCII names, a slash in a state, and one of which only the country is known. */
const foreignAreas: readonly Area[] = [
  ['+5511555001', 'São Paulo', 'São Paulo', '', 'BR'],
  ['+9165155501', 'Ranchi', 'Bihar / Jharkhand', '', 'IN'],
  ['+2370055501', '', '', '', 'CM'],
];

/** Areas of no made-up number. */
const otherAreas: readonly Area[] = [['+44207946', 'London', '', '', 'GB']];

/** A phone number, a client or a SIP address. */
export const isAddress = (text: string): boolean => /^(?:\+[1-9]\d{6,14}|client:\S+|sips?:\S+@\S+)$/.test(text);
