import type { RequestHandler } from 'express';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiConfig } from './config.ts';
import { isLocal } from './is-local.ts';
import { Problem } from './problem.ts';

type Credentials = Pick<ApiConfig, 'BOARD_USER' | 'BOARD_PASSWORD'>;

/**
 * Who may use the board and all of `/api`, until there are accounts: whoever works on this machine, and elsewhere
 * whoever has BOARD_PASSWORD. This is the one place that decides it.
 */
export const operatorsOnly =
  ({ BOARD_USER, BOARD_PASSWORD }: Credentials): RequestHandler =>
  (request, _response, next) => {
    if (isLocal(request)) return next();
    if (BOARD_PASSWORD === undefined)
      throw new Problem(
        'forbidden',
        'Requests from other machines need a password, and none is set: set BOARD_PASSWORD.',
      );
    if (!isSame(request.get('authorization') ?? '', basic(BOARD_USER, BOARD_PASSWORD)))
      throw new Problem('unauthenticated', 'Give BOARD_USER and BOARD_PASSWORD by HTTP Basic authentication.');
    next();
  };

const basic = (user: string, password: string): string => Buffer.from(`${user}:${password}`).toString('base64');

/** Compares digests, so that the time taken tells neither the length nor how much of it was right. */
function isSame(header: string, expected: string): boolean {
  const [scheme = '', given = ''] = header.trim().split(/ +/);
  return timingSafeEqual(digest(given), digest(expected)) && scheme.toLowerCase() === 'basic';
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
