import { Dialog } from '@base-ui/react/dialog';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList, CommandRoot } from 'cmdk';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { toRequestError } from '../http/request-error.ts';
import { useAccount } from '../identity/account-context.ts';
import { useAllShortcuts } from '../keyboard/use-shortcuts.ts';
import { KeyHint } from '../parts/key-hint.tsx';
import { screensOf } from '../screens.ts';
import { SEARCHED_FROM, searchQuery, type Hit } from './search-query.ts';

const GROUP =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-faint';

/** Goes anywhere: screens, actions of this screen, and what the API finds. A CallSid goes straight to its call. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const account = useAccount();
  const navigate = useNavigate();
  const actions = useActions();
  const q = useDeferredValue(typed.trim());
  const search = useQuery({ ...searchQuery(q), placeholderData: keepPreviousData });
  const go = (path: string) => () => {
    onClose();
    void navigate({ href: path });
  };
  const matches = (name: string): boolean => name.toLowerCase().includes(q.toLowerCase());
  const screens = screensOf(account).filter(({ name }) => matches(name));
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <Dialog.Popup
          aria-label="Search and go anywhere"
          className="fixed top-[10vh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 rounded-lg border border-line-strong bg-raised shadow-2xl"
        >
          <CommandRoot shouldFilter={false} label="Search and go anywhere">
            <CommandInput
              value={typed}
              onValueChange={setTyped}
              placeholder="Search a SID, number or name, or go to a screen"
              className="h-11 w-full border-b border-line bg-transparent px-4 text-16 outline-none placeholder:text-faint"
            />
            <CommandList className="max-h-[60vh] overflow-auto p-1" label="Results">
              <CommandEmpty className="px-3 py-4 text-muted">
                {search.isFetching ? 'Searching…' : `Nothing is found for “${q}”.`}
              </CommandEmpty>
              {isCallSid(q) && (
                <Group heading="Call">
                  <Item value={`call ${q}`} onChoose={go(`/calls?selected=${q}`)}>
                    Open the call <code>{q}</code>
                  </Item>
                </Group>
              )}
              {search.isError && q.length >= SEARCHED_FROM && <SearchFailure error={search.error} />}
              {q.length >= SEARCHED_FROM &&
                search.data?.groups.map(({ kind, hits }) => {
                  const addressOf = ADDRESSES[kind];
                  return (
                    addressOf && (
                      <Group key={kind} heading={kind}>
                        {hits.map((hit) => (
                          <Item key={hit.id} value={`${kind} ${hit.id}`} onChoose={go(addressOf(hit))}>
                            <span>{hit.title}</span> <span className="truncate text-muted">{hit.detail}</span>
                          </Item>
                        ))}
                      </Group>
                    )
                  );
                })}
              {screens.length > 0 && (
                <Group heading="Screens">
                  {screens.map(({ path, name, digit }) => (
                    <Item key={path} value={`screen ${name}`} onChoose={go(path)} keys={`g ${digit}`}>
                      {name}
                    </Item>
                  ))}
                </Group>
              )}
              <Group heading="Actions">
                {actions
                  .filter(({ label }) => matches(label))
                  .map(({ keys, label, run }) => (
                    <Item
                      key={keys}
                      value={`action ${keys}`}
                      keys={keys}
                      onChoose={() => {
                        onClose();
                        run();
                      }}
                    >
                      {label}
                    </Item>
                  ))}
              </Group>
            </CommandList>
          </CommandRoot>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Shortcuts that are no screen, once each. */
function useActions() {
  const shortcuts = useAllShortcuts().filter(({ group, keys }) => group !== 'Screens' && keys !== '$mod+k');
  return shortcuts.filter(({ label }, n) => shortcuts.findIndex((each) => each.label === label) === n);
}

const Group = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <CommandGroup heading={heading} className={GROUP}>
    {children}
  </CommandGroup>
);

const Item = ({
  value,
  keys,
  onChoose,
  children,
}: {
  value: string;
  keys?: string;
  onChoose: () => void;
  children: ReactNode;
}) => (
  <CommandItem
    value={value}
    onSelect={onChoose}
    className="flex min-h-8 items-center gap-2 rounded px-2 data-[selected=true]:bg-accent-soft"
  >
    {children}
    {keys && (
      <span className="ml-auto">
        <KeyHint keys={keys} />
      </span>
    )}
  </CommandItem>
);

function SearchFailure({ error }: { error: unknown }) {
  const { title, detail, requestId } = toRequestError(error);
  return (
    <p role="alert" className="px-3 py-2 text-bad">
      {title}: {detail} {requestId && <code>{requestId}</code>}
    </p>
  );
}

const isCallSid = (q: string): boolean => /^CA[0-9a-f]{32}$/.test(q);

/** Where a kind is shown; those that have no screen are not offered. */
const ADDRESSES: Partial<Record<Hit['kind'], (hit: Hit) => string>> = {
  call: ({ id, sid }) => `/calls?selected=${encodeURIComponent(sid ?? id)}`,
};
