/** Instructions to the model in a transcript. */
export interface Injection {
  score: number;
  /** It asks the model to reveal its instructions. */
  wantsPrompt: boolean;
}

/** Finds instructions to the model in a transcript; undefined if there are none. */
export function findInjection(transcript: string): Injection | undefined {
  const text = transcript.normalize('NFKC').replace(/[\u200b-\u200f\u2060\ufeff]/g, '');
  if (!instructionPattern.test(text)) return undefined;
  return { score: wantedScore(text), wantsPrompt: leakPattern.test(text) };
}

const instructionPattern = new RegExp(
  [
    String.raw`\b(?:ignore|disregard|forget|override|bypass|skip|ignoriere?|vergiss|missachte|ignorez|oubliez|oublie|ignora|olvida)\b`,
    String.raw`\b(?:system|assistant|developer|user|admin(?:istrator)?)\s*(?:message|prompt|note|instruction|override)?\s*[:>\]]`,
    String.raw`\b(?:you are now|act as|pretend|from now on|new instructions?|neue anweisung|nouvelles instructions|nuevas instrucciones)\b`,
    String.raw`<\/?[\w-]*(?:transcript|answer|system|instructions?)[\w-]*>|\[\/?INST\]|<\|im_(?:start|end)\|>|###`,
    String.raw`\b(?:rate|score|grade|give|award|mark|assign|bewerte|gib|notez|donnez|califica|dame)\b.{0,60}\b(?:10|ten|zehn|dix|diez|full|maximum|highest|perfect|top)\b`,
    String.raw`"?(?:overall_?)?score"?\s*[:=]\s*\d+`,
    String.raw`\b(?:repeat|reveal|print|output|show|leak|recite|translate|summari[sz]e)\b.{0,60}\b(?:instructions?|prompt|rubric|rules|canary|secret|above)\b`,
  ].join('|'),
  'is',
);

const leakPattern =
  /\b(?:repeat|reveal|print|output|show|leak|recite|translate|summari[sz]e|tell me)\b.{0,60}\b(?:instructions?|prompt|rubric|rules|canary|secret|above)\b/is;

function wantedScore(text: string): number {
  const [, digits] =
    /(?:score|rate|rating|grade|note|punkte|points?)\D{0,40}?(\d{1,2})\b/i.exec(text) ??
    /\b(\d{1,2})\s*(?:\/|out of|von|sur|de)\s*10\b/i.exec(text) ??
    [];
  const score = Number(digits ?? 10);
  return score <= 10 ? score : 10;
}
