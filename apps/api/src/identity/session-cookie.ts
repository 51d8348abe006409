import type { Response } from 'express';
import type { ApiConfig } from '../config.ts';

type Site = Pick<ApiConfig, 'API_BASE_URL'>;

const isSecure = ({ API_BASE_URL }: Site): boolean => new URL(API_BASE_URL).protocol === 'https:';

/** Over HTTPS the name promises that the cookie is of this host alone (RFC 6265bis, `__Host-`). */
export const cookieName = (site: Site): string => (isSecure(site) ? '__Host-trunkline_session' : 'trunkline_session');

/** Gives the browser a session, which ends with the browser or before, by the database's word. */
export const giveSession = (response: Response, site: Site, token: string): void =>
  void response.cookie(cookieName(site), token, optionsOf(site));

/** Takes the session from the browser. */
export const takeSession = (response: Response, site: Site): void =>
  void response.clearCookie(cookieName(site), optionsOf(site));

const optionsOf = (site: Site) => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(site) }) as const;
