export { deadLettersPage, deadLettersQuery, inboxDetail, inboxPage, inboxQuery, type InboxQuery } from './inbox.ts';
export { replayAnswer, replayOneAnswer, replayRequest, type ReplayRequest } from './replay.ts';
