import { setTimeout as delay } from 'node:timers/promises';
import type { FieldCase } from './case.ts';
import { findDifference } from './expectation.ts';
import { playCallbacks } from './players/play-callback.ts';
import type { Observe } from './players/played.ts';
import { playModels } from './players/play-model.ts';
import { playRecording } from './players/play-recording.ts';
import { playRest } from './players/play-rest.ts';
import { playSession } from './players/play-session.ts';
import { playWebhook } from './players/play-webhook.ts';
import type { FieldStack } from './open-field-stack.ts';
import { openSids, type Sids } from './placeholders.ts';

/** A case that was run; `difference` is null where it came out right. */
export type Result = { field: FieldCase; difference: string | null; seconds: number };

/** Which part of the product a case is about. Parts that need the whole product for themselves run one case at a time. */
export const PARTS = ['callbacks', 'recordings', 'webhooks', 'logs', 'rest', 'models', 'session'] as const;
export type Part = (typeof PARTS)[number];

export function partOf({ media, model, webhook, session, rest, path, expect }: FieldCase): Part {
  if (media) return 'recordings';
  if (model) return 'models';
  if (webhook) return 'webhooks';
  if (session) return 'session';
  if (rest && path === undefined) return 'rest';
  return 'logged' in expect ? 'logs' : 'callbacks';
}

/** Seconds within which the facts must hold, where a case does not say; a callback is observed once it is settled. */
const WITHIN: Record<Part, number> = {
  callbacks: 0,
  logs: 5,
  recordings: 45,
  webhooks: 20,
  rest: 10,
  models: 25,
  session: 10,
};

const LOOK_EVERY_MS = 500;

/** Plays a case and compares what came of it with what must. */
export async function runCase(stack: FieldStack, given: FieldCase): Promise<Result> {
  const sids = openSids();
  const field = sids.fillIn(given);
  const { within = WITHIN[partOf(field)], ...facts } = field.expect;
  const began = performance.now();
  const result = (difference: string | null) => ({ field, difference, seconds: (performance.now() - began) / 1000 });
  await using playing = new AsyncDisposableStack();
  try {
    const observe = await play(stack, field, sids, playing);
    const until = performance.now() + within * 1000;
    for (;;) {
      const { isSettled, ...observed } = await observe();
      const difference = findDifference(facts, observed);
      if (difference === null || isSettled === true || performance.now() >= until) return result(difference);
      await delay(LOOK_EVERY_MS);
    }
  } catch (error) {
    return result(`could not be played: ${(error as Error).message}`);
  }
}

async function play(stack: FieldStack, field: FieldCase, sids: Sids, playing: AsyncDisposableStack): Promise<Observe> {
  switch (partOf(field)) {
    case 'recordings':
      return playRecording(stack, field, sids);
    case 'rest':
      return playRest(stack, field, sids);
    case 'models':
      return playing.use(await playModels(stack, field)).observe;
    case 'webhooks':
      return playing.use(await playWebhook(stack, field)).observe;
    case 'session':
      return playing.use(await playSession(stack, field, sids)).observe;
    case 'callbacks':
    case 'logs':
      return playCallbacks(stack, field, sids);
  }
}
