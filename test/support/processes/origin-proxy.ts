import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';
import { stopWithParent } from '../../../apps/local/src/supervision/stop-with-parent.ts';
import { eventually } from '../eventually.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';

/** A name for which Caddy asks no authority on the internet. */
const DOMAIN = 'calls.localhost';
/** The public origin, whatever the port on this machine: as behind a router that forwards port 443. */
export const ORIGIN = `https://${DOMAIN}`;

/** Addresses of the copies of each app, as `host:port`. */
export type Upstreams = { ingest: readonly string[]; api: readonly string[] };

type Sent = {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The loopback address that the client has; 127.0.0.1 by default. */
  from?: string;
};

/** A proxy with the file that this repository ships. */
export type OriginProxy = AsyncDisposable & {
  /** Port of plain HTTP. */
  httpPort: number;
  /** Sends a request to `ORIGIN` as Twilio waits for it, 15 s, and resolves with the head of the answer. */
  send(target: string, sent?: Sent): Promise<IncomingMessage>;
};

type Running = { name: string; folder: string; ports: Ports };
type Ports = { http: number; https: number };
type Start = { program: string; args: string[]; env?: NodeJS.ProcessEnv; certificate: string };

/** Debian's packages of the proxies, with the programs that a test needs of each. */
export const PROXIES = {
  caddy: { packages: 'caddy', programs: ['caddy'], prepare: prepareCaddy },
  nginx: { packages: 'nginx-light and openssl', programs: ['nginx', 'openssl'], prepare: prepareNginx },
} as const;

export type ProxyName = keyof typeof PROXIES;

/** Why a proxy cannot be tried here; undefined where it can. */
export function whyNoProxy(name: ProxyName): string | undefined {
  const { packages, programs } = PROXIES[name];
  return programs.every(findProgram) ? undefined : `install Debian's ${packages}`;
}

/** Starts Caddy or nginx before these copies of the apps, and waits until it answers by HTTPS. */
export async function startOriginProxy(name: ProxyName, upstreams: Upstreams): Promise<OriginProxy> {
  const ports = { http: await freePort(), https: await freePort() };
  const folder = mkdtempSync(join(tmpdir(), `trunkline-${name}-`));
  const { program, args, env, certificate } = PROXIES[name].prepare({ name, folder, ports }, upstreams);
  const child = spawn(findProgram(program) ?? program, args, { env: { ...process.env, ...env }, cwd: folder });
  stopWithParent(child, folder);
  const exited = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const agent = new Agent({ keepAlive: true });
  const proxy: OriginProxy = {
    httpPort: ports.http,
    send: (target, sent) => send({ port: ports.https, ca: readFileSync(certificate), agent }, target, sent),
    async [Symbol.asyncDispose]() {
      agent.destroy();
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
      (await proxy.send('/health')).resume();
    });
  } catch (cause) {
    await proxy[Symbol.asyncDispose]();
    throw new Error(`${name} does not answer. It wrote:\n${output}`, { cause });
  }
  return proxy;
}

/** Not `fetch`: it decides about names, certificates and the target by itself. */
async function send(
  place: { port: number; ca: Buffer; agent: Agent },
  target: string,
  { method = 'GET', headers = {}, body, from }: Sent = {},
): Promise<IncomingMessage> {
  const outgoing = request({
    ...place,
    host: '127.0.0.1',
    servername: DOMAIN,
    path: target,
    method,
    headers: { host: DOMAIN, ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
    ...(from && { localAddress: from }),
  });
  outgoing.setTimeout(15_000, () => outgoing.destroy(new Error(`${target}: no answer within 15 s`)));
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.end(body);
  const [response] = await answered;
  outgoing.setTimeout(0);
  return response;
}

function prepareCaddy({ folder, ports }: Running, { ingest, api }: Upstreams): Start {
  return {
    program: 'caddy',
    args: ['run', '--config', join(CHECKOUT, 'deploy', 'Caddyfile'), '--adapter', 'caddyfile'],
    env: {
      DOMAIN,
      INGEST: ingest.join(' '),
      API: api.join(' '),
      HTTP_PORT: `${ports.http}`,
      HTTPS_PORT: `${ports.https}`,
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
    },
    certificate: join(folder, 'caddy', 'pki', 'authorities', 'local', 'root.crt'),
  };
}

/** The file as it ships, with what it tells its reader to change, in a configuration that needs no rights. */
function prepareNginx({ folder, ports }: Running, { ingest, api }: Upstreams): Start {
  const [key, certificate] = [join(folder, 'privkey.pem'), join(folder, 'fullchain.pem')];
  const names = ['-subj', `/CN=${DOMAIN}`, '-addext', `subjectAltName=DNS:${DOMAIN}`];
  const ofKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  execFileSync('openssl', ['req', '-x509', ...ofKey, '-out', certificate, '-days', '2', ...names], { stdio: 'pipe' });
  const serversOf = (places: readonly string[]) => places.map((place) => `server ${place};`).join(' ');
  const changes = {
    'server 127.0.0.1:4000;': serversOf(ingest),
    'server 127.0.0.1:4001;': serversOf(api),
    'listen 80;': `listen 127.0.0.1:${ports.http};`,
    'listen [::]:80;': '',
    'listen 443 ssl http2;': `listen 127.0.0.1:${ports.https} ssl http2;`,
    'listen [::]:443 ssl http2;': '',
    '/etc/letsencrypt/live/calls.example.com/fullchain.pem': certificate,
    '/etc/letsencrypt/live/calls.example.com/privkey.pem': key,
    '/var/log/nginx/trunkline.log': join(folder, 'access.log'),
  };
  let site = readFileSync(join(CHECKOUT, 'deploy', 'nginx.conf'), 'utf8');
  for (const [shipped, changed] of Object.entries(changes)) {
    if (site.split(shipped).length !== 2) throw new Error(`deploy/nginx.conf does not have once: ${shipped}`);
    site = site.replace(shipped, () => changed);
  }
  writeFileSync(join(folder, 'site.conf'), site.replaceAll('calls.example.com', DOMAIN));
  const ofTemp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${what};`);
  const main = `daemon off; master_process off; pid pid; error_log stderr; events {}
http { ${ofTemp.join(' ')} include site.conf; }`;
  writeFileSync(join(folder, 'nginx.conf'), main);
  return { program: 'nginx', args: ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], certificate };
}
