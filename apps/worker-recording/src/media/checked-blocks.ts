import type { Readable } from 'node:stream';
import type { CheckedAudio } from './checked-audio.ts';
import { MediaError } from './media-error.ts';
import { inBlocks } from './read-frugally.ts';

/**
 * A recording in blocks, each of them checked; it ends well only if they are all of it, else with a `MediaError`. A block
 * holds until the next one is asked for. The body is listened to at once.
 */
export const checkedBlocks = (body: Readable, audio: CheckedAudio, ending: AbortSignal): AsyncGenerator<Buffer> =>
  check(inBlocks(body), audio, (error) => (error === body.errored ? toCut(error, ending) : error));

async function* check(
  blocks: AsyncIterable<Buffer>,
  audio: CheckedAudio,
  explained: (error: unknown) => unknown,
): AsyncGenerator<Buffer> {
  try {
    for await (const block of blocks) {
      audio.take(block);
      yield block;
    }
  } catch (error) {
    throw explained(error);
  }
  audio.finish();
}

/** A connection that breaks within the media; unless we broke it. */
function toCut(error: unknown, ending: AbortSignal): MediaError {
  if (error instanceof MediaError) return error;
  return ending.aborted ? new MediaError('trouble', 'was interrupted') : new MediaError('refused', 'was cut');
}
