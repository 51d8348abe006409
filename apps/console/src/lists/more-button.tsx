import { Button } from '../parts/button.tsx';

type MoreButtonProps = {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
  /** `Show older gaps`. */
  children: string;
};

/** Reads the next page of a list, below it. */
export const MoreButton = ({ list, children }: MoreButtonProps) =>
  list.hasNextPage ? (
    <div className="self-center">
      <Button
        onClick={() => void list.fetchNextPage()}
        disabledBecause={list.isFetchingNextPage && 'The next page is being read.'}
      >
        {list.isFetchingNextPage ? 'Reading…' : children}
      </Button>
    </div>
  ) : null;
