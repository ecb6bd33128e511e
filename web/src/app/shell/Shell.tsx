/** The frame around every page: sidebar or bottom tabs, the strip for lost connections, live events. */
import { Suspense, useEffect } from 'react';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { loadTexts } from '@/i18n/texts';
import { later } from '@/ui/later';
import { setLook } from '@/ui/look';
import { useIsPhone } from '@/ui/media';
import { Sidebar } from './Sidebar';
import { ConnectionStrip } from './ConnectionStrip';
import { BottomTabs } from './parts';
import { useLiveEvents } from './useLiveEvents';
import { useCreateRequest } from '@/features/form/createStore';
import { useKeyMapOpen } from '@/features/keys/store';
import { usePaletteOpen } from '@/features/palette/paletteStore';
import { useShortcut } from '@/features/palette/useShortcut';
import css from './Shell.module.css';

const CreateDrawer = later(async () => (await import('@/features/form/CreateDrawer')).default);
const Palette = later(async () => (await Promise.all([import('@/features/palette/Palette'), loadTexts(['palette'])]))[0].default);
const KeyMap = later(async () => (await Promise.all([import('@/features/keys/KeyMap'), loadTexts(['keys'])]))[0].default);
const ViewAsStrip = later(async () => {
  const [module] = await Promise.all([import('@/features/viewAs/ViewAsStrip'), loadTexts(['viewAs'])]);
  return module.ViewAsStrip;
});

export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const phone = useIsPhone();
  const creating = useCreateRequest();
  const onRecord = useRouterState({ select: (state) => /^\/o\/[^/]+\/[^/]+/.test(state.location.pathname) });
  const searching = usePaletteOpen();
  const asking = useKeyMapOpen();
  useLiveEvents();
  useEffect(() => setLook(me.company.look), [me.company.look]);
  useShortcut();
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">
        {t('shell.skip')}
      </a>
      {!phone && <Sidebar />}
      <div className={css.desk}>
        <ConnectionStrip />
        {me.viewing && <ViewAsStrip me={me} until={me.viewing.until} />}
        <main id="main" className={css.main} tabIndex={-1}>
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {/* A record brings its own bar for the thumb. */}
      {phone && !onRecord && <BottomTabs />}
      {searching && <Palette />}
      {asking && <KeyMap />}
      {creating && <CreateDrawer key={creating.id} request={creating} />}
    </div>
  );
}
