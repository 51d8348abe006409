export { siren, sirenPage, sirenQuery, sirenResolution, sirenToRaise } from './siren.ts';
export { callControl, callToSchedule, dropBody, droppedCall, recordingControl, scheduledCall } from './live-calls.ts';
