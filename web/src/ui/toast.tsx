/** Short notices at the bottom with at most one action ("undo"). Errors that need work don't come here. */
import { useEffect } from 'react';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { createStore, useStore } from './store';
import css from './toast.module.css';

export interface Toast {
  id: number;
  text: string;
  tone?: 'plain' | 'bad';
  action?: { label: string; run: () => void };
  seconds?: number;
}

const toasts = createStore<Toast[]>([]);
let next = 1;

export function toast(input: Omit<Toast, 'id'>): number {
  const id = next++;
  toasts.set((before) => [...before.slice(-2), { ...input, id }]);
  return id;
}

function closeToast(id: number) {
  toasts.set((before) => before.filter((one) => one.id !== id));
}

function ToastItem({ item }: { item: Toast }) {
  const { t } = useTranslation();
  const seconds = item.seconds ?? (item.action ? 8 : 4);
  useEffect(() => {
    const timer = setTimeout(() => closeToast(item.id), seconds * 1000);
    return () => clearTimeout(timer);
  }, [item.id, seconds]);
  return (
    <div className={css.toast} data-tone={item.tone ?? 'plain'}>
      <span className={css.text}>{item.text}</span>
      {item.action && (
        <button
          type="button"
          className={css.action}
          onClick={() => {
            item.action?.run();
            closeToast(item.id);
          }}
        >
          {item.action.label}
        </button>
      )}
      <button type="button" className={css.close} aria-label={t('common.close')} onClick={() => closeToast(item.id)}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

export function Toasts() {
  const items = useStore(toasts);
  return (
    <div className={css.stack} role="status" aria-live="polite">
      {items.map((item) => (
        <ToastItem key={item.id} item={item} />
      ))}
    </div>
  );
}
