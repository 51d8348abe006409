type Pair = readonly [name: string, value: string];
export type SignedForm = { rawTarget: string; pairs: readonly Pair[] };

/** The text that Twilio signs for a form: its target, then each name with its distinct values, without separators. */
function signedText({ rawTarget, pairs }: SignedForm): string {
  const written = pairs.toSorted(byNameThenValue).map((pair) => JSON.stringify(pair));
  const parts = [...new Set(written)].map((text) => (JSON.parse(text) as Pair).join(''));
  return rawTarget + parts.join('');
}

/** The fields as a form parser returns them, ordered by name. */
export function fieldsOf({ pairs }: SignedForm): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of pairs.toSorted(byNameThenValue))
    fields[name] = name in fields ? [fields[name]!, value].flat() : value;
  return fields;
}

/**
 * Other requests with the same signed text, and so the same signature: names and values cut at other places, fields merged,
 * split or repeated, and text moved between the URL and the form.
 */
export function* rewrites(form: SignedForm): Generator<SignedForm> {
  const signed = signedText(form);
  for (const mutant of candidates({ ...form, pairs: form.pairs.toSorted(byNameThenValue) })) {
    if (mutant.pairs.every(([name]) => name !== '') && signedText(mutant) === signed) yield mutant;
  }
}

function* candidates({ rawTarget, pairs }: SignedForm): Generator<SignedForm> {
  for (const [n, pair] of pairs.entries()) {
    const around = (...between: Pair[]) => ({
      rawTarget,
      pairs: [...pairs.slice(0, n), ...between, ...pairs.slice(n + 1)],
    });
    yield around(pair, pair);
    for (const cut of cuts(pair.join(''), pair[0])) yield around(...cut);
    const next = pairs[n + 1];
    if (!next) continue;
    const both = pair.join('') + next.join('');
    const rest = [...pairs.slice(0, n), ...pairs.slice(n + 2)];
    for (let at = 1; at <= both.length; at++) yield { rawTarget, pairs: [...rest, cutAt(both, at)] };
  }
  yield* acrossTheUrl({ rawTarget, pairs });
}

/** A text as one field, and as two, with the first name kept, shortened or extended to the end. */
function* cuts(text: string, name: string): Generator<Pair[]> {
  for (let at = 1; at <= text.length; at++) {
    yield [cutAt(text, at)];
    for (const first of [Math.min(name.length, at), 1, at]) {
      for (const second of [1, 2, text.length - at])
        yield [cutAt(text.slice(0, at), first), cutAt(text.slice(at), second)];
    }
  }
}

function* acrossTheUrl({ rawTarget, pairs }: SignedForm): Generator<SignedForm> {
  for (let moved = 1; moved <= pairs.length; moved++) {
    yield {
      rawTarget:
        rawTarget +
        pairs
          .slice(0, moved)
          .map((pair) => pair.join(''))
          .join(''),
      pairs: pairs.slice(moved),
    };
  }
  const [first, ...others] = pairs;
  if (!first) return;
  for (let from = 1; from < rawTarget.length; from++) {
    const [target, tail] = [rawTarget.slice(0, from), rawTarget.slice(from)];
    yield { rawTarget: target, pairs: [[tail, ''], ...pairs] };
    yield { rawTarget: target, pairs: [cutAt(tail, 1), ...pairs] };
    yield { rawTarget: target, pairs: [[tail + first[0], first[1]], ...others] };
  }
}

const cutAt = (text: string, at: number): Pair => [text.slice(0, at), text.slice(at)];
const byNameThenValue = (a: Pair, b: Pair): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
