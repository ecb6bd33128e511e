/** The route tree. A page is one line here (with the texts that only it and few others need) and one lazily loaded file in src/routes. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type AnyRoute,
} from '@tanstack/react-router';
import { ApiError, onSignedOut } from '@/api/client';
import { preferencesQuery } from '@/api/preferences';
import { infoQuery, meQuery, objectsQuery } from '@/api/queries';
import { readListSearch } from '@/features/list/search';
import { readRecordSearch } from '@/features/record/search';
import { loadTexts } from '@/i18n/texts';
import { setLook } from '@/ui/look';
import { goingShown } from './going';
import { loadNavigation } from './shell/parts';
import { Shell } from './shell/Shell';
import { adoptProfile } from './profile';

const pagesFile = () => import('./pages');
const PageMissing = lazyRouteComponent(pagesFile, 'PageMissing');
const PageError = lazyRouteComponent(pagesFile, 'PageError');

export interface RouterContext {
  queryClient: QueryClient;
}

/** Milliseconds that the sign-in page waits for the company's look. */
const LOOK_WAIT = 400;

type Search = Record<string, unknown>;
const anySearch = (search: Search): Search => search;

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: PageMissing,
  errorComponent: PageError,
});

/** Everything behind the sign-in: who I am and what objects there are is known before it shows. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  errorComponent: PageError,
  notFoundComponent: PageMissing,
  beforeLoad: async ({ context, location, preload }) => {
    const first = !context.queryClient.getQueryState(preferencesQuery.queryKey);
    if (!first && !preload) await goingShown();
    try {
      // Both are asked for at once; the objects are refused to whoever has something to do first.
      const objects = context.queryClient.ensureQueryData(objectsQuery).catch((error: unknown) => error);
      if (first) loadNavigation();
      const me = await context.queryClient.ensureQueryData(meQuery);
      const arranged = first && !me.viewing && context.queryClient.prefetchQuery(preferencesQuery);
      const turned = await adoptProfile(me);
      if (me.must) throw redirect({ to: '/must', search: { back: location.href }, replace: true });
      const read = await objects;
      if (read instanceof Error) throw read;
      // Asked for before the person's language was known: the labels are in that of the sign-in page.
      if (turned) await context.queryClient.fetchQuery({ ...objectsQuery, staleTime: 0 });
      // So that the navigation stands in its order when it shows; without an answer it stands as usual.
      await arranged;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: '/signin', search: { back: location.href }, replace: true });
      }
      throw error;
    }
  },
});

type Loader = () => Promise<{ Page: React.ComponentType }>;

const withTexts = (load: Loader, texts: readonly string[]) => async () => (await Promise.all([load(), loadTexts(texts)]))[0];

function page<const P extends string, S extends object = Search>(
  path: P,
  load: Loader,
  texts: readonly string[] = [],
  validateSearch: (search: Search) => S = anySearch as unknown as (search: Search) => S,
) {
  return createRoute({
    getParentRoute: () => shell,
    path,
    validateSearch,
    component: lazyRouteComponent(withTexts(load, texts), 'Page'),
  });
}

const signin = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: anySearch,
  // The company's name and colour stand from the start, unless the server takes its time.
  beforeLoad: async ({ context }) => {
    const told = context.queryClient.ensureQueryData(infoQuery).then((info) => setLook(info.look));
    await Promise.race([told.catch(() => undefined), new Promise((late) => setTimeout(late, LOOK_WAIT))]);
  },
  component: lazyRouteComponent(withTexts(() => import('@/routes/signin'), ['signin']), 'Page'),
});

const must = createRoute({
  getParentRoute: () => root,
  path: '/must',
  validateSearch: anySearch,
  component: lazyRouteComponent(withTexts(() => import('@/routes/must'), ['settings', 'users', 'trust']), 'Page'),
});

const pages = [
  page('/', () => import('@/routes/home'), ['workbench', 'designer']),
  page('/o/$object', () => import('@/routes/list'), [], readListSearch),
  page('/o/$object/$id', () => import('@/routes/record'), ['duplicates', 'atHand', 'sharing', 'timeline'], readRecordSearch),
  page('/import', () => import('@/routes/import'), ['import']),
  page('/tasks', () => import('@/routes/tasks'), ['tasks']),
  page('/help', () => import('@/routes/help'), ['help']),
  page('/notifications', () => import('@/routes/notifications'), ['talk', 'atHand', 'push']),
  page('/announcements', () => import('@/routes/announcements'), ['announcements']),
  page('/goals', () => import('@/routes/goals'), ['goals', 'groups']),
  page('/import/$object', () => import('@/routes/import.object'), ['import', 'designer']),
  page('/settings/objects', () => import('@/routes/settings.objects'), ['designer']),
  page('/settings/objects/from-file', () => import('@/routes/settings.fromFile'), ['designer', 'import', 'fromFile']),
  page('/settings/objects/$object', () => import('@/routes/settings.object'), ['designer']),
  page('/settings/users', () => import('@/routes/settings.users'), ['users']),
  page('/settings/company', () => import('@/routes/settings.company'), ['settings']),
  page('/settings/look', () => import('@/routes/settings.look'), ['look']),
  page('/settings/home', () => import('@/routes/settings.home'), ['home', 'arranged', 'workbench', 'atHand']),
  page('/settings/navigation', () => import('@/routes/settings.navigation'), ['navigation', 'arranged', 'atHand', 'designer']),
  page('/settings/announcements', () => import('@/routes/settings.announcements'), ['announcements', 'shared']),
  page('/settings/goals', () => import('@/routes/settings.goals'), ['goals', 'shared']),
  page('/settings/goals/$goal', () => import('@/routes/settings.goal'), ['goals']),
  page('/settings/workdays', () => import('@/routes/settings.workdays'), ['workdays']),
  page('/settings/roles', () => import('@/routes/settings.roles'), ['settings', 'users']),
  page('/settings/sharing', () => import('@/routes/settings.sharing'), ['shared', 'sharing']),
  page('/settings/audit', () => import('@/routes/settings.audit'), ['audit']),
  page('/settings/backup', () => import('@/routes/settings.backup'), ['backup']),
  page('/settings/pack', () => import('@/routes/settings.pack'), ['pack']),
  page('/settings/files', () => import('@/routes/settings.files'), ['files']),
  page('/settings/config', () => import('@/routes/settings.config'), ['config']),
  page('/settings/webhooks', () => import('@/routes/settings.webhooks'), ['webhooks']),
  page('/settings/security', () => import('@/routes/settings.security'), ['trust']),
  page('/settings/tokens', () => import('@/routes/settings.tokens'), ['settings']),
  page('/settings/duplicates', () => import('@/routes/settings.duplicates'), ['duplicates']),
  page('/settings/profile', () => import('@/routes/settings.profile'), ['settings', 'users']),
] satisfies AnyRoute[];

const routeTree = root.addChildren([signin, must, shell.addChildren(pages)]);

export function createAppRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingMinMs: 0,
    defaultPendingMs: 400,
    scrollRestoration: true,
  });
  onSignedOut(() => {
    if (router.state.location.pathname === '/signin') return;
    // A first visit is no lapse: only who was in is told that the session has ended.
    const expired = queryClient.getQueryData(meQuery.queryKey) !== undefined || undefined;
    queryClient.removeQueries();
    void router.navigate({ to: '/signin', search: { back: router.state.location.href, expired }, replace: true });
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
