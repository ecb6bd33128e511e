/** Entry: language first, then the tree. The skeleton of index.html stays until the first render. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { startI18n } from '@/i18n';
import '@/ui/base.css';
import { createQueryClient } from './queryClient';
import { reloadOnStaleChunk } from './staleChunk';
import { followPushed } from './pushed';
import { createAppRouter } from './router';
import { ThemeProvider } from './theme';
import { startTips } from '@/ui/tips';
import { Toasts } from '@/ui/toast';

reloadOnStaleChunk();
startTips();

const queryClient = createQueryClient();
const router = createAppRouter(queryClient);

// Says that the tap was heard before anything else is done about it.
router.subscribe('onBeforeNavigate', ({ pathChanged }) => {
  if (pathChanged) document.documentElement.dataset.going = '';
});
router.subscribe('onResolved', () => delete document.documentElement.dataset.going);

await startI18n();

// Where the address is a safe one, as installing and a page for times without network ask for.
if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
followPushed((path) => router.history.push(path));

const root = document.getElementById('root');
if (root) {
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
