import { readdirSync, readFileSync } from 'node:fs';
import { CHECKOUT, routeOf } from './pages.ts';

/** A page by its file in the repository, or a group. */
type Entry = { text: string; file: string } | { text: string; items: readonly Entry[]; isClosed?: boolean };

const page = (text: string, file: string): Entry => ({ text, file });

/** What the site lists at the left, in its order. */
const SIDEBAR: readonly Entry[] = [
  {
    text: 'Start',
    items: [
      page('First hour', 'docs/first-hour.md'),
      page('Tour', 'docs/tour.md'),
      page('The console', 'docs/console.md'),
      page('Connect a number', 'docs/twilio-setup.md'),
      page('What is inside', 'README.md'),
    ],
  },
  {
    text: 'How it works',
    items: [
      page('Concepts', 'docs/concepts.md'),
      page('Architecture', 'docs/architecture.md'),
      {
        text: 'Flows',
        items: [
          page('Callback', 'docs/flows/callback.md'),
          page('Missing callback', 'docs/flows/missing-callback.md'),
          page('Recording', 'docs/flows/recording.md'),
          page('Interview', 'docs/flows/interview.md'),
          page('Live command', 'docs/flows/live-command.md'),
          page('Event', 'docs/flows/event.md'),
        ],
      },
      page('States', 'docs/states.md'),
      page('Locks', 'docs/locks.md'),
      page('Failure modes', 'docs/failure-modes.md'),
    ],
  },
  {
    text: 'Coming from …',
    items: [
      page('Switching over', 'docs/coming-from/README.md'),
      page('A call inbox', 'docs/coming-from/call-inbox.md'),
      page('Candidate callbacks', 'docs/coming-from/candidate-callbacks.md'),
      page('An interview service', 'docs/coming-from/interview-service.md'),
      page('A telephony webhook handler', 'docs/coming-from/telephony-webhook-handler.md'),
      page('Calls and emergency', 'docs/coming-from/calls-and-emergency.md'),
      page('All paths that replace others', 'docs/compatibility.md'),
    ],
  },
  {
    text: 'Reference',
    items: [
      page('API', 'docs/api.md'),
      page('Commands', 'docs/commands.md'),
      page('Settings', 'docs/operations/settings.md'),
      page('Simulator', 'apps/twilio-simulator/README.md'),
    ],
  },
  {
    text: 'Operations',
    items: [
      page('Symptoms', 'docs/operations/symptoms.md'),
      page('Deployment', 'docs/operations/deployment.md'),
      page('One origin', 'docs/operations/one-origin.md'),
      page('Ingest', 'docs/operations/ingest.md'),
      page('Calls', 'docs/operations/calls.md'),
      page('Reconciliation', 'docs/operations/reconciliation.md'),
      page('Recordings', 'docs/operations/recordings.md'),
      page('Interviews and models', 'docs/operations/interviews.md'),
      page('Webhooks', 'docs/operations/webhooks.md'),
      page('Database', 'docs/operations/database.md'),
    ],
  },
  {
    text: 'Security',
    items: [
      page('Overview', 'docs/security.md'),
      page('Access', 'docs/operations/access.md'),
      page('Who may do what', 'docs/policy.md'),
    ],
  },
  {
    text: 'Proof',
    items: [page('Benchmarks', 'docs/benchmarks.md'), page('Fault matrix', 'docs/fault-matrix.md')],
  },
  {
    text: 'Develop',
    items: [
      page('Contributing', 'CONTRIBUTING.md'),
      page('Decisions', 'docs/decisions/README.md'),
      { text: 'Each decision', items: listDecisions(), isClosed: true },
    ],
  },
];

/** Every page of the sidebar, in its order. */
export const listPages = (entries = SIDEBAR): string[] =>
  entries.flatMap((entry) => ('file' in entry ? [entry.file] : listPages(entry.items)));

/** The form in which VitePress reads it. */
export type SidebarItem = { text: string; link: string } | { text: string; items: SidebarItem[]; collapsed?: boolean };

/** The sidebar with the addresses of its pages. A group of the first level is always open. */
export const sidebarItems = (entries = SIDEBAR, depth = 0): SidebarItem[] =>
  entries.map((entry) => {
    if ('file' in entry) return { text: entry.text, link: routeOf(entry.file) };
    const items = sidebarItems(entry.items, depth + 1);
    return { text: entry.text, items, ...(depth > 0 && { collapsed: entry.isClosed ?? false }) };
  });

/** In the order of their numbers, each under its own title. */
function listDecisions(): Entry[] {
  const folder = new URL('docs/decisions/', CHECKOUT);
  const files = readdirSync(folder).filter((name) => /^\d/.test(name));
  return files.toSorted().map((name) => {
    const [title = name] = readFileSync(new URL(name, folder), 'utf8').split('\n', 1);
    return page(title.replace(/^# /, ''), `docs/decisions/${name}`);
  });
}
