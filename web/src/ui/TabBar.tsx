/** Tabs of a page: arrows move, the panel is the caller's. */
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import css from './TabBar.module.css';

export interface TabItem<T extends string> {
  key: T;
  label: ReactNode;
  count?: number;
}

export interface TabBarProps<T extends string> {
  items: TabItem<T>[];
  value: T;
  onChange: (key: T) => void;
  label: string;
  /** Ids of the tabs are `${id}-${key}`, of the panel `${id}-panel`. */
  id: string;
  actions?: ReactNode;
}

export function TabBar<T extends string>({ items, value, onChange, label, id, actions }: TabBarProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  // On a phone the tab of an address may lie beyond the edge.
  useEffect(() => {
    const tab = list.current?.querySelector('[aria-selected=true]');
    if (!list.current || !tab) return;
    const [own, seen] = [tab.getBoundingClientRect(), list.current.getBoundingClientRect()];
    if (own.right > seen.right) list.current.scrollLeft += own.right - seen.right;
    else if (own.left < seen.left) list.current.scrollLeft -= seen.left - own.left;
  }, [value]);
  const move = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.key === value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const next = to === undefined ? undefined : items[(to + items.length) % items.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return (
    <div className={css.bar}>
      {/* The tabs inside take the focus in turn. */}
      <div className={css.tabs} role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            role="tab"
            id={`${id}-${item.key}`}
            data-key={item.key}
            aria-selected={item.key === value}
            aria-controls={item.key === value ? `${id}-panel` : undefined}
            tabIndex={item.key === value ? 0 : -1}
            className={css.tab}
            onClick={() => onChange(item.key)}
          >
            {item.label}
            {item.count !== undefined && <span className={css.count}>{item.count}</span>}
          </button>
        ))}
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  );
}

/** What belongs around the panel of a TabBar. */
export const panelProps = (id: string, key: string) => ({ role: 'tabpanel', id: `${id}-panel`, 'aria-labelledby': `${id}-${key}` }) as const;
