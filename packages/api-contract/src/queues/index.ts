export { changedQueue, queue, queueName, queuePause, queuesPage, queuesQuery } from './queues.ts';
