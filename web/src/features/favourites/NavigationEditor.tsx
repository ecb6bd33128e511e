/** The groups and objects of a navigation, put in order by mouse, by touch, by keyboard or by a menu, and hidden or shown. */
import { ArrowDown, ArrowUp, Ellipsis, Eye, EyeOff, FolderInput } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import type { Group } from '@/api/types';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { ObjectIcon } from '@/ui/icons';
import { Handle, SortableGroups, type HandleBinding } from '@/ui/sortable';
import { shifted, taken, turned, type Arrangement } from './arrange';
import css from './arrange.module.css';

export interface NavigationEditorProps {
  draft: Arrangement;
  onChange: (draft: Arrangement) => void;
}

export function NavigationEditor({ draft, onChange }: NavigationEditorProps) {
  const { t } = useTranslation();
  const objects = useObjects();
  const nameOf = (name: string) => objects.find((object) => object.name === name)?.plural ?? name;

  const menuOf = (name: string) => {
    const group = draft.groups.find(({ items }) => items.includes(name));
    const at = group?.items.indexOf(name) ?? 0;
    return [
      { key: 'up', icon: <ArrowUp size={15} />, label: t('common.moveUp'), disabled: at === 0, onClick: () => onChange(shifted(draft, name, -1)) },
      { key: 'down', icon: <ArrowDown size={15} />, label: t('common.moveDown'), disabled: at === (group?.items.length ?? 1) - 1, onClick: () => onChange(shifted(draft, name, 1)) },
      ...draft.groups
        .filter(({ id }) => id !== group?.id)
        .map(({ id }) => ({
          key: id,
          icon: <FolderInput size={15} />,
          label: t('designer.moveTo', { section: t(`shell.group.${id}`) }),
          onClick: () => onChange(taken(draft, name, id)),
        })),
    ];
  };

  const row = (name: string, bind?: HandleBinding) => {
    const off = draft.hidden.includes(name);
    const label = nameOf(name);
    const Sign = off ? EyeOff : Eye;
    return (
      <div className={css.row} data-off={off || undefined} data-held={!bind || undefined}>
        {bind && <Handle label={t('atHand.dragOf', { name: label })} bind={bind} />}
        <ObjectIcon name={objects.find((object) => object.name === name)?.icon ?? ''} />
        <span className={css.name}>{label}</span>
        {off && <span className={css.off}>{t('atHand.hidden')}</span>}
        {bind && (
          <>
            <IconButton size="small" label={t(off ? 'atHand.show' : 'atHand.hide', { name: label })} onClick={() => onChange(turned(draft, name))}>
              <Sign size={15} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <Dropdown menu={{ items: menuOf(name) }}>
              <IconButton size="small" label={t('common.moreOf', { name: label })}>
                <Ellipsis size={15} aria-hidden />
              </IconButton>
            </Dropdown>
          </>
        )}
      </div>
    );
  };

  return (
    <SortableGroups
      groups={draft.groups}
      nameOf={(id) => (draft.groups.some((group) => group.id === id) ? t(`shell.group.${id as Group}`) : nameOf(id))}
      onChange={(groups) => onChange({ ...draft, groups: groups.map(({ id, items }) => ({ id: id as Group, items })) })}
      renderItem={(name, _group, bind) => row(name, bind)}
      renderOverlay={(name) => row(name)}
    >
      {(slot) =>
        draft.groups.map((group) => (
          <section key={group.id} aria-label={t(`shell.group.${group.id}`)}>
            <h3 className={css.group}>{t(`shell.group.${group.id}`)}</h3>
            {slot(group)}
          </section>
        ))
      }
    </SortableGroups>
  );
}
