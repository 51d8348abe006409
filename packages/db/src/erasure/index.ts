export { erasePerson, OwnedNumberError, type Erased } from './erase-person.ts';
export { type Subject } from './find-person.ts';
export { finishErasure, listErasures, listOpenErasures, recordErasure, type ErasureRecord } from './erasures.ts';
export { digitsIn } from './find-erased-numbers.ts';
export { eraseAgain, type ErasedAgain } from './erase-again.ts';
