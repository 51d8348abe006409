export { health, process, processesPage, processesQuery } from './processes.ts';
