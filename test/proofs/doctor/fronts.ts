/** What stands at the public URL in place of ingest: an answer, or nothing. */
export type Front = { kind: string; what: string } & ({ status: number; body?: string } | { url: string });

/** Every fault of the public URL that the doctor has to find. */
export const FRONTS: readonly Front[] = [
  { kind: 'signature-refused', what: 'another token or URL at ingest', status: 403 },
  { kind: 'public-url-login', what: 'a login of the proxy', status: 401 },
  { kind: 'public-url-redirect', what: 'a redirect to https', status: 301 },
  { kind: 'public-url-not-ingest', what: 'a path that leads elsewhere', status: 404 },
  { kind: 'public-url-refused', what: 'a limit of the proxy', status: 429 },
  { kind: 'public-url-gateway', what: 'a proxy without ingest behind it', status: 502 },
  { kind: 'public-url-gateway', what: 'a tunnel that has ended', status: 530 },
  { kind: 'ingest-failing', what: 'an ingest without Postgres and spool', status: 503 },
  { kind: 'public-url-another-server', what: 'the page of another server', status: 200, body: '<h1>It works!</h1>' },
  { kind: 'callback-not-stored', what: 'an answer of ingest, and no row', status: 204 },
  { kind: 'public-url-no-answer', what: 'a closed port', url: 'http://127.0.0.1:9' },
  { kind: 'public-url-no-host', what: 'a name without an address', url: 'http://trunkline.invalid' },
];
