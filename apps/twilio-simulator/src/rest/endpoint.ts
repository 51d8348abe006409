import type { RestParts, Target } from './find-shown.ts';

/** One kind of address below the account, and what is found there; `sids` are those in the address. */
export interface Resource {
  kind: string;
  pattern: RegExp;
  /** `GET` without one. */
  method?: 'POST' | 'DELETE';
  /** 200 without one. */
  status?: number;
  /** It changes something that is going on, so that the faults of live control apply. */
  isCommand?: true;
  /** Undefined: an answer without a body. */
  answer(parts: RestParts, target: Target, ...sids: string[]): object | undefined | Promise<object>;
}
