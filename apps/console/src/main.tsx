import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './app.css';
import { openQueryClient } from './http/query-client.ts';
import { pageNonce } from './page-config.ts';
import { followPreferences } from './preferences/preferences.ts';
import { openRouter } from './router.tsx';

followPreferences();
const client = openQueryClient();
const router = openRouter(client);

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <CSPProvider nonce={pageNonce}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
