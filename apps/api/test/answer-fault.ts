import type { OutgoingHttpHeaders } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Route } from '../src/http/route.ts';

/** What is wrong with an answer by the contract of its endpoint: its status, its headers, or any field of its JSON. */
export function answerFault(
  route: Route,
  status: number,
  answer: unknown,
  headers: OutgoingHttpHeaders = {},
): string | undefined {
  const where = `${route.method.toUpperCase()} ${route.path} ${status}`;
  const schema = route.answers[status];
  if (!schema) return `${where}: its contract does not list this status`;
  const fault = headerFault(route, status, headers);
  if (fault) return `${where}: ${fault}`;
  const json: unknown = answer === undefined ? undefined : JSON.parse(JSON.stringify(answer));
  const read = schema.safeParse(json);
  if (!read.success) return `${where} breaks its contract:\n${z.prettifyError(read.error)}`;
  const isWhole = isDeepStrictEqual(read.data, json);
  return isWhole ? undefined : `${where} has more than its contract: ${JSON.stringify(json)}`;
}

function headerFault(route: Route, status: number, headers: OutgoingHttpHeaders): string | undefined {
  const { sends = [], query } = route;
  const listed = new Set<string>(sends.map((name) => name.toLowerCase()));
  if (query && 'cursor' in query.shape) listed.add('link');
  const unlisted = ['etag', 'location', 'link'].find((name) => headers[name] !== undefined && !listed.has(name));
  if (unlisted) return `its contract does not list the header ${unlisted}`;
  const isMissing = status === 201 && listed.has('location') && !headers['location'] && !headers['idempotent-replayed'];
  return isMissing ? 'the header location is missing' : undefined;
}
