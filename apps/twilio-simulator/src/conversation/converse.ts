import { callParameters } from '../calls/call-parameters.ts';
import { CallEnded, Redirected } from '../calls/interruption.ts';
import type { EndedBy } from '../truth/call-record.ts';
import type { TwimlDocument } from '../twiml/fetch-twiml.ts';
import { followDocument } from './follow-document.ts';
import { openDocument } from './open-document.ts';
import { spend, type Talk } from './talk.ts';

/** Carries out documents with the candidate until one ends or somebody hangs up; tells who ended the call. */
export async function converse(talk: Talk, first: () => Promise<TwimlDocument>): Promise<EndedBy> {
  let next: () => Promise<TwimlDocument | undefined> = first;
  for (let count = 0; count < maxDocuments; count++) {
    try {
      const document = await next();
      if (!document) return 'twiml';
      next = () => followDocument(talk, document);
      // A document that does nothing but lead to itself still takes time.
      await spend(talk, 0.1);
    } catch (error) {
      if (error instanceof CallEnded) return error.by;
      if (!(error instanceof Redirected)) throw error;
      talk.play.interruption.resume();
      next = () => openDocument(talk, error.instructions, callParameters(talk.leg, 'in-progress'));
    }
  }
  return 'twiml';
}

/** Against documents that lead to each other for ever. */
const maxDocuments = 500;
