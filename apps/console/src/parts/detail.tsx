import type { ReactNode } from 'react';
import { isHidden } from '../http/request-error.ts';
import { Skeleton } from './skeleton.tsx';
import { Answered, NotFound, type Asked } from './states.tsx';

type DetailProps = {
  of: Asked & { isPending: boolean };
  /** Lower case: `the call`. */
  name: string;
  /** What stands there if the thing is not there, or may not be seen. */
  hidden?: ReactNode;
  children: ReactNode;
};

/** The content of a panel about one thing, which is read when the panel opens. */
export function Detail({ of, name, hidden, children }: DetailProps) {
  if (isHidden(of.error)) return hidden ?? <NotFound />;
  return (
    <>
      {of.isPending && <Skeleton label={`Loading ${name}`} lines={8} />}
      {of.error ? (
        <div className="p-4">
          <Answered by={of}>{children}</Answered>
        </div>
      ) : (
        children
      )}
    </>
  );
}
