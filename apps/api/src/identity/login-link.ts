import { digestOf } from '@trunkline/access';
import { nothing } from '@trunkline/api-contract/http';
import { loginLinkQuery } from '@trunkline/api-contract/identity';
import type { Database } from '@trunkline/db/connection';
import { findLoginLink, useLoginLink } from '@trunkline/db/identity';
import type { Response } from 'express';
import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';
import { recordAudit } from '../http/record-audit.ts';
import { namesItsSite } from '../http/request-origin.ts';
import { route, type Route } from '../http/route.ts';
import { clientOf } from '../http/trust-proxies.ts';
import type { LoginLimit } from './login-limit.ts';
import { LOGIN_PAGE_HEADERS, LOGIN_PATH, loginPage } from './login-page.ts';
import { beginSession } from './session.ts';

type Parts = { db: Database; config: ApiConfig; loginLimit: LoginLimit };

const about = {
  tag: 'Account',
  permission: 'public',
  path: LOGIN_PATH,
  query: loginLinkQuery,
  answerType: 'text/html',
} as const;

/** A link opens a page, and its button logs in: a page of another site, or a preview of the link, cannot. */
export const loginLinkRoutes = ({ db, config, loginLimit }: Parts): Route[] => {
  async function answerPage(response: Response, token: string) {
    response.set(LOGIN_PAGE_HEADERS);
    return loginPage(await findLoginLink(db.pool, digestOf(token)), token);
  }
  return [
    route(
      {
        ...about,
        operationId: 'getLoginPage',
        method: 'get',
        summary: 'Open a login link',
        description:
          'Returns the page of a link of `npx trunkline users`, with a button that logs in. It does not use the link. 410 with the reason if the link was used or has expired.',
        answers: { 200: nothing, 410: nothing },
      },
      async ({ query, response }) => answerPage(response, query.token),
    ),
    route(
      {
        ...about,
        operationId: 'loginByLink',
        method: 'post',
        summary: 'Log in by link',
        description:
          'Sets the session cookie and redirects to /. A link works once, within ten minutes; after that the answer is a page with the reason (410). The request needs the header Origin or Sec-Fetch-Site of this site, or X-Requested-With.',
        answers: { 303: nothing, 410: nothing },
      },
      async (context) => {
        const { request, response, query, requestId, actor } = context;
        if (!namesItsSite(request))
          throw new Problem('forbidden', 'A login needs the header Origin or X-Requested-With.');
        const [link, client] = [digestOf(query.token), clientOf(request)];
        loginLimit.begin(link, client);
        if (await beginSession(context, config, (tx) => useLoginLink(tx, link))) {
          loginLimit.succeed(link, client);
          response.set('Cache-Control', 'no-store').redirect(303, '/');
          return undefined;
        }
        const refused = { entity: '-', event: 'refused', result: 'unauthenticated' };
        await recordAudit(db.pool, { requestId, actor, route: `POST ${LOGIN_PATH}` }, refused);
        return answerPage(response, query.token);
      },
    ),
  ];
};
