import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { SERVER_PATHS } from './serve-console.ts';

const PAGE = `<meta name="csp-nonce" content="__NONCE__" /><meta name="trunkline" content="__CONFIG__" /><script nonce="__NONCE__"></script>`;
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

let folder: string;
let api: TestApi;
let unbuilt: TestApi;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'assets', 'main-4f2a.js'), 'console.log(1)');
  await writeFile(join(folder, 'assets', 'main-4f2a.js.gz'), gzipSync('console.log(1)'));
  api = await openTestApi({ CONSOLE_DIR: folder, CONSOLE_BADGE: 'DEMO' });
  unbuilt = await openTestApi({ CONSOLE_DIR: join(folder, 'nothing') });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await unbuilt[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const open = (path: string, headers: Record<string, string> = BROWSER) =>
  fetch(`${api.url}${path}`, { headers, redirect: 'manual' });

test.each(['/', '/live', '/calls?status=ringing', '/calls/CA1', '/no/such/screen', '/login'])(
  'a browser that opens %s gets the page, with a nonce of its own and no inline script without it',
  async (path) => {
    const [first, second] = [await open(path), await open(path)];
    expect([first.status, first.headers.get('content-type'), first.headers.get('cache-control')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    const nonces = await Promise.all(
      [first, second].map(async (answer) => /csp-nonce" content="([^"]+)"/.exec(await answer.text())?.[1] ?? ''),
    );
    expect(new Set(nonces).size).toBe(2);
    const policy = first.headers.get('content-security-policy')!;
    expect(policy).toContain(`script-src 'self' 'nonce-${nonces[0]}';`);
    expect(policy).not.toMatch(/unsafe/);
  },
);

test('the page knows the badge and whether this is development', async () => {
  const text = await (await open('/live')).text();
  expect(text).toContain('{&quot;badge&quot;:&quot;DEMO&quot;,&quot;isDevelopment&quot;:true}');
});

test.each([
  ['/calls', { accept: 'application/json' }, 404],
  ['/calls', { accept: '*/*' }, 404],
  ['/api/calls', BROWSER, 200],
  ['/api/no-such', BROWSER, 404],
  ['/logo.png', BROWSER, 404],
])('%s with %j is answered by the API: %i', async (path, headers, status) => {
  const answer = await open(path, headers);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    status,
    expect.stringContaining(status === 404 ? 'application/problem+json' : 'application/json'),
  ]);
});

test('other pages keep their own content and policy', async () => {
  expect(await (await open('/docs')).text()).toContain('Trunkline API');
  const board = await open('/admin/queues');
  expect(board.headers.get('content-security-policy')).toContain("style-src 'self' 'unsafe-inline'");
  expect((await open('/login?token=unknown')).status).toBe(410);
});

test('assets are kept for ever and are sent compressed; a missing one is not found', async () => {
  const asset = await open('/assets/main-4f2a.js', { 'accept-encoding': 'gzip' });
  expect(Object.fromEntries(asset.headers)).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': expect.stringContaining('javascript'),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: expect.stringContaining('Accept-Encoding'),
  });
  expect(await asset.text()).toBe('console.log(1)');
  const plain = await open('/assets/main-4f2a.js', { 'accept-encoding': 'identity' });
  expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, 'console.log(1)']);
  for (const path of ['/assets/gone.js', '/assets/..%2Findex.html', '/assets/%2e%2e%2findex.html']) {
    const missing = await open(path, BROWSER);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
  }
});

test('where the console is not built, the page says how to build it', async () => {
  const answer = await fetch(`${unbuilt.url}/`);
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm run console:build')]);
  expect((await fetch(`${unbuilt.url}/api/me`)).status).toBe(200);
});

test('no endpoint has the path of a screen', async () => {
  const { paths } = (await (await open('/openapi.json')).json()) as { paths: object };
  const isServers = (path: string) => SERVER_PATHS.some((prefix) => `${path}/`.startsWith(`${prefix}/`));
  expect(Object.keys(paths).length).toBeGreaterThan(80);
  expect(Object.keys(paths).filter((path) => !isServers(path))).toEqual(['/login']);
});

test('a request of a script is not asked for a password by the browser', async () => {
  await using strict = await openTestApi({ LOCAL_OPERATOR: 'false' });
  const ask = async (headers: Record<string, string>) =>
    (await strict.send('/api/me', { headers })).headers['www-authenticate'];
  expect(await ask({ 'x-requested-with': 'trunkline-console' })).toMatch(/^Bearer/);
  expect(await ask({ accept: 'text/event-stream' })).toMatch(/^Bearer/);
  expect(await ask({ accept: 'text/html' })).toMatch(/^Basic/);
});
