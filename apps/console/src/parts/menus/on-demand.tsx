import { cloneElement, Suspense, useState, type ReactElement, type ReactNode } from 'react';

export type MenuOnDemand = { trigger: ReactElement; isOpenAtOnce: boolean };

type OnDemandProps = {
  trigger: ReactElement<{ onClick?: () => void }>;
  /** Loads the code of the menu; asked for when a pointer or the focus comes near. */
  load: () => Promise<unknown>;
  children: (menu: MenuOnDemand) => ReactNode;
};

/** A button whose menu is loaded when it is wanted: a first screen has no menu open. */
export function OnDemand({ trigger, load, children }: OnDemandProps) {
  const [isWanted, setWanted] = useState(false);
  const preload = (): void => void load().catch(() => {}); // the click tries again, and shows the failure
  const closed = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: preload,
    onFocus: preload,
    onClick: () => setWanted(true),
  } as object);
  if (!isWanted) return closed;
  return <Suspense fallback={closed}>{children({ trigger, isOpenAtOnce: true })}</Suspense>;
}
