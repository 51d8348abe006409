export { gapsPage, gapsQuery, reconciliation } from './reconciliation.ts';
export { syncDone, syncRun, syncUnderWay } from './sync.ts';
export { twilioDebug } from './twilio-debug.ts';
