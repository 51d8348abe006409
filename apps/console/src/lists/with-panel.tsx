import type { ReactNode } from 'react';

type WithPanelProps = {
  /** The panel of the row that is open, if one is. */
  panel: ReactNode;
  isWide?: boolean;
  children: ReactNode;
};

/** A list, and the panel of its open row to its right; on a narrow window the panel lies over it. */
export const WithPanel = ({ panel, isWide = false, children }: WithPanelProps) => (
  <div
    className={
      panel ? `grid gap-4 ${isWide ? 'xl:grid-cols-[minmax(0,1fr)_24rem]' : 'xl:grid-cols-[minmax(0,1fr)_22rem]'}` : ''
    }
  >
    {children}
    {panel}
  </div>
);
