import { callbackName } from '@trunkline/telephony/callbacks';
import type { StoryRow } from '../story.ts';

/** What a person calls a stored row. */
export const nameOfRow = ({ fact, kind }: Pick<StoryRow, 'fact' | 'kind'>): string =>
  fact ? callbackName(fact) : `unreadable ${kind.replaceAll('-', ' ')}`;
