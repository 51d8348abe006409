import type { RequestHandler } from 'express';
import { Problem } from './problem.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_SITE = new Set(['same-origin', 'none']);

/** Refuses what changes something when a browser says that another site's page asks for it. Programs send neither header. */
export const refuseForeignWrites: RequestHandler = (request, _response, next) => {
  if (READING.has(request.method)) return next();
  const [site, origin] = [request.get('sec-fetch-site'), request.get('origin')];
  const isForeign = (site && !OWN_SITE.has(site)) || (origin && hostOf(origin) !== request.get('host')?.toLowerCase());
  if (isForeign) throw new Problem('forbidden', 'Changes are refused when they come from a page of another site.');
  next();
};

/** Host and port; the scheme is left out, since a proxy may have ended TLS. */
const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);
