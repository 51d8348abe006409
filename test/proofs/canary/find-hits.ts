import type { Place } from './read-places.ts';

/** A canary that was found: its name, and the text around it. */
export type Hit = { canary: string; place: string; around: string };

/** Searches for each canary as it is, as its digits, in Base64 and hex, and as a URL and JSON write it. */
export function findHits(places: readonly Place[], canaries: ReadonlyMap<string, string>): Hit[] {
  return places.flatMap(({ name: place, text }) =>
    [...canaries].flatMap(([canary, value]) => {
      const form = formsOf(value).find((each) => text.includes(each));
      return form === undefined ? [] : [{ canary, place, around: around(text, form) }];
    }),
  );
}

/** A refusal may quote the value that it refuses to its sender, but no credential. */
export const isEcho = ({ canary, place }: Hit): boolean =>
  place === 'refusals of the API' && ['malformedValue', 'malformedQuery', 'malformedNumber'].includes(canary);

function formsOf(value: string): string[] {
  const written = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
  const base64 = [
    Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -2),
    Buffer.from(value).toString('hex'),
  ];
  return [...new Set([...written, ...base64, ...(value.startsWith('+') ? [value.slice(1)] : [])])];
}

const around = (text: string, form: string): string => {
  const at = text.indexOf(form);
  return text.slice(Math.max(0, at - 80), at + form.length + 20).replaceAll('\n', ' ');
};
