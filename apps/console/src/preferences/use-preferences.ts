import { useSyncExternalStore } from 'react';
import { getPreferences, subscribePreferences, type Preferences } from './preferences.ts';

export const usePreferences = (): Preferences => useSyncExternalStore(subscribePreferences, getPreferences);
