export { countFloor, type FloorCounts } from './count-floor.ts';
export { listFloor, type FloorRows } from './list-floor.ts';
