/** The phone's navigation: the workbench, the first object, "new" in the middle, search, and everything else. */
import { useState } from 'react';
import { Link, useRouterState } from '@tanstack/react-router';
import { LayoutDashboard, LayoutGrid, Plus, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { ObjectIcon } from '@/ui/icons';
import { openCreate } from '@/features/form/createStore';
import { openPalette } from '@/features/palette/paletteStore';
import { loadTexts } from '@/i18n/texts';
import { later } from '@/ui/later';
import { useNavigation } from './navigation';
import { Badge } from './parts';
import css from './BottomTabs.module.css';

const MoreSheet = later(async () => (await Promise.all([import('./MoreSheet'), loadTexts(['atHand', 'palette'])]))[0].default);

function Tab({ object }: { object: ObjectMeta }) {
  return (
    <Link to="/o/$object" params={{ object: object.name }} search={{}} className={css.tab}>
      <ObjectIcon name={object.icon} size={21} />
      <span>{object.plural}</span>
    </Link>
  );
}

export function BottomTabs() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const objects = useNavigation().flatMap((group) => group.objects);
  const here = useRouterState({ select: (state) => state.location.pathname });
  const named = objects.find((object) => here.startsWith(`/o/${object.name}`));
  const creatable = [named, ...objects].find((object) => object && may(object, 'create'));
  return (
    <nav className={css.tabs} aria-label={t('shell.navigation')}>
      <Link to="/" search={{}} activeOptions={{ exact: true }} className={css.tab}>
        <LayoutDashboard size={21} strokeWidth={1.75} aria-hidden />
        <span>{t('shell.home')}</span>
      </Link>
      {objects[0] && <Tab object={objects[0]} />}
      {creatable && (
        <button
          type="button"
          className={css.create}
          aria-label={t('form.newOf', { name: creatable.label })}
          onClick={() => openCreate({ object: creatable.name })}
        >
          <span className={css.plus}>
            <Plus size={21} aria-hidden />
          </span>
        </button>
      )}
      <button type="button" className={css.tab} onClick={openPalette}>
        <Search size={21} strokeWidth={1.75} aria-hidden />
        <span>{t('shell.search')}</span>
      </button>
      <button type="button" className={css.tab} aria-expanded={open} onClick={() => setOpen(true)}>
        <span className={css.counted}>
          <LayoutGrid size={21} strokeWidth={1.75} aria-hidden />
          <Badge />
        </span>
        <span>{t('shell.more')}</span>
      </button>
      {open && <MoreSheet onClose={() => setOpen(false)} />}
    </nav>
  );
}
