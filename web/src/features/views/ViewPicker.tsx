/** The views of a list on a phone: one button, and a sheet with the views and what one does to them. */
import { useState, type ReactNode } from 'react';
import { Check, ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MenuItem } from '@/ui/Dropdown';
import { Floating } from '@/ui/Floating';
import type { OpenView } from './current';
import { KindIcon, type ViewBarProps } from './ViewBar';
import css from './ViewBar.module.css';

export function ViewPicker(props: ViewBarProps & { count: (view: OpenView) => ReactNode; items: MenuItem[] }) {
  const { view, onOpen, count, items } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const content = (
    <>
      <ul className={css.list}>
        {view.open.map((one) => (
          <li key={one.key}>
            <button
              type="button"
              className={css.pick}
              aria-current={one === view.current || undefined}
              onClick={() => {
                setOpen(false);
                onOpen(one.key);
              }}
            >
              <KindIcon view={one} />
              <span className={css.pickName}>{view.nameOf(one)}</span>
              {count(one)}
              {one === view.current && <Check size={16} aria-hidden />}
            </button>
          </li>
        ))}
      </ul>
      <ul className={css.list} aria-label={t('views.actions')}>
        {items.map((item) =>
          item.type === 'divider' ? null : (
            <li key={item.key}>
              <button
                type="button"
                className={css.pick}
                disabled={item.disabled}
                data-danger={item.danger || undefined}
                onClick={() => {
                  setOpen(false);
                  item.onClick?.();
                }}
              >
                {item.icon}
                <span className={css.pickName}>{item.label}</span>
                {item.extra}
              </button>
            </li>
          ),
        )}
      </ul>
    </>
  );
  return (
    <Floating open={open} onOpenChange={setOpen} title={t('list.views')} content={content}>
      <button type="button" className={css.picker}>
        <span className={css.pickName}>{view.nameOf(view.current)}</span>
        {count(view.current)}
        {view.changed && <i className={css.dot} role="img" aria-label={t('views.changed')} />}
        <ChevronDown size={16} aria-hidden />
      </button>
    </Floating>
  );
}
