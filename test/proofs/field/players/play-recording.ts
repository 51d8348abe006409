import { hash } from 'node:crypto';
import type { FieldCase } from '../case.ts';
import type { FieldStack } from '../open-field-stack.ts';
import type { Sids } from '../placeholders.ts';
import { sendRequest } from '../send-request.ts';
import { mediaBody } from '../servers/media-answer.ts';
import type { Observe } from './played.ts';
import { countErrors } from './play-rest.ts';

type Recording = { custody: string; audio_url: string | null; evidence: unknown };

/** Announces a recording by its callback, and returns a function that observes what became of it. */
export async function playRecording(stack: FieldStack, field: FieldCase, sids: Sids): Promise<Observe> {
  const sid = sids.of('RENEW');
  stack.twilio.media.set(sid, field.media ?? []);
  const [ingest, worker] = [await stack.app('ingest'), await stack.app('worker-recording')];
  const { status } = await sendRequest(ingest.url, { ...field, base: field.base ?? 'recording' }, sids);
  return async () => {
    const recording = await stack.get<Recording>(`/api/recordings/${sid}`);
    const path = [...stack.twilio.requests.keys()].find((key) => key.includes(sid));
    const isSettled = recording !== null && !['announced', 'fetching'].includes(recording.custody);
    return {
      status,
      isSettled,
      recording: recording && { ...recording, evidence: JSON.stringify(recording.evidence) },
      requests: path === undefined ? 0 : stack.twilio.requests.get(path),
      errors: countErrors(worker.output, sid),
      unchanged: 'unchanged' in field.expect ? await isUnchanged(stack, field, recording) : null,
    };
  };
}

/** True if the stored audio has the very bytes of the server's last answer. */
async function isUnchanged(stack: FieldStack, { media }: FieldCase, recording: Recording | null): Promise<boolean> {
  if (!recording?.audio_url) return false;
  const { url } = await stack.app('api');
  const { pathname, search } = new URL(recording.audio_url, url);
  const stored = Buffer.from(await (await fetch(url + pathname + search)).arrayBuffer());
  return hash('sha256', stored) === hash('sha256', mediaBody(media!.at(-1)!));
}
