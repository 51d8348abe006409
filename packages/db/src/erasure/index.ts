export { erasePerson, OwnedNumberError, type Erased } from './erase-person.ts';
export { type Subject } from './find-person.ts';
export { finishErasure, listOpenErasures, recordErasure } from './erasures.ts';
