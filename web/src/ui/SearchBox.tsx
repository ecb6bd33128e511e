/** A field to search with: Esc or the cross empties it. */
import { Search, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import css from './SearchBox.module.css';

export interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const { t } = useTranslation();
  return (
    <div className={css.box} role="search">
      <Search size={15} strokeWidth={1.75} aria-hidden />
      <input
        className={css.input}
        value={value}
        type="search"
        enterKeyHint="search"
        placeholder={label}
        aria-label={label}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value) {
            event.stopPropagation();
            onChange('');
          }
        }}
      />
      {value && (
        <button type="button" className={css.wipe} aria-label={t('common.clear')} onClick={() => onChange('')}>
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}
