/** Writes docs/states.md from the state machines of packages/telephony: `npm run docs:states`. */
import { GAP_MACHINE } from '@trunkline/telephony/reconciliation';
import { finalStates, type StateMachine } from '@trunkline/telephony/states';
import { writeFileSync } from 'node:fs';
import { MACHINE_COLUMNS } from '../db/state-columns.ts';

export const STATES_PAGE = new URL('../../../docs/states.md', import.meta.url);

/** The text of docs/states.md. */
export function statesPage(): string {
  const sections = Object.entries(MACHINE_COLUMNS).map(([column, machine]) => section(machine, `\`${column}\``));
  sections.push(section(GAP_MACHINE, '`callback_gaps.healed_at` and `ignored_at`, null while it is open'));
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

const HEAD = `# States

Written by \`npm run docs:states\` from the state machines in \`packages/telephony/src\`. SQL interpolates the same lists.
\`test/integration/state-columns.int.test.ts\` compares them with the constraints and partial indexes of the database;
\`state-moves.int.test.ts\` and \`job-moves.int.test.ts\` run the statements and compare the changes. To change a machine,
edit its file, write a migration for the constraint, and run the script.`;

const section = (machine: StateMachine, column: string): string =>
  [`## ${machine.title}`, machine.about, diagram(machine), `Column: ${column}.`, movers(machine)].join('\n\n');

/** A Mermaid diagram; transitions between the same two states share an arrow. */
function diagram(machine: StateMachine): string {
  const { states, starts, transitions } = machine;
  const steps = [
    ...starts.map(({ to, when }) => ({ edge: `[*] --> ${idOf(to)}`, when })),
    ...transitions.flatMap(({ from, to, when }) => from.map((one) => ({ edge: `${idOf(one)} --> ${idOf(to)}`, when }))),
  ];
  const arrows = [...Map.groupBy(steps, ({ edge }) => edge)].map(
    ([edge, alike]) => `${edge} : ${[...new Set(alike.map(({ when }) => when))].join(' / ')}`,
  );
  const names = states.filter((state) => idOf(state) !== state).map((state) => `state "${state}" as ${idOf(state)}`);
  const ends = finalStates(machine).map((state) => `${idOf(state)} --> [*]`);
  const lines = ['stateDiagram-v2', ...[...names, ...arrows, ...ends].map((line) => `  ${line}`)];
  return ['```mermaid', ...lines, '```'].join('\n');
}

/** Mermaid takes a hyphen for the beginning of an arrow. */
const idOf = (state: string): string => state.replaceAll('-', '_');

/** The states that each process writes. */
function movers({ states, starts, transitions }: StateMachine): string {
  const written = [...starts, ...transitions].flatMap(({ to, by }) => by.map((mover) => ({ mover, to })));
  const byMover = [...Map.groupBy(written, ({ mover }) => mover)].map(([mover, steps]) => {
    const own = states.filter((state) => steps.some(({ to }) => to === state));
    return `- \`${mover}\` writes ${own.map((state) => `\`${state}\``).join(', ')}`;
  });
  return byMover.toSorted().join('\n');
}

if (import.meta.main) writeFileSync(STATES_PAGE, statesPage());
