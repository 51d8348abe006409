export { matchesEvent } from './event-name.ts';
