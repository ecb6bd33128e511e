/** Entry: language first, then the tree. The skeleton of index.html stays until there is something to show. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { startI18n } from '@/i18n';
import '@/ui/base.css';
import { createQueryClient } from './queryClient';
import { reloadOnStaleChunk } from './staleChunk';
import { showGoing } from './going';
import { followPushed } from './pushed';
import { createAppRouter } from './router';
import { ThemeProvider } from './theme';
import { startTips } from '@/ui/tips';
import { Toasts } from '@/ui/toast';

reloadOnStaleChunk();
startTips();

const queryClient = createQueryClient();
const router = createAppRouter(queryClient);
showGoing(router);

await startI18n();

// Where the address is a safe one, as installing and a page for times without network ask for.
if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
followPushed((path) => router.history.push(path));

async function start(root: HTMLElement) {
  // One drawing of what the address asks for, not one of nothing before it.
  await router.load().catch(console.error);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <ThemeProvider>
          <RouterProvider router={router} />
          <Toasts />
        </ThemeProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
// Not awaited: pages wait for the end of this file before they begin.
if (root) void start(root);
