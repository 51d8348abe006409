export { readStoryRows } from './read-story-rows.ts';
export { findLatestCall, readCallStory, readStoryLegs } from './read-call-story.ts';
export { readCallAsOf, type CallAsOf } from './read-call-as-of.ts';
