export { eventsQuery, eventStats, streamEvent } from './events.ts';
