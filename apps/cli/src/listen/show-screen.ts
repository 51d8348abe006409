import { createLogUpdate } from 'log-update';
import { emitKeypressEvents, type Key } from 'node:readline';
import { explainFromApi } from '../calls/explain-command.ts';
import { describeCallback } from '../inbox/callbacks-command.ts';
import type { Api } from '../api/open-api.ts';
import type { Forward } from './forward-callback.ts';
import { chosenOf, draw, EMPTY, moved, withCallback, withChange, type Screen } from './screen.ts';
import { watchCallbacks, type Counts } from './watch-callbacks.ts';

type Showing = {
  api: Api;
  signal: AbortSignal;
  filter: Readonly<Record<string, string>>;
  forward: Forward | undefined;
  /** Where it forwards to. */
  to: string | undefined;
  counts: Counts;
};

const DRAW_EVERY_MS = 100;

/** Shows callbacks as they come on a terminal, with keys, until `q` or Ctrl-C. */
export async function showScreen({ api, signal, filter, forward, to, counts }: Showing): Promise<void> {
  const { stdin, stdout } = process;
  const paint = createLogUpdate(stdout);
  const quitting = new AbortController();
  const ended = AbortSignal.any([signal, quitting.signal]);
  const title = [`Callbacks at ${api.url}`, ...(to === undefined ? [] : [`forwarded to ${to}`])];
  let screen: Screen = EMPTY;
  let timer: NodeJS.Timeout | undefined;

  /** Draws at most ten times a second. */
  const show = (next: Screen): void => {
    screen = next;
    timer ??= setTimeout(() => {
      timer = undefined;
      paint(draw(screen, title, stdout));
    }, DRAW_EVERY_MS);
  };
  const showPage = async (read: () => Promise<string>): Promise<void> =>
    show({ ...screen, page: await read().catch((error: Error) => error.message) });

  async function forwardChosen(): Promise<void> {
    const chosen = chosenOf(screen);
    if (!chosen || !forward) return;
    const forwarded = await forward(chosen.callback);
    show(withChange(screen, chosen.callback.id, { forwarded }));
  }

  /** A dead letter is applied again, and forwarded again like a new one. */
  async function replayChosen(): Promise<void> {
    const chosen = chosenOf(screen);
    if (!chosen) return;
    if (chosen.state !== 'dead_letter')
      return show({ ...screen, page: 'Only a dead letter is replayed: this one is applied. f forwards it again.' });
    await api.post(`/api/dead-letters/${chosen.callback.id}/replay`, {});
    show(withChange(screen, chosen.callback.id, { state: 'pending' }));
    await forwardChosen();
  }

  const explain = async (): Promise<string> => {
    const sid = chosenOf(screen)?.callback.call_sid;
    if (!sid) return 'This callback names no call.';
    const explanation = await explainFromApi(api, sid);
    const { renderExplanation } = await import('@trunkline/explain');
    return explanation ? renderExplanation(explanation) : `There is no call ${sid} yet.`;
  };
  const addressOf = (sid: string | null | undefined): string => `${api.url}${sid ? `/calls/${sid}` : '/inbox'}`;

  const ACTIONS: Readonly<Record<string, () => void | Promise<void>>> = {
    j: () => show(moved(screen, 1)),
    down: () => show(moved(screen, 1)),
    k: () => show(moved(screen, -1)),
    up: () => show(moved(screen, -1)),
    f: forwardChosen,
    r: replayChosen,
    d: () => showPage(async () => describeChosen(screen)),
    e: () => showPage(explain),
    y: () =>
      show({ ...screen, page: chosenOf(screen)?.callback.curl ?? 'It was no request: there is nothing to repeat.' }),
    o: () => show({ ...screen, page: addressOf(chosenOf(screen)?.callback.call_sid) }),
    p: () => show({ ...screen, isPaused: !screen.isPaused }),
    q: () => quitting.abort(),
    '/': () => show({ ...screen, isTyping: true, filter: '' }),
  };

  const onKey = (text: string | undefined, key: Key): void => {
    if (key.ctrl && key.name === 'c') return void process.kill(process.pid, 'SIGINT');
    if (screen.page !== undefined) return show({ ...screen, page: undefined });
    if (screen.isTyping) return show(typed(screen, text, key));
    const act = ACTIONS[text ?? ''] ?? ACTIONS[key.name ?? ''];
    Promise.resolve(act?.()).catch((error: Error) => show({ ...screen, page: error.message }));
  };

  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on('keypress', onKey);
  stdin.resume();
  const redraw = (): void => show(screen);
  stdout.on('resize', redraw);
  redraw();
  try {
    await watchCallbacks({
      api,
      filter,
      signal: ended,
      onSkipped: (count) => show({ ...screen, skipped: screen.skipped + count }),
      onChange: (id, state) => show(withChange(screen, id, { state })),
      async onNew(callback) {
        counts.seen++;
        if (!screen.isPaused) show(withCallback(screen, { callback, state: callback.state }));
        const forwarded = await forward?.(callback);
        if (forwarded) show(withChange(screen, callback.id, { forwarded }));
      },
    });
  } finally {
    clearTimeout(timer);
    stdout.off('resize', redraw);
    stdin.off('keypress', onKey);
    stdin.setRawMode(false);
    stdin.pause();
    paint(draw(screen, title, stdout));
    paint.done();
  }
}

function describeChosen(screen: Screen): string {
  const chosen = chosenOf(screen);
  return chosen ? describeCallback(chosen.callback) : 'No callback is chosen.';
}

/** The filter after a key: Enter and Escape end the typing. */
function typed(screen: Screen, text: string | undefined, { name }: Key): Screen {
  if (name === 'return') return { ...screen, isTyping: false };
  if (name === 'escape') return { ...screen, isTyping: false, filter: '' };
  if (name === 'backspace') return { ...screen, filter: screen.filter.slice(0, -1) };
  return text !== undefined && text >= ' ' ? { ...screen, filter: screen.filter + text } : screen;
}
