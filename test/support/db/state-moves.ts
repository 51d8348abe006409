import type { Database } from '@trunkline/db/connection';
import type { StateMachine } from '@trunkline/telephony/states';

/** Adds a row in a state, and returns its id. */
export type Add = (state: string) => Promise<string>;
/** Runs a statement that may move the row. */
export type Move = (id: string) => Promise<unknown>;

/** `column` is `table.column`. */
type Moving = { column: string; machine: StateMachine; add: Add; moves: readonly Move[] };

/** Runs each statement on a row in each state, and lists the changes: `queued -> sending`. */
export async function movesOf(db: Database, { column, machine, add, moves }: Moving): Promise<string[]> {
  const [table, name] = column.split('.') as [string, string];
  const seen = new Set<string>();
  for (const move of moves)
    for (const from of machine.states) {
      const id = await add(from);
      await move(id);
      const sql = `delete from ${table} where id = $1 returning ${name} as state`;
      const { rows } = await db.pool.query<{ state: string }>(sql, [id]);
      if (rows[0]!.state !== from) seen.add(`${from} -> ${rows[0]!.state}`);
      await db.pool.query(`delete from ${table}`);
    }
  return [...seen].toSorted();
}

/** The transitions of a machine that change the state; what a person writes with SQL is left out. */
export function changesOf({ transitions }: StateMachine): string[] {
  const written = transitions.filter(({ by }) => !by.includes('operator'));
  const changes = written.flatMap(({ from, to }) => from.flatMap((state) => (state === to ? [] : `${state} -> ${to}`)));
  return [...new Set(changes)].toSorted();
}
