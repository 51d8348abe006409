import { delimiter, dirname } from 'node:path';

/** What `npm run` and Jest add to the environment, and what an image does not have. */
const ADDED =
  /^(?:npm_(?:package|lifecycle|command|config_local_prefix|config_workspaces?|config_loglevel)|INIT_CWD|NODE_ENV|NODE_OPTIONS)/;

/** The environment of a tool that builds: ours, with this Node first on the PATH. */
export function toolEnv(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !ADDED.test(name));
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
  return { ...Object.fromEntries(kept), PATH, ...env };
}
