import { parseArgs } from 'node:util';

/** What `npm start` was given. */
export type Arguments = {
  help: boolean;
  /** Variables that the options set; they win over the environment and `.env`. */
  env: Record<string, string>;
};

/** A wrong argument; the message names it. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** What belongs to a real account. */
const OF_AN_ACCOUNT = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'WEBHOOK_BASE_URL', 'TUNNEL', 'CONNECT'];
/** Where its calls are kept: what `.env` says is not for a demo, what the environment says is. */
const OF_ITS_DATA = ['DATABASE_URL', 'API_DATABASE_URL', 'REDIS_URL', 'DATA_DIR'];

/** Reads the command line of `npm start`, before `.env` is read; throws an `ArgumentError`. */
export function readArguments(args: readonly string[], environment = process.env): Arguments {
  const { help = false, demo, tunnel, connect } = parse(args);
  if (demo && (tunnel ?? connect))
    throw new ArgumentError('A demo is played by the simulated Twilio: it needs no --tunnel and no --connect.');
  const isNotGiven = (name: string): boolean => !environment[name];
  const env = {
    ...(demo && Object.fromEntries([...OF_AN_ACCOUNT, ...OF_ITS_DATA.filter(isNotGiven)].map((name) => [name, '']))),
    ...(tunnel !== undefined && { TUNNEL: tunnel, WEBHOOK_BASE_URL: '' }),
    ...(connect && { CONNECT: connect.join(',') }),
  };
  return { help, env };
}

function parse(args: readonly string[]) {
  const options = {
    help: { type: 'boolean', short: 'h' },
    demo: { type: 'boolean' },
    tunnel: { type: 'string' },
    connect: { type: 'string', multiple: true },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new ArgumentError((error as Error).message.split('. ')[0]!.replace(/'([^']*?) <value>'/, '$1'));
  }
}

export const OPTIONS_HELP = `Options:
  --tunnel <how>      give ingest a public address: cloudflared, ngrok or the URL of
                      your own tunnel
  --connect <number>  connect a number, an application or a SIP domain of Twilio while
                      this runs, and give it back at the end; can be repeated
  --demo              with the simulated Twilio, even where .env names a real account
  -h, --help          show this`;
