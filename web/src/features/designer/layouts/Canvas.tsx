/** The page as it is being arranged: sections that are always seen, then one tab at a time. */
import type { ReactNode } from 'react';
import { Button } from 'antd';
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ChevronDown, Ellipsis, FolderInput, Plus, Settings2, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { nameIn } from '@/api/names';
import type { ObjectMeta } from '@/api/types';
import { currentLocale } from '@/i18n';
import { Dropdown, type MenuItem } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { Notice } from '@/ui/Notice';
import { shift } from '@/ui/shift';
import type { Group } from '@/ui/sortable';
import { panelProps, TabBar } from '@/ui/TabBar';
import type { Chosen } from './Designer';
import { addSection, addTab, changeSection, dropSection, dropTab, hiddenRequired, moveSection, type LayoutDraft, type SectionDraft } from './draft';
import css from './Designer.module.css';

const MOST_TABS = 10;

export interface CanvasProps {
  object: ObjectMeta;
  draft: LayoutDraft;
  change: (draft: LayoutDraft) => void;
  slot: (group: Group) => ReactNode;
  sectionName: (section: SectionDraft) => string;
  /** The tab that is shown; null: the first. */
  tab: string | null;
  onTab: (tab: string) => void;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}

export function Canvas({ object, draft, change, slot, sectionName, tab, onTab, chosen, onChoose }: CanvasProps) {
  const { t } = useTranslation();
  const locale = currentLocale();
  const missing = hiddenRequired(object.fields, draft.sections);
  const current = draft.tabs.find((one) => one.id === tab) ?? draft.tabs[0];
  const setSections = (sections: SectionDraft[]) => change({ ...draft, sections });
  const tabLabel = (labels: LayoutDraft['labels']) => nameIn(labels, locale) || t('layouts.unnamedTab');
  const labelOf = (name: string) => object.fields.find((field) => field.name === name)?.label ?? name;

  const newTab = () => {
    const next = addTab(draft, { [locale]: t('layouts.newTab') }, { [locale]: t('designer.newSection') });
    change(next);
    const made = next.tabs.at(-1)?.id;
    if (!made) return;
    onTab(made);
    onChoose({ tab: made });
  };
  const section = (one: SectionDraft) => {
    const group = draft.sections.filter((other) => other.tab === one.tab);
    const at = group.indexOf(one);
    const name = sectionName(one);
    const active = chosen !== null && 'section' in chosen && chosen.section === one.id;
    const to = (id: string | null, label: string): MenuItem => ({ key: id ?? 'page', icon: <FolderInput size={15} />, label, onClick: () => setSections(changeSection(draft.sections, one.id, { tab: id })) });
    const items: MenuItem[] = [
      { key: 'up', icon: <ArrowUp size={15} />, label: t('common.moveUp'), disabled: at === 0, onClick: () => setSections(moveSection(draft.sections, one.id, -1)) },
      { key: 'down', icon: <ArrowDown size={15} />, label: t('common.moveDown'), disabled: at === group.length - 1, onClick: () => setSections(moveSection(draft.sections, one.id, 1)) },
      ...(one.tab === null ? [] : [to(null, t('layouts.toPage'))]),
      ...draft.tabs.filter((other) => other.id !== one.tab).map((other) => to(other.id, t('layouts.toTab', { tab: tabLabel(other.labels) }))),
      { key: 'drop', icon: <Trash2 size={15} />, label: t('designer.dropSection'), danger: true, disabled: draft.sections.length === 1, onClick: () => setSections(dropSection(draft.sections, one.id)) },
    ];
    return (
      <section key={one.id} className={css.section} data-active={active || undefined} aria-label={name}>
        <header className={css.head}>
          {one.collapsed && <ChevronDown className={css.folded} size={15} aria-label={t('layouts.collapsed')} />}
          <h3 className={css.sectionName}>{name}</h3>
          <span className={css.count}>{one.fields.length}</span>
          {one.columns === 1 && <span className={css.count}>{t('layouts.oneColumn')}</span>}
          <span className={css.headMenu}>
            <IconButton size="small" label={t('layouts.propertiesOf', { name })} aria-pressed={active} onClick={() => onChoose(active ? null : { section: one.id })}>
              <Settings2 size={15} aria-hidden />
            </IconButton>
            <Dropdown menu={{ items }}>
              <IconButton size="small" label={t('common.moreOf', { name })}>
                <Ellipsis size={15} aria-hidden />
              </IconButton>
            </Dropdown>
          </span>
        </header>
        {slot({ id: one.id, items: one.fields })}
        {one.fields.length === 0 && <p className={css.emptySection}>{t('designer.emptySection')}</p>}
      </section>
    );
  };
  const add = (id: string | null) => (
    <Button type="dashed" block icon={<Plus size={15} aria-hidden />} onClick={() => setSections(addSection(draft.sections, { [locale]: t('designer.newSection') }, id))}>
      {t('designer.addSection')}
    </Button>
  );
  const at = current ? draft.tabs.indexOf(current) : 0;
  const moveTab = (by: -1 | 1) => change({ ...draft, tabs: shift(draft.tabs, at, by) });
  return (
    <div className={css.canvas}>
      {missing.length > 0 && (
        <Notice tone="warn" title={t('designer.hiddenRequired')}>
          {t('designer.hiddenRequiredHint', { fields: missing.map(labelOf).join(t('common.comma')) })}
        </Notice>
      )}
      {draft.sections.filter((one) => one.tab === null).map(section)}
      {add(null)}
      {current && (
        <TabBar
          id="layout-tabs"
          label={t('layouts.tabs')}
          items={draft.tabs.map((one) => ({ key: one.id, label: tabLabel(one.labels) }))}
          value={current.id}
          onChange={onTab}
          actions={
            <>
              <IconButton size="small" label={t('layouts.propertiesOf', { name: tabLabel(current.labels) })} onClick={() => onChoose({ tab: current.id })}>
                <Settings2 size={15} aria-hidden />
              </IconButton>
              <Dropdown
                placement="bottomRight"
                menu={{
                  items: [
                    { key: 'left', icon: <ArrowLeft size={15} />, label: t('layouts.moveLeft'), disabled: at === 0, onClick: () => moveTab(-1) },
                    { key: 'right', icon: <ArrowRight size={15} />, label: t('layouts.moveRight'), disabled: at === draft.tabs.length - 1, onClick: () => moveTab(1) },
                    { key: 'drop', icon: <Trash2 size={15} />, label: t('layouts.dropTab'), danger: true, onClick: () => change(dropTab(draft, current.id)) },
                  ],
                }}
              >
                <IconButton size="small" label={t('common.moreOf', { name: tabLabel(current.labels) })}>
                  <Ellipsis size={15} aria-hidden />
                </IconButton>
              </Dropdown>
            </>
          }
        />
      )}
      {current && (
        <div className={css.panel} {...panelProps('layout-tabs', current.id)}>
          {draft.sections.filter((one) => one.tab === current.id).map(section)}
          {add(current.id)}
        </div>
      )}
      <Button type="text" icon={<Plus size={15} aria-hidden />} disabled={draft.tabs.length >= MOST_TABS} onClick={newTab}>
        {t('layouts.addTab')}
      </Button>
    </div>
  );
}
