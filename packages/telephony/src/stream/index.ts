export { matchesEventName } from './event-name.ts';
