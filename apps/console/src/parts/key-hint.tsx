import { keysInWords } from '../keyboard/shortcuts.ts';

/** The keys of a shortcut as they are printed on a keyboard. */
export const KeyHint = ({ keys }: { keys: string }) => (
  <span className="inline-flex items-center gap-1">
    {keysInWords(keys).map((press) => (
      <kbd
        key={press}
        className="rounded border border-line-strong bg-surface px-1 font-mono text-11 whitespace-nowrap text-muted"
      >
        {press}
      </kbd>
    ))}
  </span>
);
