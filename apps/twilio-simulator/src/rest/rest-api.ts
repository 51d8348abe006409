import { randomBytes } from 'node:crypto';
import express, { type RequestHandler, type Response, type Router } from 'express';
import type { Account } from '../account.ts';
import type { CallBook } from '../calls/call-book.ts';
import { callResource } from './call-resource.ts';
import { listCalls } from './list-calls.ts';

/** The part of Twilio's REST API that reads calls. */
export function restApi(account: Account, book: CallBook): Router {
  const router = express.Router();
  router.use('/2010-04-01', requestId, authenticate(account));
  router.get('/2010-04-01/Accounts/:account/Calls.json', (req, res) => {
    if (req.params.account !== account.sid) return notFound(res, req.path);
    const query = new URL(req.originalUrl, 'http://twilio').searchParams;
    res.json(listCalls(book, account.sid, query));
  });
  router.get('/2010-04-01/Accounts/:account/Calls/:sid.json', (req, res) => {
    const call = book.find(req.params.sid);
    if (!call || req.params.account !== account.sid) return notFound(res, req.path);
    res.json(callResource(call.record));
  });
  router.use('/2010-04-01', (req, res) => notFound(res, req.originalUrl));
  return router;
}

const requestId: RequestHandler = (_req, res, next) => {
  res.set({ 'Twilio-Request-Id': `RQ${randomBytes(16).toString('hex')}`, 'Twilio-Concurrent-Requests': '1' });
  next();
};

const authenticate = ({ sid, authToken }: Account): RequestHandler => {
  const expected = `Basic ${btoa(`${sid}:${authToken}`)}`;
  return (req, res, next) => {
    if (req.get('authorization') === expected) return next();
    res.set('WWW-Authenticate', 'Basic realm="Twilio API"');
    sendError(res, 401, 20003, 'Authenticate');
  };
};

const notFound = (res: Response, path: string): void =>
  sendError(res, 404, 20404, `The requested resource ${path} was not found`);

function sendError(res: Response, status: number, code: number, message: string): void {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  res.status(status).json({ code, message, more_info, status });
}
