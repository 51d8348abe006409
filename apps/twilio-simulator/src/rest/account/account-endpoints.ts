import { configuredKinds, type Fields, type KindName } from '../../configuration/configured-kinds.ts';
import type { Endpoint, EndpointRequest, RestParts } from '../endpoint.ts';
import { pageByNumber, readPageRequest } from '../page.ts';
import { notFound } from '../rest-error.ts';
import { accountResource } from './account-resource.ts';
import { matchesNumber } from './matches-number.ts';

/** The endpoints of the account itself, and of what is configured in it: numbers, applications, SIP domains. */
export const accountEndpoints: readonly Endpoint[] = [
  {
    name: 'account',
    pattern: /^\.json$/,
    answer: ({ account, configuration }) => accountResource(account, configuration.account),
  },
  ...endpointsOf('numbers', 'phoneNumber'),
  ...endpointsOf('applications', 'application'),
  ...endpointsOf('sipDomains', 'sipDomain'),
];

function endpointsOf(kind: KindName, name: string): Endpoint[] {
  const { path, key } = configuredKinds[kind];
  const one = new RegExp(`^/${path}/([^/]+)\\.json$`);
  const find = ({ configuration }: RestParts, request: EndpointRequest, sid: string): Fields => {
    const found = configuration.resources[kind].get(sid);
    if (!found) throw notFound(request.path);
    return found;
  };
  return [
    {
      name: `${name}s`,
      pattern: new RegExp(`^/${path}\\.json$`),
      answer({ configuration }, request) {
        const listed = [...configuration.resources[kind].values()].filter((each) => isListed(each, request.query));
        return pageByNumber(key, readPageRequest(request), listed, (each) => each);
      },
    },
    { name, pattern: one, answer: (parts, request, sid = '') => find(parts, request, sid) },
    {
      name: `${name}Update`,
      pattern: one,
      method: 'POST',
      answer: (parts, request, sid = '') => parts.configuration.update(kind, find(parts, request, sid), request.form),
    },
  ];
}

function isListed(resource: Fields, query: URLSearchParams): boolean {
  const name = query.get('FriendlyName');
  const number = query.get('PhoneNumber');
  return (
    (!name || name === resource['friendly_name']) &&
    (number === null || matchesNumber(String(resource['phone_number']), number))
  );
}
