import { lazy, useMemo, useRef } from 'react';
import { WINDOW_WORDS } from '../../calls/calls-search.ts';
import { useShortcuts } from '../../keyboard/use-shortcuts.ts';
import { Button } from '../../parts/button.tsx';
import { FilterChip, ToggleChip } from '../../parts/chip.tsx';
import { ChevronIcon, PauseIcon, PlayIcon } from '../../parts/icons.tsx';
import { KeyHint } from '../../parts/key-hint.tsx';
import { OnDemand } from '../../parts/menus/on-demand.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { timeZoneOf } from '../../preferences/preferences.ts';
import { usePreferences } from '../../preferences/use-preferences.ts';
import { countInWords, kindInWords, OFFERED_STATES, stateShown, type InboxPage } from '../callback.ts';
import { windowOf, type CallbacksSearch } from '../inbox-search.ts';

export type FiltersProps = { search: CallbacksSearch; onChange: (next: CallbacksSearch) => void };

type Props = FiltersProps & {
  /** The newest answer, which has the numbers of the window by state. */
  top: InboxPage | undefined;
  isPaused: boolean;
  onPause: (isPaused: boolean) => void;
};

const load = () => import('./callbacks-filter-menus.tsx');
const WindowMenu = lazy(async () => ({ default: (await load()).WindowMenu }));
const KindMenu = lazy(async () => ({ default: (await load()).KindMenu }));

/** What the list shows: each state with its number, the window of time always, and each other filter as a chip. */
export function CallbacksFilters({ search, onChange, top, isPaused, onPause }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts(
    useMemo(
      () => [
        { keys: '[Shift]+/', label: 'Search the inbox', group: 'Rows', run: () => input.current?.focus() },
        { keys: 'p', label: 'Pause and resume updates', group: 'Inbox', run: () => onPause(!isPaused) },
      ],
      [isPaused, onPause],
    ),
  );
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          input={input}
          label="SID, number, token or error; Enter searches"
          placeholder="SID, number, token, error"
          value={search.q}
          onSearch={(q) => onChange({ q })}
        />
        <WindowButton search={search} onChange={onChange} />
        <OnDemand
          trigger={
            <Button>
              Kind <ChevronIcon className="size-3" />
            </Button>
          }
          load={load}
        >
          {(menu) => <KindMenu {...menu} search={search} onChange={onChange} />}
        </OnDemand>
        <OtherFilters search={search} onChange={onChange} />
        <span className="ml-auto">
          <Button isSmall kind="quiet" aria-pressed={isPaused} onClick={() => onPause(!isPaused)}>
            {isPaused ? <PlayIcon className="size-3" /> : <PauseIcon className="size-3" />}
            {isPaused ? 'Resume updates' : 'Pause updates'} <KeyHint keys="p" />
          </Button>
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-2" role="group" aria-label="States">
        {OFFERED_STATES.map((state) => {
          const count = top?.counts[state];
          return (
            <span key={state} title={stateShown(state).meaning}>
              <ToggleChip
                isOn={search.state?.includes(state) ?? false}
                onChange={(isOn) => onChange({ state: toggled(search.state, state, isOn) })}
              >
                {stateShown(state).words}
                {count !== undefined && <span>{countInWords(count, top!.counts_capped.includes(state))}</span>}
              </ToggleChip>
            </span>
          );
        })}
      </div>
    </div>
  );
}

function OtherFilters({ search, onChange }: FiltersProps) {
  const { type, call_sid, fingerprint } = search;
  return (
    <>
      {type?.map((kind) => (
        <FilterChip key={kind} name={kindInWords(kind)} onRemove={() => onChange({ type: toggled(type, kind, false) })}>
          {kindInWords(kind)}
        </FilterChip>
      ))}
      {call_sid && (
        <FilterChip name="Call" onRemove={() => onChange({ call_sid: undefined })}>
          Call <code>{call_sid.slice(0, 6)}…</code>
        </FilterChip>
      )}
      {fingerprint && (
        <FilterChip name="Error" onRemove={() => onChange({ fingerprint: undefined })}>
          One error
        </FilterChip>
      )}
    </>
  );
}

function WindowButton(props: FiltersProps) {
  const window = windowOf(props.search);
  const zone = timeZoneOf(usePreferences());
  const words = window === 'all' ? 'Everything stored' : WINDOW_WORDS[window];
  const trigger = (
    <Button aria-label={`Window of time: ${words}, ${zone}`}>
      {words} <span className="text-muted max-sm:hidden">· {zone}</span>
      <ChevronIcon className="size-3" />
    </Button>
  );
  return (
    <OnDemand trigger={trigger} load={load}>
      {(menu) => <WindowMenu {...menu} {...props} />}
    </OnDemand>
  );
}

/** The filters that are on, as a list that a person reads. */
export const filtersInWords = ({ q, state, type, call_sid, fingerprint }: CallbacksSearch): string[] => [
  ...(q ? [`Search: ${q}`] : []),
  ...(state ? [`State: ${state.map((each) => stateShown(each).words).join(' or ')}`] : []),
  ...(type ? [`Kind: ${type.map(kindInWords).join(' or ')}`] : []),
  ...(call_sid ? [`Call: ${call_sid}`] : []),
  ...(fingerprint ? ['Only callbacks with one error'] : []),
];

function toggled<T>(values: readonly T[] | undefined, value: T, isOn: boolean): T[] | undefined {
  const others = (values ?? []).filter((each) => each !== value);
  const next = isOn ? [...others, value] : others;
  return next.length > 0 ? next : undefined;
}
