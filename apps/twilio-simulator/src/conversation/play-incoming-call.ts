import { endLeg } from '../calls/end-leg.ts';
import { CallEnded } from '../calls/interruption.ts';
import { report } from '../calls/report-leg.ts';
import { voiceRequest } from '../calls/voice-request.ts';
import { converse } from './converse.ts';
import { endTalk } from './end-talk.ts';
import { openDocument } from './open-document.ts';
import type { Talk } from './talk.ts';

/** A call that comes in and stays until the caller has had enough, unless somebody else ends it. */
export async function playIncomingCall(talk: Talk): Promise<void> {
  const { play, leg, order } = talk;
  report(play, leg, 'ringing');
  const opening = openDocument(talk, order.instructions, voiceRequest(leg, play.random));
  const document = await opening.catch((error: unknown) => {
    if (!(error instanceof CallEnded)) throw error;
    endLeg(play, leg, error.by);
  });
  if (!document) return;
  report(play, leg, 'in-progress');
  talk.answeredAt = play.clock.elapsed();
  const by = await converse(talk, () => Promise.resolve(document));
  await endTalk(talk, by);
}
