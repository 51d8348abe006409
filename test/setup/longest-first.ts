import sequencer from '@jest/test-sequencer';

type Test = Parameters<sequencer.default['sort']>[0][number];
/** Its types say that the class is a member; it is the module itself. */
const Sequencer = sequencer as unknown as typeof sequencer.default;

/** Tests of a kind take about equally long, so that the last ones to run are short and no worker waits for another. */
const ORDER = ['e2e', 'screens', 'browser', 'integration', 'unit'];
const rankOf = ({ context }: Test): number => ORDER.indexOf(context.config.displayName?.name ?? '');

/** Runs the projects whose tests take longest first: in a new checkout Jest knows only the sizes of their files. */
export default class LongestFirst extends Sequencer {
  override async sort(tests: Test[]): Promise<Test[]> {
    const bySize = await super.sort(tests); // oxlint-disable-line unicorn/no-array-sort -- it is Jest's, and sorts a copy
    return bySize.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
