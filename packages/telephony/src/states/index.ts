export { finalStates, statesAfter, type StateMachine } from './state-machine.ts';
