/** A test as it stands in its source. */
export type SourceTest = {
  /** The text of its title; `%s` and `$name` of a table are not filled in. */
  title: string;
  /** Matches the titles under which Jest reports it. */
  reported: RegExp;
};

/** Strings, templates, comments and regular expressions: what looks like a call in there is none. */
const LITERAL =
  /\/\/.*|\/\*[^]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[^]|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}|[^`\\])*`|(?<=[(,=:[!&|?{};>]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g;
const CALL = /(?<![\w.'])(x?)(test|it|describe)(?:On[A-Z]\w*)?((?:\.\w+)*)(?=[<(])/g;
const NOT_RUN = /\.(?:skip|todo|failing)\b/;

/** The tests of a source that run, in its order. A test that is skipped, alone or with its group, is none of them. */
export function listTests(source: string): SourceTest[] {
  const code = source.replaceAll(LITERAL, (literal) => literal.replaceAll(/[^\n]/g, ' '));
  const calls = [...code.matchAll(CALL)].map((call) => {
    const [whole, x, name, modifiers = ''] = call;
    const isTable = modifiers.endsWith('.each');
    const first = openingOf(code, call.index + whole.length);
    const start = isTable ? code.indexOf('(', closingOf(code, first)) : first;
    return { isGroup: name === 'describe', isTable, start, isOff: x === 'x' || NOT_RUN.test(modifiers) };
  });
  const off = calls.filter(({ isOff }) => isOff).map(({ start }) => [start, closingOf(code, start)] as const);
  return calls
    .filter(({ isGroup, start }) => !isGroup && !off.some(([from, to]) => start >= from && start < to))
    .flatMap(({ start, isTable }) => titleAt(source, start + 1, isTable));
}

/** Where the arguments of a call begin, behind its type arguments. */
function openingOf(code: string, at: number): number {
  for (let depth = 0, n = at; n < code.length; n += 1) {
    if (code[n] === '<') depth += 1;
    if (code[n] === '>' && code[n - 1] !== '=') depth -= 1;
    if (code[n] === '(' && depth === 0) return n;
  }
  return code.length;
}

function closingOf(code: string, opening: number): number {
  for (let depth = 0, n = opening; n < code.length; n += 1) {
    if (code[n] === '(') depth += 1;
    if (code[n] === ')' && (depth -= 1) === 0) return n;
  }
  return code.length;
}

const TITLE = /\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/y;
const OF_TABLE = /%(?:\.\d+)?[sdifjop#]|%%|\$\w+(?:\.\w+)*/g;
const OF_TEMPLATE = /\$\{[^}]*\}/g;

function titleAt(source: string, at: number, isTable: boolean): SourceTest[] {
  TITLE.lastIndex = at;
  const [, single, double, template] = TITLE.exec(source) ?? [];
  const title = (single ?? double ?? template)?.replaceAll(/\\(.)/g, '$1');
  if (title === undefined) return [];
  const placeholders = isTable ? OF_TABLE : template === undefined ? undefined : OF_TEMPLATE;
  const texts = placeholders ? title.split(placeholders) : [title];
  const pattern = texts.map((text) => RegExp.escape(text)).join('[^]*');
  return [{ title, reported: new RegExp(`^${pattern}$`) }];
}
