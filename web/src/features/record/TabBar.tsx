/** Tabs of the record page, with the arrow keys that tabs have. Where they don't fit, the rest is reached by a menu, too. */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import type { RecordTab } from './search';
import css from './TabBar.module.css';

export interface TabBarProps {
  tabs: RecordTab[];
  current: RecordTab;
  label: (tab: RecordTab) => ReactNode;
  /** With `passing` by a key that goes through the tabs. */
  onChoose: (tab: RecordTab, passing?: boolean) => void;
}

/** Whether some tabs lie beyond the edge; the chosen one never does. */
function useOverflow(tabs: RecordTab[], current: RecordTab) {
  const list = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const bar = list.current;
    if (!bar || typeof ResizeObserver === 'undefined') return;
    const watch = new ResizeObserver(() => setOver(bar.scrollWidth > bar.clientWidth + 1));
    // Counts come later and make tabs wider.
    for (const one of [bar, ...bar.children]) watch.observe(one);
    return () => watch.disconnect();
  }, [tabs.length]);
  useEffect(() => {
    const [bar, tab] = [list.current, list.current?.querySelector('[aria-selected=true]')];
    if (!bar || !tab) return;
    const [own, seen] = [tab.getBoundingClientRect(), bar.getBoundingClientRect()];
    if (own.right > seen.right) bar.scrollLeft += own.right - seen.right;
    else if (own.left < seen.left) bar.scrollLeft -= seen.left - own.left;
  }, [current, over]);
  return { list, over };
}

export function TabBar({ tabs, current, label, onChoose }: TabBarProps) {
  const { t } = useTranslation();
  const { list, over } = useOverflow(tabs, current);
  const keys = (event: KeyboardEvent) => {
    const at = tabs.indexOf(current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChoose(next, true);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <div className={css.bar}>
      <div ref={list} className={css.tabs} role="tablist" aria-label={t('record.tabs')} onKeyDown={keys}>
        {tabs.map((tab) => (
          <button
            key={tab}
            id={`tab-${tab}`}
            data-tab={tab}
            type="button"
            role="tab"
            aria-selected={tab === current}
            aria-controls={tab === current ? 'record-panel' : undefined}
            tabIndex={tab === current ? 0 : -1}
            className={css.tab}
            onClick={() => tab !== current && onChoose(tab)}
          >
            {label(tab)}
          </button>
        ))}
      </div>
      {over && (
        <Dropdown placement="bottomRight" menu={{ selectedKeys: [current], items: tabs.map((tab) => ({ key: tab, label: label(tab), onClick: () => onChoose(tab) })) }}>
          <IconButton label={t('record.allTabs')}>
            <ChevronDown size={16} aria-hidden />
          </IconButton>
        </Dropdown>
      )}
    </div>
  );
}
