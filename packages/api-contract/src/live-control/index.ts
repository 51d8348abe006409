export * from './call-control.ts';
export * from './sirens.ts';
