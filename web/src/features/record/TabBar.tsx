/** Tabs of the record page, with the arrow keys that tabs have. */
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordTab } from './search';
import css from './TabBar.module.css';

export interface TabBarProps {
  tabs: RecordTab[];
  current: RecordTab;
  onChoose: (tab: RecordTab) => void;
}

export function TabBar({ tabs, current, onChoose }: TabBarProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const keys = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length];
    if (step === 0 || !next) return;
    event.preventDefault();
    onChoose(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <div ref={list} className={css.tabs} role="tablist" aria-label={t('record.tabs')} onKeyDown={keys}>
      {tabs.map((tab) => (
        <button
          key={tab}
          id={`tab-${tab}`}
          type="button"
          role="tab"
          aria-selected={tab === current}
          aria-controls="record-panel"
          tabIndex={tab === current ? 0 : -1}
          className={css.tab}
          onClick={() => onChoose(tab)}
        >
          {t(`record.tab.${tab}`)}
        </button>
      ))}
    </div>
  );
}
