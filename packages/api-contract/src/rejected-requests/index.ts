export { rejectedRequestsPage, rejectedRequestsQuery } from './rejected-requests.ts';
