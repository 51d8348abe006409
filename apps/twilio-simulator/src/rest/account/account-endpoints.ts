import type { Endpoint, EndpointRequest, RestParts } from '../endpoint.ts';
import { pageByNumber, readPageRequest } from '../page.ts';
import { notFound } from '../rest-error.ts';
import { accountResource } from './account-resource.ts';
import { matchesNumber, ownedNumberSid, phoneNumberResource } from './phone-number-resource.ts';

/** The endpoints of the account itself and of its one number. */
export const accountEndpoints: readonly Endpoint[] = [
  { name: 'account', pattern: /^\.json$/, answer: ({ account }) => accountResource(account) },
  { name: 'phoneNumbers', pattern: /^\/IncomingPhoneNumbers\.json$/, answer: listNumbers },
  {
    name: 'phoneNumber',
    pattern: /^\/IncomingPhoneNumbers\/([^/]+)\.json$/,
    answer({ account, configuredUrl }, { path }, sid) {
      if (sid !== ownedNumberSid) throw notFound(path);
      return phoneNumberResource(account.sid, configuredUrl);
    },
  },
];

function listNumbers({ account, configuredUrl }: RestParts, request: EndpointRequest) {
  const number = phoneNumberResource(account.sid, configuredUrl);
  const name = request.query.get('FriendlyName');
  const isListed = matchesNumber(request.query.get('PhoneNumber')) && (!name || name === number.friendly_name);
  return pageByNumber('incoming_phone_numbers', readPageRequest(request), isListed ? [number] : [], (each) => each);
}
