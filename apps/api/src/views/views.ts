import { rowIdParam } from '@trunkline/api-contract/http';
import { view, viewChange, viewsPage, viewsQuery, viewToCreate } from '@trunkline/api-contract/views';
import type { Scoped } from '@trunkline/db/connection';
import {
  changeView,
  createView,
  deleteView,
  findView,
  listViews,
  MOST_VIEWS,
  type SavedView,
} from '@trunkline/db/views';
import { isRowId } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { forbidden, Problem } from '../http/problem.ts';
import { present, route, type Route, type RouteContext } from '../http/route.ts';

const about = { tag: 'Views', permission: 'views.use' } as const;
const ofId = { id: rowIdParam('view') };

/** Saved filters of the screens, one's own and those that the staff shares. */
export const viewRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listViews',
      method: 'get',
      path: '/api/views',
      summary: 'List views',
      description:
        'Lists the saved filters of the principal, for the staff also those that are shared, the latest first.',
      query: viewsQuery,
      answers: { 200: viewsPage },
    },
    async (context) => {
      const { screen, own } = context.query;
      const owner = own ? ownerOf(context) : undefined;
      return answerPage(context, (tx, at) => listViews(tx, { screen, owner }, at), { item: presentFor(context) });
    },
  ),
  route(
    {
      ...about,
      operationId: 'createView',
      method: 'post',
      path: '/api/views',
      summary: 'Create a view',
      description: `Saves the filter of a screen under a name, ${MOST_VIEWS} at most for each person. Only the staff shares views, with the staff.`,
      body: viewToCreate,
      sends: ['Location'],
      answers: { 201: view },
    },
    async (context) => {
      const { screen, name, query, is_shared: isShared } = context.body;
      refuseSharing(context, isShared);
      const owner = ownerOf(context);
      const entry = { event: 'view.created', entity: entityOf };
      const row = await context.change(entry, async (tx) => {
        const made = await createView(tx, { owner, screen, name, query, isShared });
        if (made === 'too-many')
          throw new Problem('validation_failed', `You have ${MOST_VIEWS} views. Delete one first.`);
        if (made === 'exists') throw nameTaken();
        return made;
      });
      context.response.location(`/api/views/${row.id}`);
      return { status: 201, json: presentFor(context)(row) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getView',
      method: 'get',
      path: '/api/views/:id',
      summary: 'Get a view',
      description: 'Returns a saved filter.',
      params: ofId,
      answers: { 200: view },
    },
    async (context) => {
      const row = await context.read((tx) => getView(tx, context.params.id));
      return { json: presentFor(context)(row) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'changeView',
      method: 'patch',
      path: '/api/views/:id',
      summary: 'Change a view',
      description:
        'Changes a saved filter. Fields that are left out keep their value. Administrators also change shared views of others, and only the owner stops sharing one.',
      params: ofId,
      body: viewChange,
      answers: { 200: view },
    },
    async (context) => {
      const { is_shared: isShared, ...fields } = context.body;
      refuseSharing(context, isShared);
      const entry = { event: 'view.changed', entity: entityOf };
      const row = await context.change(entry, async (tx) => {
        const known = await getChangeable(context, tx);
        if (isShared === false && known.owner !== ownerOf(context))
          throw new Problem('forbidden', 'Only its owner stops sharing a view. Delete it instead.');
        const changed = await changeView(tx, known.id, { ...fields, isShared });
        if (changed === 'exists') throw nameTaken();
        return changed ?? unknownView();
      });
      return { json: presentFor(context)(row) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'deleteView',
      method: 'delete',
      path: '/api/views/:id',
      summary: 'Delete a view',
      description: 'Deletes a saved filter. Administrators also delete shared views of others.',
      params: ofId,
      answers: { 200: view },
    },
    async (context) => {
      const entry = { event: 'view.deleted', entity: entityOf };
      const row = await context.change(entry, async (tx) => {
        const known = await getChangeable(context, tx);
        return (await deleteView(tx, known.id)) ? known : unknownView();
      });
      return { json: presentFor(context)(row) };
    },
  ),
];

type Context = Pick<RouteContext, 'actor' | 'may'>;

/** As the policy of the database names the actor. */
const ownerOf = ({ actor }: Context): string => actor.id ?? 'operator';

const mayChange = (context: Context, { owner, isShared }: SavedView): boolean =>
  owner === ownerOf(context) || (isShared && context.may('views.manage'));

const presentFor = (context: Context) => (row: SavedView) => ({ ...present(row), may_change: mayChange(context, row) });

const entityOf = ({ id }: SavedView): string => `view:${id}`;

function refuseSharing({ may }: Context, isShared: boolean | undefined): void {
  if (isShared && !may('views.share')) throw forbidden();
}

async function getView(tx: Scoped, id: string): Promise<SavedView> {
  return (isRowId(id) ? await findView(tx, id) : undefined) ?? unknownView();
}

/** A view that the actor may change. Another's shared view is visible, so that its refusal reveals nothing. */
async function getChangeable(context: Context & { params: { id: string } }, tx: Scoped): Promise<SavedView> {
  const found = await getView(tx, context.params.id);
  if (mayChange(context, found)) return found;
  throw new Problem('forbidden', 'This view is another person’s. Save it under a name of your own.');
}

const nameTaken = (): Problem =>
  new Problem('name_taken', 'A view of this screen has that name. Change it, or choose another name.');

function unknownView(): never {
  throw new Problem('not_found', 'No view with this id is known.');
}
