export { openEffect, type Effect, type Opened } from './reserve-model-call.ts';
export { recordLostAnswer, recordModelAnswer, recordRefusal, retireEffects } from './record-model-call.ts';
