export {
  changeView,
  createView,
  deleteView,
  findView,
  listViews,
  MOST_VIEWS,
  type SavedView,
  type ViewChange,
  type ViewToCreate,
} from './saved-views.ts';
