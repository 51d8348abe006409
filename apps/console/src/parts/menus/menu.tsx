import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { DoneIcon } from '../icons.tsx';

const ITEM =
  'flex min-h-7 cursor-default items-center gap-2 rounded px-2 outline-none select-none data-highlighted:bg-hover data-disabled:text-faint';

type MenuProps = { trigger: ReactElement; align?: 'start' | 'end'; isOpenAtOnce?: boolean; children: ReactNode };

/** A menu below the button that opens it. */
export const Menu = ({ trigger, align = 'start', isOpenAtOnce = false, children }: MenuProps) => (
  <Base.Root modal={false} defaultOpen={isOpenAtOnce}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={4} align={align} className="z-50">
        <Base.Popup
          data-frame
          className="max-h-[min(32rem,var(--available-height))] min-w-48 overflow-auto rounded-lg border border-line-strong bg-raised p-1 shadow-xl outline-none"
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

type ItemProps = {
  onChoose: () => void;
  /** Why it does nothing now. */
  disabledBecause?: string | false | undefined;
  children: ReactNode;
};

export const MenuItem = ({ onChoose, disabledBecause, children }: ItemProps) => (
  <Base.Item
    className={ITEM}
    onClick={onChoose}
    {...(disabledBecause && { disabled: true, title: disabledBecause, 'aria-description': disabledBecause })}
  >
    {children}
  </Base.Item>
);

type Choice<T> = { value: T; label: ReactNode };
type ChoicesProps<T> = {
  name: string;
  value: T;
  choices: readonly Choice<NoInfer<T>>[];
  onChange: (value: NoInfer<T>) => void;
};

/** Items of which one is chosen. */
export const MenuChoices = <T,>({ name, value, choices, onChange }: ChoicesProps<T>) => (
  <Base.Group>
    <Base.GroupLabel className="px-2 pt-2 pb-1 text-11 font-semibold text-faint">{name}</Base.GroupLabel>
    <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
      {choices.map((choice) => (
        <Base.RadioItem key={String(choice.value)} value={choice.value} closeOnClick className={ITEM}>
          <span className="inline-flex size-4">
            <Base.RadioItemIndicator>
              <DoneIcon />
            </Base.RadioItemIndicator>
          </span>
          {choice.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  </Base.Group>
);

export const MenuSwitch = ({
  isOn,
  onChange,
  children,
}: {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}) => (
  <Base.CheckboxItem checked={isOn} onCheckedChange={onChange} closeOnClick className={ITEM}>
    <span className="inline-flex size-4">
      <Base.CheckboxItemIndicator>
        <DoneIcon />
      </Base.CheckboxItemIndicator>
    </span>
    {children}
  </Base.CheckboxItem>
);

export const MenuLine = () => <Base.Separator className="mx-1 my-1 h-px bg-line" />;
