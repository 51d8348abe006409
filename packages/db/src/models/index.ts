export { reserveModelCall, type ModelCall, type ModelCallReservation } from './reserve-model-call.ts';
export { recordLostModelAnswer, recordModelAnswer, recordModelRefusal, retireModelCalls } from './record-model-call.ts';
