export { examineLegs, explainCall, explainLegs } from './explain-call.ts';
export { isFinding, type Explanation } from './explanation.ts';
export { renderExplanation } from './text/render-explanation.ts';
export type { CallStory, StoryCall, StoryGap, StoryLeg, StoryLookup, StoryRecording, StoryRow } from './story.ts';
