/** A route of the real page, over the mock server in memory, signed in as its administrator. */
import { Suspense, type ReactNode } from 'react';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createQueryClient } from '@/app/queryClient';
import { ThemeProvider } from '@/app/theme';
import { startI18n } from '@/i18n';
import { AREAS, loadTexts } from '@/i18n/texts';
import { Toasts } from '@/ui/toast';
import { createApp, type MockApp } from '../../mock-server/app.mjs';

export interface TestServer {
  app: MockApp;
  server: ReturnType<typeof setupServer>;
}

/** Call once at the top of a test file. Every test starts from the same data. */
export function useTestServer(): () => TestServer {
  let current: TestServer | null = null;
  // A page that leaves a record says so, also after its test is over.
  const server = setupServer(http.delete('*/api/v1/records/:object/:id/presence', () => new HttpResponse(null, { status: 204 })));
  beforeAll(async () => {
    server.listen({ onUnhandledRequest: 'error' });
    await startI18n('zh-CN');
    await loadTexts(AREAS);
  });
  afterEach(() => {
    server.resetHandlers();
    current = null;
  });
  afterAll(() => server.close());
  return () => {
    if (!current) {
      const app = createApp({ leads: 30, signedInAs: 'admin', now: () => Date.parse('2026-11-20T02:30:00Z') });
      server.use(http.all('*/api/v1/*', ({ request }) => app.fetch(request.clone())));
      current = { app, server };
    }
    return current;
  };
}

export interface Screen {
  queryClient: QueryClient;
  /** The address as it is now. */
  href: () => string;
  /** As the browser's own button. */
  back: () => void;
}

type PageOf = Record<string, () => ReactNode>;

/** Renders pages by path; all other paths are empty, so that links lead somewhere. */
export function renderApp(pages: PageOf, at: string): Screen {
  const queryClient = createQueryClient();
  queryClient.setDefaultOptions({ queries: { ...queryClient.getDefaultOptions().queries, retry: false } });
  const root = createRootRoute();
  const routes = Object.entries(pages).map(([path, component]) => createRoute({ getParentRoute: () => root, path, component }));
  const rest = createRoute({ getParentRoute: () => root, path: '$', component: () => null });
  const router = createRouter({
    routeTree: root.addChildren([...routes, rest]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  render(
    <QueryClientProvider client={queryClient}>
      <ThemeProvider>
        <Suspense fallback={null}>
          <RouterProvider router={router as never} />
        </Suspense>
        <Toasts />
      </ThemeProvider>
    </QueryClientProvider>,
  );
  return { queryClient, href: () => router.state.location.href, back: () => router.history.back() };
}
