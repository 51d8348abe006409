import type { Readable } from 'node:stream';
import type { CheckedAudio } from './checked-audio.ts';
import { MediaError } from './media-error.ts';
import { inBlocks } from './read-frugally.ts';

/**
 * A recording in checked blocks; throws `MediaError` at the first block that cannot belong to it, and at the end if it is
 * incomplete. A block is valid until the next one is requested. Errors of the body are handled from the call on.
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
      audio.add(block);
      yield block;
    }
  } catch (error) {
    throw explained(error);
  }
  audio.finish();
}

/** The fault of a connection that broke within the media: Twilio's, unless we aborted it. */
function toCut(error: unknown, ending: AbortSignal): MediaError {
  if (error instanceof MediaError) return error;
  return ending.aborted ? new MediaError('unavailable', 'was interrupted') : new MediaError('refused', 'was cut');
}
