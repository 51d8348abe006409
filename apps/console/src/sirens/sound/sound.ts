/** How a siren sounds in this browser. */
export type SoundMode = 'repeat' | 'once' | 'off';
export type SoundSettings = { mode: SoundMode; /** From 0 to 1. */ volume: number };
export type Sound = SoundSettings & {
  /** False until a person has pressed something: browsers play nothing before. */
  isArmed: boolean;
};

const KEY = 'trunkline.siren-sound';
/** Held by the window that sounds, so that two windows of a browser are one siren. */
const LOCK = 'trunkline.siren-sound';
const CHIME_MS = 1200;

let settings = read();
let context: AudioContext | undefined;
let sound: Sound = { ...settings, isArmed: false };
const listeners = new Set<() => void>();

export const getSound = (): Sound => sound;

export function subscribeSound(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Keeps how it sounds for this browser. */
export function setSound(change: Partial<SoundSettings>): void {
  settings = { ...settings, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // without storage it holds until the page is left
  }
  changed();
}

/** Makes sound possible; must run in the handler of a press. */
export async function armSound(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
  changed();
}

/** Arms with the first press anywhere on the page, so that a person who armed it once need not do so after each load. */
export function armAtFirstPress(): () => void {
  const closing = new AbortController();
  const arm = (): void =>
    void armSound().then(
      () => closing.abort(),
      () => {},
    );
  for (const name of ['pointerdown', 'keydown']) window.addEventListener(name, arm, { signal: closing.signal });
  return () => closing.abort();
}

/** Two tones, once. */
export function playChime(): void {
  if (context?.state !== 'running') return;
  const gain = context.createGain();
  gain.gain.value = settings.volume;
  gain.connect(context.destination);
  for (const [n, frequency] of [880, 660, 880, 660].entries()) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    const start = context.currentTime + (n * CHIME_MS) / 4000;
    tone.start(start);
    tone.stop(start + CHIME_MS / 5000);
  }
}

/** Sounds once in one window of the browser, and keeps the others silent for this time. */
export function playInOneWindow(forMs: number): void {
  if (!('locks' in navigator)) return playChime();
  void navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    playChime();
    await new Promise((resolve) => setTimeout(resolve, forMs));
  });
}

function changed(): void {
  sound = { ...settings, isArmed: context?.state === 'running' };
  for (const listener of listeners) listener();
}

function read(): SoundSettings {
  const defaults: SoundSettings = { mode: 'repeat', volume: 0.5 };
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<SoundSettings>) };
  } catch {
    return defaults;
  }
}
