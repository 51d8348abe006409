import { Presets, SingleBar } from 'cli-progress';

const LINE_EVERY_MS = 5000;

export type Progress = Disposable & { update: (done: number, total: number, note?: string) => void; end: () => void };

/** Shows the progress of counted work on stderr: a bar on a terminal, elsewhere a plain line every five seconds. */
export function showProgress(what: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  const progress = stream.isTTY ? drawBar(what, stream) : writeLines(what, stream);
  return { ...progress, [Symbol.dispose]: progress.end };
}

function drawBar(what: string, stream: NodeJS.WriteStream): Omit<Progress, typeof Symbol.dispose> {
  const format = `{bar} {value}/{total} ${what} · {percentage} % · {eta_formatted} left{note}`;
  const options = { stream, format, fps: 10, gracefulExit: false, barsize: 30 };
  const bar = new SingleBar(options, Presets.shades_classic);
  return {
    update(done, total, note = '') {
      const payload = { note: note && ` · ${note}` };
      if (bar.isActive) bar.update(done, payload);
      else bar.start(total, done, payload);
    },
    end() {
      if (bar.isActive) bar.stop();
    },
  };
}

function writeLines(what: string, stream: NodeJS.WriteStream): Omit<Progress, typeof Symbol.dispose> {
  let last = performance.now();
  return {
    update(done, total, note = '') {
      if (performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      stream.write(`${done} of ${total} ${what}${note && `, ${note}`}\n`);
    },
    end() {},
  };
}
