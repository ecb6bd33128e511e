/** One line of the palette. */
import type { MouseEvent } from 'react';
import { ChevronRight, Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjectMeta } from '@/api/meta';
import { ObjectIcon } from '@/ui/icons';
import type { Hit } from './api';
import { Marked } from './Marked';
import type { Item } from './usePalette';
import css from './Palette.module.css';

function HitLine({ hit }: { hit: Hit }) {
  const meta = useObjectMeta(hit.object);
  const { t } = useTranslation();
  const named = hit.field === meta?.name_field;
  return (
    <>
      <ObjectIcon name={meta?.icon ?? ''} />
      <span className={css.name}>{named ? <Marked text={hit.text} marks={hit.marks} /> : hit.name}</span>
      <span className={css.why}>
        {named ? (
          hit.note
        ) : (
          <>
            {t('palette.fieldIs', { field: hit.label })}
            <Marked text={hit.text} marks={hit.marks} />
          </>
        )}
      </span>
      {hit.match === 'fuzzy' && <span className={css.similar}>{t('palette.similar')}</span>}
      {hit.owner && <span className={css.owner}>{hit.owner}</span>}
    </>
  );
}

function Content({ item }: { item: Item }) {
  const { t } = useTranslation();
  switch (item.kind) {
    case 'hit':
      return <HitLine hit={item.hit} />;
    case 'recent':
      return (
        <>
          <Clock size={16} strokeWidth={1.75} aria-hidden />
          <span className={css.name}>{item.recent.name}</span>
        </>
      );
    case 'more':
      return (
        <>
          <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
          <span className={css.more}>{t('palette.more', { name: item.label })}</span>
        </>
      );
    case 'place': {
      const Icon = item.place.icon;
      return (
        <>
          {typeof Icon === 'string' ? <ObjectIcon name={Icon} /> : <Icon size={16} strokeWidth={1.75} aria-hidden />}
          <span className={css.name}>{item.place.label}</span>
        </>
      );
    }
  }
}

export interface OptionProps {
  item: Item;
  chosen: boolean;
  onPick: () => void;
  onPoint: () => void;
}

export const optionId = (item: Item) => `palette-${item.id}`.replace(/[^\w-]/g, '_');

/** The focus stays in the field. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

export function Option({ item, chosen, onPick, onPoint }: OptionProps) {
  return (
    <div id={optionId(item)} role="option" aria-selected={chosen} className={css.option} onMouseDown={keepFocus} onPointerMove={onPoint} onClick={onPick}>
      <Content item={item} />
    </div>
  );
}
