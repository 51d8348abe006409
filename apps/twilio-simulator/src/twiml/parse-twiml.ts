import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface TwimlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: readonly TwimlElement[];
}

/** The verbs of a TwiML document in order; undefined if it is invalid. Names are case-sensitive. */
export function parseTwiml(xml: string): readonly TwimlElement[] | undefined {
  if (XMLValidator.validate(xml) !== true) return undefined;
  const root = elements(parser.parse(xml)).filter(({ name }) => !name.startsWith('?'));
  const [response] = root;
  return root.length === 1 && response?.name === 'Response' ? response.children : undefined;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
});

/** Ordered nodes look like `{ Dial: [children], ':@': { timeout: '60' } }`, text like `{ '#text': '…' }`. */
function elements(nodes: unknown): readonly TwimlElement[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: Record<string, unknown>) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const attributes = (node[':@'] ?? {}) as Record<string, string>;
    return [{ name, attributes, text: textOf(node[name]), children: elements(node[name]) }];
  });
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return nodes
    .map((node: Record<string, unknown>) => (typeof node['#text'] === 'string' ? node['#text'] : ''))
    .join('')
    .trim();
}
