export { floor } from './floor-answer.ts';
export { floorCounts } from './floor.ts';
