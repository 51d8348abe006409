import type { RequestHandler } from 'express';
import { isAuthorized } from '../account.ts';
import type { Fields } from '../configuration/configured-kinds.ts';
import { sendAnswer, unauthorized } from './answer.ts';
import { readPageRequest } from './page.ts';
import { RestError } from './rest-error.ts';
import type { RestApiParts } from './rest-api.ts';

/** `GET /v1/Alerts` of Twilio's Monitor API: what went wrong with requests to the customer, newest first. */
export function monitorApi({ account, configuration, faults, requests }: RestApiParts): RequestHandler {
  return (req, res) => {
    const beganAt = performance.now();
    const request = requests.open({ method: req.method, resource: 'alerts', target: req.originalUrl, form: {} });
    res.once('close', () => requests.end());
    const isDenied = faults.settings.revoked || !isAuthorized(account, req.get('authorization'));
    const answer = isDenied
      ? unauthorized
      : listAlerts(configuration.alerts, new URL(req.originalUrl, 'http://twilio'));
    request.status = answer.status;
    sendAnswer(res, answer, { concurrentRequests: requests.inFlight(), beganAt });
  };
}

function listAlerts(all: readonly Fields[], { pathname: path, searchParams: query }: URL) {
  try {
    const { page, size } = readPageRequest({ path, query });
    const from = readTime(query, 'StartDate') ?? Number.NEGATIVE_INFINITY;
    const until = readTime(query, 'EndDate') ?? Number.POSITIVE_INFINITY;
    const level = query.get('LogLevel');
    const found = all.filter((alert) => {
      const at = Date.parse(String(alert['date_generated']));
      return at >= from && at <= until && (!level || level === alert['log_level']);
    });
    const alerts = found.slice(page * size, (page + 1) * size);
    const urlOf = (n: number) => `https://monitor.twilio.com${path}?PageSize=${size}&Page=${n}`;
    const meta = {
      key: 'alerts',
      page,
      page_size: size,
      url: urlOf(page),
      first_page_url: urlOf(0),
      next_page_url: (page + 1) * size < found.length ? urlOf(page + 1) : null,
      previous_page_url: page > 0 ? urlOf(page - 1) : null,
    };
    return { status: 200, body: { meta, alerts } };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { status: error.status, body: error };
  }
}

function readTime(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (!text) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new RestError(400, 20001, `Invalid parameter ${name}: ${text}`);
  return time;
}
