/** The views above a list: tabs with counts, what was changed, and everything one does to a view. */
import { useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarDays, Check, Copy, EllipsisVertical, MoveLeft, MoveRight, PencilLine, Pin, Plus, RotateCcw, Save, SquareKanban, Star, Trash2, UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/meta';
import { usePreferences } from '@/api/preferences';
import { countQuery } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import type { ObjectMeta } from '@/api/types';
import { totalText } from '@/features/list/total';
import { Dropdown, type MenuItem } from '@/ui/Dropdown';
import { later } from '@/ui/later';
import { IconButton } from '@/ui/IconButton';
import { useIsPhone } from '@/ui/media';
import { toast } from '@/ui/toast';
import type { OpenView } from './current';
import type { ViewState } from './useView';
import css from './ViewBar.module.css';

const ViewPicker = later(() => import('./ViewPicker').then((module) => module.ViewPicker));
const ViewDialog = later(async () => (await import('./ViewDialog')).default);

/** Further tabs are counted when they are opened. */
const COUNTED = 12;

export type Dialog = 'create' | 'rename' | 'duplicate' | 'share';

export interface ViewBarProps {
  meta: ObjectMeta;
  view: ViewState;
  /** The rows are there: counts may be asked for. */
  ready: boolean;
  onOpen: (key: string) => void;
  /** What differs from the view leaves the address. */
  onReset: () => void;
}

const icon = (Icon: typeof Copy): ReactNode => <Icon size={15} strokeWidth={1.75} />;

/** Boards and calendars are told from lists at a glance. */
export function KindIcon({ view }: { view: OpenView }) {
  const kind = view.saved?.kind;
  if (kind === 'board') return <SquareKanban size={14} strokeWidth={1.75} aria-hidden />;
  return kind === 'calendar' ? <CalendarDays size={14} strokeWidth={1.75} aria-hidden /> : null;
}

/** Keeps a saved view at hand, or no longer. */
function useStar({ meta, view }: ViewBarProps): MenuItem[] {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { viewing } = useMe();
  const { favourites } = usePreferences();
  const id = view.current.saved?.id;
  if (!id || viewing) return [];
  const kept = favourites.some((one) => one.id === id);
  const turn = async () => {
    try {
      const { setFavourite } = await import('@/features/favourites/favour');
      await setFavourite(queryClient, { kind: 'view', object: meta.name, id }, !kept);
    } catch (error) {
      toast({ text: t('views.failed', { reason: reasonOf(error, t) }), tone: 'bad' });
    }
  };
  return [{ key: 'star', label: t('views.favourite'), icon: icon(Star), extra: kept ? <Check size={14} /> : null, onClick: () => void turn() }];
}

function useMenu(props: ViewBarProps, ask: (dialog: Dialog) => void): MenuItem[] {
  const { meta, view, onOpen, onReset } = props;
  const star = useStar(props);
  const { t } = useTranslation();
  const { current, views } = view;
  const { saved } = current;
  const at = view.open.indexOf(current);
  const mine = saved?.can_change ?? false;
  const first = views?.default === current.key;
  const forAll = views?.default_for_all === current.key;
  const items: MenuItem[] = [
    { key: 'create', label: t('views.saveAsNew'), icon: icon(Plus), onClick: () => ask('create') },
  ];
  if (saved) items.push({ key: 'duplicate', label: t('views.duplicate'), icon: icon(Copy), onClick: () => ask('duplicate') });
  if (mine) {
    items.push(
      { key: 'rename', label: t('views.rename'), icon: icon(PencilLine), onClick: () => ask('rename') },
      { key: 'share', label: t('views.share'), icon: icon(UsersRound), onClick: () => ask('share') },
    );
  }
  items.push(
    { type: 'divider' },
    ...star,
    {
      key: 'default',
      label: t('views.openFirst'),
      icon: icon(Pin),
      extra: first ? <Check size={14} /> : null,
      onClick: () => void view.arrange({ default: first ? null : current.key }),
    },
  );
  if (may(meta, 'define') && (!saved || saved.audience === 'everyone')) {
    items.push({
      key: 'default-all',
      label: t('views.openFirstForAll'),
      icon: icon(Pin),
      extra: forAll ? <Check size={14} /> : null,
      onClick: () => void view.arrange({ default: forAll ? null : current.key, for_all: true }),
    });
  }
  items.push(
    { key: 'left', label: t('views.moveLeft'), icon: icon(MoveLeft), disabled: at <= 0, onClick: () => void view.move(-1) },
    { key: 'right', label: t('views.moveRight'), icon: icon(MoveRight), disabled: at >= view.open.length - 1, onClick: () => void view.move(1) },
  );
  if (saved && mine) {
    const remove = async () => {
      if (!(await view.remove(saved.id))) return;
      view.forget();
      onReset();
      onOpen('all');
    };
    items.push({ type: 'divider' }, { key: 'delete', label: t('views.delete'), icon: icon(Trash2), danger: true, onClick: () => void remove() });
  }
  return items;
}

/** Beside the tabs while what one sees is not what was saved. */
function Changed({ view, onReset, onCreate }: { view: ViewState; onReset: () => void; onCreate: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    if (await view.save()) onReset();
    setBusy(false);
  };
  return (
    <span className={css.changed}>
      <span className={css.mark} role="status">
        {t('views.changed')}
      </span>
      {view.current.saved?.can_change && (
        <button type="button" className={css.act} data-primary disabled={busy} onClick={() => void save()}>
          <Save size={14} strokeWidth={1.75} aria-hidden />
          {t('common.save')}
        </button>
      )}
      <button type="button" className={css.act} onClick={onCreate}>
        <Plus size={14} strokeWidth={1.75} aria-hidden />
        {t('views.saveAs')}
      </button>
      <button
        type="button"
        className={css.act}
        onClick={() => {
          view.forget();
          onReset();
        }}
      >
        <RotateCcw size={14} strokeWidth={1.75} aria-hidden />
        {t('views.reset')}
      </button>
    </span>
  );
}

/** How many records a view has. Views that differ in their columns alone are counted once. */
function Count({ meta, view, ready, of }: ViewBarProps & { of: OpenView }) {
  const enabled = ready && !of.saved?.problem && view.open.indexOf(of) < COUNTED;
  const { data } = useQuery({ ...countQuery(meta.name, of.filter ?? null), enabled });
  return <span className={css.count}>{data && totalText(data)}</span>;
}

export function ViewBar(props: ViewBarProps) {
  const { meta, view, onOpen, onReset } = props;
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const items = useMenu(props, setDialog);
  const changed = view.changed && <Changed view={view} onReset={onReset} onCreate={() => setDialog('create')} />;
  return (
    <>
      {phone ? (
        <div className={css.phone}>
          <ViewPicker {...props} count={(one) => <Count {...props} of={one} />} items={items} />
          {changed}
        </div>
      ) : (
        <div className={css.bar}>
          <div className={css.tabs} role="group" aria-label={t('list.views')}>
            {view.open.map((one) => (
              <button key={one.key} type="button" className={css.tab} aria-pressed={one === view.current} data-tip={one.saved?.problem ?? undefined} onClick={() => onOpen(one.key)}>
                <KindIcon view={one} />
                {view.nameOf(one)}
                <Count {...props} of={one} />
              </button>
            ))}
          </div>
          {changed}
          <Dropdown menu={{ items }} placement="bottomRight">
            <IconButton label={t('views.actions')}>
              <EllipsisVertical size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </Dropdown>
        </div>
      )}
      {dialog && (
        <ViewDialog
          meta={meta}
          view={view}
          dialog={dialog}
          onClose={() => setDialog(null)}
          onMade={(made) => {
            view.forget();
            onOpen(made.id);
          }}
        />
      )}
    </>
  );
}
