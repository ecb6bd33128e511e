/** Where one can go and what one can begin, found by label, 拼音 and initials. */
import { CircleHelp, Keyboard, LayoutDashboard, Megaphone, Plus, Target, Upload, type LucideIcon } from 'lucide-react';
import type { TFunction } from 'i18next';
import { may } from '@/api/meta';
import type { Me, ObjectMeta } from '@/api/types';
import { navigationGroups } from '@/app/shell/navigation';
import { settingsEntries } from '@/app/shell/settingsEntries';
import { openCreate } from '@/features/form/createStore';
import { openKeyMap } from '@/features/keys/store';
import { means } from './spoken';

export interface Place {
  id: string;
  kind: 'place' | 'action';
  label: string;
  spoken: string;
  /** An icon of metadata by name, or one of our own. */
  icon: string | LucideIcon;
  run: (go: (to: string) => void) => void;
}

/** Everything that this person may go to or begin. */
export function placesOf(objects: ObjectMeta[], me: Me, t: TFunction): Place[] {
  const shown = navigationGroups(objects).flatMap((group) => group.objects);
  const lists = shown.map((object): Place => ({
    id: `go-${object.name}`,
    kind: 'place',
    label: object.plural,
    spoken: object.spoken ?? '',
    icon: object.icon,
    run: (go) => go(`/o/${object.name}`),
  }));
  const creating = shown.filter((object) => may(object, 'create')).map((object): Place => ({
    id: `new-${object.name}`,
    kind: 'action',
    label: t('form.newOf', { name: object.label }),
    spoken: `${t('palette.spoken.new')} ${object.spoken ?? ''}`,
    icon: Plus,
    run: () => openCreate({ object: object.name }),
  }));
  const settings = settingsEntries(me, objects).flatMap((group) => group.entries).map(({ to, name, icon }): Place => ({
    id: `go-${to}`,
    kind: 'place',
    label: `${t('shell.settings')} · ${t(`shell.setting.${name}`)}`,
    spoken: t(`palette.spoken.${name}`, { defaultValue: '' }),
    icon,
    run: (go) => go(to),
  }));
  const importing: Place[] = objects.some((object) => may(object, 'import'))
    ? [{ id: 'go-import', kind: 'action', label: t('shell.import'), spoken: t('palette.spoken.import'), icon: Upload, run: (go) => go('/import') }]
    : [];
  const home: Place = { id: 'go-home', kind: 'place', label: t('shell.home'), spoken: t('palette.spoken.workbench'), icon: LayoutDashboard, run: (go) => go('/') };
  const announcements: Place = { id: 'go-announcements', kind: 'place', label: t('shell.announcements'), spoken: t('palette.spoken.announced'), icon: Megaphone, run: (go) => go('/announcements') };
  const goals: Place = { id: 'go-goals', kind: 'place', label: t('shell.goals'), spoken: t('palette.spoken.aims'), icon: Target, run: (go) => go('/goals') };
  const help: Place = { id: 'go-help', kind: 'place', label: t('shell.help'), spoken: t('palette.spoken.help'), icon: CircleHelp, run: (go) => go('/help') };
  const keys: Place = { id: 'open-keys', kind: 'action', label: t('shell.keys'), spoken: t('palette.spoken.keys'), icon: Keyboard, run: openKeyMap };
  return [home, announcements, goals, ...lists, ...creating, ...importing, ...settings, help, keys];
}

export const matching = (places: Place[], typed: string, most: number): Place[] =>
  places.filter((place) => means(typed, place.label, place.spoken)).slice(0, most);
