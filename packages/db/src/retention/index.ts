export { deleteOldCallbacks, deleteOldCalls, type Age } from './delete-old-rows.ts';
