/** An app that runs as a process of its own: `apps/<name>/src/main.ts`, with its environment in `config.ts`. */
export type App = {
  name: string;
  /** Its default port; also the port inside its container. */
  port: number;
  /** What the port serves, if more than health and metrics. */
  serves?: string;
  /** Memory flags of Node, where they differ from those of the image. */
  nodeFlags?: readonly string[];
};

/**
 * Every app, in the order in which `npm start` starts them. Launcher, ports, `.env.example` and the tests of
 * `docker-compose.yml` are derived from this list. The simulator, the launcher and the command line are none of them.
 */
export const APPS = [
  { name: 'ingest', port: 4000, serves: 'ingest, where the callbacks go' },
  { name: 'worker-status', port: 4002 },
  { name: 'worker-reconcile', port: 4003 },
  // Below 200 MB whatever passes through: media is large and soon garbage, and a small heap is collected early.
  { name: 'worker-recording', port: 4004, nodeFlags: ['--max-semi-space-size=2', '--max-old-space-size=160'] },
  { name: 'worker-transcription', port: 4005 },
  { name: 'worker-dialer', port: 4006 },
  { name: 'worker-notify', port: 4007 },
  { name: 'api', port: 4001, serves: 'the inbox API and Bull Board' },
] as const satisfies readonly App[];

type AppName = (typeof APPS)[number]['name'];

type ScreamingCase<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${ScreamingCase<Tail>}`
  : Uppercase<S>;

/** The variable of an app that ends like this: `WORKER_STATUS_PORT`. */
export const variableOf = <N extends string, E extends string>(name: N, ending: E) =>
  `${name.toUpperCase().replaceAll('-', '_')}_${ending}` as `${ScreamingCase<N>}_${E}`;

/** `INGEST_PORT` and so on: moves the port of an app that `npm start` runs. */
export type AppPortVariable = `${ScreamingCase<AppName>}_PORT`;
