/** One layout: fields not on it at the left, the page in the middle, properties of what is chosen at the right. */
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Button } from 'antd';
import { Ellipsis, Eye, History, Redo2, Trash2, Undo2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { nameIn } from '@/api/names';
import type { ObjectMeta } from '@/api/types';
import { currentLocale } from '@/i18n';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { SortableGroups, type HandleBinding } from '@/ui/sortable';
import { UnsavedGuard } from '@/ui/UnsavedGuard';
import { OWN, type Design, type LayoutList } from './api';
import { Canvas } from './Canvas';
import { fromGroups, moveField, PALETTE, placeField, takeField, toGroups, unplaced, type LayoutDraft, type SectionDraft } from './draft';
import { LayoutField } from './LayoutField';
import { Properties } from './Properties';
import { Refusal } from './Refusal';
import { StatusTag } from './StatusTag';
import { useDesign } from './useDesign';
import css from './Designer.module.css';

const PreviewDialog = later(() => import('./PreviewDialog').then((module) => module.PreviewDialog));
const Versions = later(() => import('./Versions').then((module) => module.Versions));
const AskDialog = later(() => import('./AskDialog').then((module) => module.AskDialog));

export interface DesignerProps {
  object: ObjectMeta;
  design: Design;
  list: LayoutList;
  /** Chooses the layout. */
  head: ReactNode;
  /** The layout is there no more. */
  onGone: () => void;
}

/** What the properties are about: a section, a tab, or the whole. */
export type Chosen = { section: string } | { tab: string } | null;

/** Ctrl+Z and Ctrl+Shift+Z, but not in a text that has an undo of its own. */
function useUndoKeys(undo: () => void, redo: () => void) {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const inText = event.target instanceof HTMLElement && event.target.matches('input, textarea, [contenteditable]');
      if (inText || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, [undo, redo]);
}

export function Designer({ object, design, list, head, onGone }: DesignerProps) {
  const { t } = useTranslation();
  const locale = currentLocale();
  const work = useDesign(object, design);
  const { draft, history, state } = work;
  const [chosen, setChosen] = useState<Chosen>(null);
  const [tab, setTab] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'preview' | 'versions' | 'discard' | 'drop' | null>(null);
  useUndoKeys(history.undo, history.redo);
  const free = useMemo(() => unplaced(object.fields, draft.sections), [object.fields, draft.sections]);
  const byName = useMemo(() => new Map(object.fields.map((field) => [field.name, field])), [object.fields]);
  const change = (part: Partial<LayoutDraft>, name: string | null = null) => history.change({ ...draft, ...part }, name);
  const setSections = (sections: SectionDraft[], name: string | null = null) => change({ sections }, name);
  const tabName = (id: string | null) => nameIn(draft.tabs.find((one) => one.id === id)?.labels ?? {}, locale);
  const sectionName = (section: SectionDraft) => nameIn(section.labels, locale) || t('designer.unnamedSection');
  /** With its tab, where several could be meant. */
  const placeName = (section: SectionDraft) => (section.tab ? `${tabName(section.tab)} · ${sectionName(section)}` : sectionName(section));
  const nameOf = (id: string) => {
    const section = draft.sections.find((one) => one.id === id);
    return id === PALETTE ? t('designer.unplaced') : section ? placeName(section) : (byName.get(id)?.label ?? id);
  };

  const item = (id: string, group: string, bind: HandleBinding) => {
    const field = byName.get(id);
    if (!field) return null;
    return (
      <LayoutField
        field={field}
        bind={bind}
        free={group === PALETTE}
        sections={draft.sections.filter((one) => one.id !== group).map((one) => ({ id: one.id, name: placeName(one) }))}
        onMove={(by) => setSections(moveField(draft.sections, id, by))}
        onPlace={(to) => setSections(placeField(draft.sections, id, to))}
        onTake={() => setSections(takeField(draft.sections, id))}
      />
    );
  };
  const menu = [
    { key: 'discard', icon: <X size={15} />, label: t('layouts.discard'), disabled: !state.draft || !state.live, onClick: () => setDialog('discard') },
    ...(design.name === OWN ? [] : [{ key: 'drop', icon: <Trash2 size={15} />, label: t('layouts.drop'), danger: true, onClick: () => setDialog('drop') }]),
  ];
  return (
    <div className={css.page}>
      <UnsavedGuard dirty={work.dirty} />
      <div className={css.bar}>
        {head}
        <StatusTag state={state} dirty={work.dirty} />
        <span className={css.spring} />
        <IconButton label={t('layouts.undo')} disabled={!history.canUndo} onClick={history.undo}>
          <Undo2 size={16} aria-hidden />
        </IconButton>
        <IconButton label={t('layouts.redo')} disabled={!history.canRedo} onClick={history.redo}>
          <Redo2 size={16} aria-hidden />
        </IconButton>
        <IconButton label={t('layouts.versions')} onClick={() => setDialog('versions')}>
          <History size={16} aria-hidden />
        </IconButton>
        <Dropdown menu={{ items: menu }} placement="bottomRight">
          <IconButton label={t('common.more')}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Dropdown>
        <Button icon={<Eye size={15} aria-hidden />} onClick={() => setDialog('preview')}>
          {t('layouts.preview')}
        </Button>
        <Button disabled={!work.dirty || work.busy !== null} loading={work.busy === 'save'} onClick={() => void work.save()}>
          {t('layouts.save')}
        </Button>
        <Button type="primary" disabled={(!work.dirty && !state.draft) || work.busy !== null} loading={work.busy === 'publish'} onClick={() => void work.publish()}>
          {t('layouts.publish')}
        </Button>
      </div>
      <Refusal work={work} />
      <SortableGroups
        groups={toGroups(draft.sections, free)}
        nameOf={nameOf}
        onChange={(groups) => setSections(fromGroups(draft.sections, groups))}
        renderItem={item}
        renderOverlay={(id) => <div className={css.ghost}>{nameOf(id)}</div>}
      >
        {(slot) => (
          <div className={css.columns}>
            <aside className={css.palette} aria-label={t('designer.unplaced')}>
              <h2 className={css.subtitle}>
                {t('designer.unplaced')} <span>{free.length}</span>
              </h2>
              <p className={css.hint}>{t(free.length ? 'designer.unplacedHint' : 'designer.allPlaced')}</p>
              {slot({ id: PALETTE, items: free })}
            </aside>
            <Canvas object={object} draft={draft} change={history.change} slot={slot} sectionName={sectionName} tab={tab} onTab={setTab} chosen={chosen} onChoose={setChosen} />
            <Properties object={object} draft={draft} list={list} name={design.name} chosen={chosen} change={change} onChoose={setChosen} />
          </div>
        )}
      </SortableGroups>
      {dialog === 'preview' && <PreviewDialog object={object} draft={draft} onClose={() => setDialog(null)} />}
      {dialog === 'versions' && <Versions object={object} design={state} dirty={work.dirty} onRevert={work.revert} onClose={() => setDialog(null)} />}
      {(dialog === 'discard' || dialog === 'drop') && (
        <AskDialog
          title={t(dialog === 'drop' ? 'layouts.dropTitle' : 'layouts.discardTitle', { name: state.label })}
          text={t(dialog === 'drop' ? 'layouts.dropText' : 'layouts.discardText')}
          doIt={t(dialog === 'drop' ? 'layouts.drop' : 'layouts.discard')}
          onClose={() => setDialog(null)}
          onDo={async () => {
            const done = await (dialog === 'drop' ? work.drop() : work.discard());
            setDialog(null);
            if (done !== null && dialog === 'drop') onGone();
          }}
        />
      )}
    </div>
  );
}
