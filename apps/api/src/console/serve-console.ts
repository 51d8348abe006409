import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';
import { LOGIN_PATH } from '../identity/login-page.ts';
import { BUILT_CONSOLE, contentPolicy, NOT_BUILT, readConsolePage, type PageConfig } from './console-page.ts';

const ASSETS_PATH = '/assets';

/** First segments of what the server itself answers, which are never a screen of the console. A test compares all routes. */
export const SERVER_PATHS = ['/api', '/events', '/media', '/docs', '/openapi.json', '/admin', '/health', '/metrics'];

/** Serves the console: its assets, and its page for every path that a browser opens and the server does not answer itself. */
export function serveConsole(config: Pick<ApiConfig, 'CONSOLE_DIR' | 'CONSOLE_BADGE' | 'NODE_ENV'>): Router {
  const folder = config.CONSOLE_DIR ?? BUILT_CONSOLE;
  const page = { badge: config.CONSOLE_BADGE ?? null, isDevelopment: config.NODE_ENV !== 'production' };
  const router = express.Router({ caseSensitive: true });
  router.get(`${ASSETS_PATH}/:file`, sendAsset(join(folder, 'assets')));
  router.get('/{*screen}', sendPage(folder, page));
  return router;
}

/** Names of assets contain a hash of their content. Each has a compressed twin, which the build writes. */
function sendAsset(folder: string): RequestHandler<{ file: string }> {
  return (request, response, next) => {
    const { file } = request.params;
    const isCompressed = request.acceptsEncodings('gzip') === 'gzip' && existsSync(join(folder, `${file}.gz`));
    response.vary('Accept-Encoding').type(extname(file));
    if (isCompressed) response.set('Content-Encoding', 'gzip');
    const options = { root: folder, immutable: true, maxAge: '1y', index: false } as const;
    response.sendFile(isCompressed ? `${file}.gz` : file, options, (error?: Error) => {
      if (!error || response.headersSent) return;
      response.removeHeader('Content-Encoding');
      response.removeHeader('Content-Type');
      next(new Problem('not_found', 'The console has no such file. Reload the page: it may have been updated.'));
    });
  };
}

function sendPage(folder: string, config: PageConfig): RequestHandler {
  return async (request, response, next) => {
    if (!isScreen(request)) return next();
    const nonce = randomBytes(16).toString('base64');
    const page = await readConsolePage(folder, { nonce, config });
    response.set('Cache-Control', 'no-store').vary('Accept');
    if (page === undefined) return sendNotBuilt(response);
    response.set({ 'Content-Security-Policy': contentPolicy(nonce), 'X-Frame-Options': 'DENY' });
    response.type('html').send(page);
  };
}

const sendNotBuilt = (response: Response): void => void response.status(503).type('text').send(NOT_BUILT);

/** Browsers name text/html when they open a page; programs do not, and receive what the API answers. */
function isScreen(request: Request): boolean {
  const { path } = request;
  if (path === '/') return Boolean(request.accepts('html'));
  if (!request.headers.accept?.includes('text/html') || extname(path) !== '') return false;
  if (path === LOGIN_PATH) return !('token' in request.query);
  return !SERVER_PATHS.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}
