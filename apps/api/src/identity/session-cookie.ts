import type { Response } from 'express';
import type { ApiConfig } from '../config.ts';

type Site = Pick<ApiConfig, 'API_BASE_URL'>;

const isSecure = ({ API_BASE_URL }: Site): boolean => new URL(API_BASE_URL).protocol === 'https:';

/** Over HTTPS the prefix `__Host-` makes browsers bind the cookie to this host (RFC 6265bis). */
export const cookieName = (site: Site): string => (isSecure(site) ? '__Host-trunkline_session' : 'trunkline_session');

/** Sets the session cookie. It ends with the browser; the session itself may end earlier, in the database. */
export const setSessionCookie = (response: Response, site: Site, token: string): void =>
  void response.cookie(cookieName(site), token, optionsOf(site));

export const clearSessionCookie = (response: Response, site: Site): void =>
  void response.clearCookie(cookieName(site), optionsOf(site));

const optionsOf = (site: Site) => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(site) }) as const;
