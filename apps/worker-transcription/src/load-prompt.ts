import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Instructions for a model. `version` names its text: `score@1f0c…`, another one with every change. */
export type Prompt = { text: string; version: string };

/** Reads a prompt from its file, or the one of that name in `prompts/`. */
export function loadPrompt(name: string, path = join(import.meta.dirname, '..', 'prompts', `${name}.md`)): Prompt {
  const text = readFileSync(path, 'utf8').trim();
  return { text, version: `${name}@${hash(text).slice(0, 8)}` };
}

/** The prompt of one call, with the interview's language and the call's canary filled in. */
export const fillPrompt = (prompt: Prompt, language: string, key: string): string =>
  prompt.text.replaceAll('{language}', nameLanguage(language)).replaceAll('{canary}', canaryOf(prompt, key));

/** A word that no answer may contain: a model that writes it was made to repeat the prompt. The same for the same call. */
export const canaryOf = (prompt: Prompt, key: string): string => `tl-${hash(`${prompt.text}\n${key}`).slice(0, 16)}`;

const names = new Intl.DisplayNames('en', { type: 'language' });

function nameLanguage(tag: string): string {
  try {
    return `${names.of(tag)} (${tag})`;
  } catch {
    return tag;
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
