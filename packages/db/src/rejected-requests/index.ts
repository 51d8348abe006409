export {
  groupRejections,
  listRejections,
  type ListedRejection,
  type RejectionFilter,
  type RejectionGroup,
} from './list-rejections.ts';
export { deleteOldRejections, saveRejections, type Rejection } from './save-rejections.ts';
