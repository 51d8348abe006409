import { request, type IncomingMessage } from 'node:http';

/** A frame of the event stream; `id` is null for a frame without one. */
type EventFrame = { name: string; id: number | null; data: Record<string, unknown> };

export type EventClient = Disposable & {
  status: number;
  headers: IncomingMessage['headers'];
  frames: EventFrame[];
  /** Resolves when the server has ended or cut the stream. */
  closed: Promise<void>;
  /** Stops reading, so that data piles up on the way. */
  pause(): void;
  resume(): void;
};

type Options = { headers?: Record<string, string>; onFrame?: (frame: EventFrame) => void };

/** Opens an event stream that does not reconnect by itself. */
export async function openEventClient(url: string, { headers = {}, onFrame }: Options = {}): Promise<EventClient> {
  const outgoing = request(url, { headers, agent: false });
  const answered = Promise.withResolvers<IncomingMessage>();
  outgoing.once('response', answered.resolve).once('error', answered.reject).end();
  const response = await answered.promise;
  outgoing.on('error', () => {});
  const frames: EventFrame[] = [];
  const read = frameReader((frame) => {
    frames.push(frame);
    onFrame?.(frame);
  });
  const closed = new Promise<void>((resolve) => response.once('close', resolve).on('error', () => {}));
  response.setEncoding('utf8').on('data', read);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    frames,
    closed,
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    [Symbol.dispose]: () => void outgoing.destroy(),
  };
}

/** Reads frames from pieces of any size; ignores a frame that was cut off. */
function frameReader(onFrame: (frame: EventFrame) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => splitOnce(line)));
      const data = fields.get('data');
      if (data === undefined) continue;
      const id = fields.get('id');
      const envelope = JSON.parse(data) as { event: string; data: Record<string, unknown> };
      onFrame({ name: fields.get('event') ?? '', id: id === undefined ? null : Number(id), data: envelope.data });
    }
  };
}

function splitOnce(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1)];
}
