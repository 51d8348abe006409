/** A program that gives this machine a public address. */
export type TunnelProgram = {
  name: string;
  /** Its arguments for a server on this machine. */
  args: (origin: string) => string[];
  /** The public address in a line of its log, if the line tells it. */
  addressIn: (line: string) => string | undefined;
  /** How to get it. */
  remedy: string;
};

export const TUNNEL_PROGRAMS: readonly TunnelProgram[] = [
  {
    name: 'cloudflared',
    args: (origin) => ['tunnel', '--no-autoupdate', '--url', origin],
    addressIn: (line) => /\|\s+(https?:\/\/\S+)\s+\|/.exec(line)?.[1], // in a frame of its own
    remedy:
      'Install it without an account, with brew install cloudflared or from https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads/',
  },
  {
    name: 'ngrok',
    args: (origin) => ['http', origin, '--log', 'stdout', '--log-format', 'json'],
    addressIn: (line) => {
      const { msg, url } = parse(line) as { msg?: unknown; url?: unknown };
      return msg === 'started tunnel' && typeof url === 'string' ? url : undefined;
    },
    remedy: 'Install it from https://ngrok.com/download, then run ngrok config add-authtoken TOKEN once.',
  },
];

function parse(line: string): object {
  try {
    return (JSON.parse(line) as object | null) ?? {};
  } catch {
    return {};
  }
}
