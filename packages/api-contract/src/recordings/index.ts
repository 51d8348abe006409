export * from './recordings.ts';
