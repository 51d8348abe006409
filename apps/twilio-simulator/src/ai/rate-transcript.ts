export interface Rating {
  /** From 0 to 10. */
  score: number;
  isInsufficient: boolean;
  /** Up to twelve sentences of the transcript. */
  quotes: string[];
}

/** Rates an answer by its length, its concrete words and its hedges. The same answer gets the same score. */
export function rateTranscript(transcript: string): Rating {
  const words = transcript.match(/\p{L}+/gu) ?? [];
  if (words.length < 4 || /^\W*unable to transcribe\W*$/i.test(transcript))
    return { score: 0, isInsufficient: true, quotes: [] };
  const concrete = transcript.match(concreteWords)?.length ?? 0;
  const hedges = transcript.match(hedgeWords)?.length ?? 0;
  const isOdd = transcript.length % 2;
  const isStrong = words.length >= 25 && concrete >= 2 && hedges < 2;
  const score = isStrong ? 8 + isOdd : words.length < 25 || hedges > 0 ? 3 + isOdd : 5 + isOdd;
  return { score, isInsufficient: false, quotes: quotesOf(transcript) };
}

const concreteWords =
  /\d+|\b(?:for example|as a result|because|therefore|in the end|proposed|measure|zum beispiel|dadurch|weil|am ende|par exemple|parce que|por ejemplo|porque)\b/gi;
const hedgeWords =
  /\b(?:um+|uh+|i guess|not sure|maybe|kind of|do not really|nothing comes|keine ahnung|vielleicht|je ne sais|no sé)(?!\p{L})/giu;

function quotesOf(transcript: string): string[] {
  const sentences = transcript.match(/[^.!?\n]+[.!?]?/g)?.map((each) => each.trim()) ?? [];
  return sentences.filter((each) => (each.match(/\p{L}+/gu) ?? []).length >= 3).slice(0, 12);
}
