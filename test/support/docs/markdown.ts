/** A Markdown page as the tests of docs read it. Fenced code belongs to none of the lists but `text`. */
export type MarkdownPage = {
  text: string;
  /** Anchors of its headings, as GitHub makes them. */
  anchors: Set<string>;
  links: { text: string; target: string }[];
  /** Texts between backticks. */
  codeSpans: string[];
  /** Cells of tables as a reader sees them: a link is its text. */
  cells: string[];
};

const FENCE = /^( *)```[^\n]*\n[\s\S]*?^\1```$/gm;
const CODE_SPAN = /`([^`\n]+)`/g;
const LINK = /\[((?:`[^`]*`|[^\]`])*)\]\(([^)\s]+)\)/g;
const HEADING = /^#{1,6} +(.+)$/gm;
const ROW = /^ *\|(.+)\|$/gm;
const RULE = /^[\s|:-]+$/;

export function parseMarkdown(text: string): MarkdownPage {
  const prose = text.replaceAll(FENCE, '');
  return {
    text,
    anchors: anchorsOf([...prose.matchAll(HEADING)].map(([, heading]) => heading!)),
    links: [...prose.matchAll(LINK)].map(([, label, target]) => ({ text: label!, target: target! })),
    codeSpans: [...prose.matchAll(CODE_SPAN)].map(([, code]) => code!),
    cells: [...prose.matchAll(ROW)]
      .map(([, row]) => row!)
      .filter((row) => !RULE.test(row))
      .flatMap((row) => row.replaceAll(LINK, '$1').split(/(?<!\\)\|/))
      .map((cell) => cell.trim()),
  };
}

/** A heading that occurs again gets a number. */
function anchorsOf(headings: string[]): Set<string> {
  const anchors = new Set<string>();
  for (const heading of headings) {
    const anchor = heading
      .replaceAll(LINK, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}
