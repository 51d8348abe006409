import type { Database } from '@trunkline/db/connection';
import { TextDecoderStream } from 'node:stream/web';
import type { Answer } from './ask.ts';

/** Frames that tell of the stream or the process, not of what happened. */
const ABOUT_ITSELF = new Set(['connected', 'keepalive', 'queue.stats', 'stream.reset']);

/** All that the event stream has kept for somebody, up to the last event that there is. */
export async function readStream(owner: Database, url: string, headers: Record<string, string>): Promise<Answer> {
  const { rows } = await owner.pool.query<{ last: string }>('select coalesce(max(seq), 0) as last from stream_events');
  const last = Number(rows[0]!.last);
  const leaving = new AbortController();
  const response = await fetch(`${url}${url.includes('?') ? '&' : '?'}last_event_id=0`, {
    headers,
    signal: leaving.signal,
  });
  if (response.status !== 200) {
    const { code } = (await response.json()) as { code: string };
    return { status: response.status, code, told: code };
  }
  const told: string[] = [];
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const frames = `${text}${chunk}`.split('\n\n');
    text = frames.pop()!;
    for (const frame of frames) {
      const name = /^event: ?(.*)$/m.exec(frame)?.[1] ?? '';
      const id = Number(/^id: ?(.*)$/m.exec(frame)?.[1] ?? -1);
      if (!ABOUT_ITSELF.has(name)) told.push(frame.replace(/^retry:.*$/gm, '').trim());
      if (name !== 'keepalive' || id < last) continue;
      leaving.abort();
      return { status: 200, code: null, told: told.join('\n') };
    }
  }
  throw new Error('The stream ended before everything was told.');
}
