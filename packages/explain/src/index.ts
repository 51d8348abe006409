export { examineLegs, explainCall, explainLegs, presentLeg, presentRecordings } from './explain-call.ts';
export { isFinding, type ExplainedExpectation, type ExplainedLeg, type Explanation } from './explanation.ts';
export { examineLeg, type ExaminedLeg } from './findings/examine-leg.ts';
export { presentExpectation } from './findings/present-expectation.ts';
export { knownSpan } from './trace/known-span.ts';
export { listMarks, MARKS_AT_MOST, type Mark } from './trace/list-marks.ts';
export { isKnown, legAsOf, storyAsOf } from './trace/story-as-of.ts';
export { renderExplanation } from './text/render-explanation.ts';
export type { CallStory, StoryCall, StoryGap, StoryLeg, StoryLookup, StoryRecording, StoryRow } from './story.ts';
