import { endLeg } from '../calls/end-leg.ts';
import { allDone } from '../calls/session.ts';
import type { Params } from '../delivery/callback.ts';
import type { EndedBy } from '../truth/call-record.ts';
import { type Talk, talkedSeconds } from './talk.ts';

/** The last callback of an answered call, and what still comes after it. */
export async function endTalk(talk: Talk, by: EndedBy, details: Params = {}): Promise<void> {
  const { play, leg, isHurried } = talk;
  if (isHurried) leg.record.talkedSeconds = talkedSeconds(talk);
  endLeg(play, leg, by, details);
  await allDone(play);
}
