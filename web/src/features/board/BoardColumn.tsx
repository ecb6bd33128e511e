/** A column: its name, how many there are and what they add up to, and its cards, read on while one scrolls. */
import { memo, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useDraggable, useDroppable } from '@dnd-kit/core';
import { ChevronRight, Ellipsis, EllipsisVertical, MoveRight, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may } from '@/api/meta';
import { nameOf } from '@/api/names';
import type { Field, ObjectMeta, Option, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { groupDigits } from '@/fields/format/number';
import { sumText } from '@/fields/money';
import { ageingOf } from '@/features/stage/ageing';
import { Dropdown, type MenuItem } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { Unseen } from '@/ui/Unseen';
import { CardBody, placesOf } from './Card';
import type { Column, Figures } from './data';
import css from './board.module.css';

const columnId = (value: string | null) => `column:${value ?? ''}`;

interface CardProps {
  meta: ObjectMeta;
  record: RecordData;
  places: ReturnType<typeof placesOf>;
  /** Where it can go; none for those who may not move it. */
  targets: Option[];
  current: string | null;
  movable: boolean;
  onMove: (record: RecordData, to: string) => void;
  /** In a tree a card can go where there is no column yet. */
  onElsewhere?: (record: RecordData) => void;
  elsewhere?: string;
  onKey: (event: KeyboardEvent<HTMLElement>, record: RecordData) => void;
}

const Card = memo(function Card({ meta, record, places, targets, current, movable, onMove, onElsewhere, elsewhere, onKey }: CardProps) {
  const { t } = useTranslation();
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: record.id, data: { record }, disabled: !movable });
  const items: MenuItem[] = targets
    .filter((option) => option.name !== current)
    .map((option) => ({ key: option.name, label: t('board.moveTo', { name: option.label }), icon: <MoveRight size={15} strokeWidth={1.75} />, onClick: () => onMove(record, option.name) }));
  // On top: there may be many columns.
  if (onElsewhere) items.unshift({ key: '', label: elsewhere, icon: <Ellipsis size={15} strokeWidth={1.75} />, onClick: () => onElsewhere(record) });
  return (
    <li ref={setNodeRef} {...listeners} className={css.card} data-card={record.id} data-dragging={isDragging || undefined} data-movable={movable || undefined} onKeyDown={(event) => onKey(event, record)}>
      <CardBody meta={meta} record={record} places={places} />
      {items.length > 0 && (
        <span className={css.menu}>
          <Dropdown menu={{ items }} placement="bottomRight">
            <IconButton size="small" label={t('board.actionsOf', { name: nameOf(record, meta.name_field) })} onMouseDown={(event) => event.stopPropagation()}>
              <EllipsisVertical size={15} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </Dropdown>
        </span>
      )}
    </li>
  );
});

function Sum({ field, value }: { field: Field; value: unknown }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  if (value === null || value === undefined) return null;
  return (
    <span className={css.sum} data-tip={t('board.sumOf', { name: field.label })}>
      {sumText(value, context)}
    </span>
  );
}

/** How many of the cards that were read are past the limit of their stage; there may be more below. */
export function Past({ meta, column }: { meta: ObjectMeta; column: Column }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const count = column.cards.filter((record) => ageingOf(meta, record, context)?.state === 'past').length;
  if (count === 0) return null;
  return <span className={css.past}>{t(column.more ? 'board.pastSome' : 'board.past', { count })}</span>;
}

export interface BoardColumnProps extends Omit<CardProps, 'record' | 'current'> {
  column: Column;
  option: Option | undefined;
  figures: Figures | undefined;
  sum: Field | undefined;
  /** Options have colours, the branches of a tree have none. */
  colored: boolean;
  /** Goes down into it. */
  onOpen?: () => void;
  onMore: () => Promise<void>;
  onCreate: () => void;
}

/** Reads on when the end of the column comes into sight. */
function useMore(more: boolean, onMore: () => Promise<void>) {
  const end = useRef<HTMLLIElement>(null);
  const [failed, setFailed] = useState(false);
  const busy = useRef(false);
  // The board gives another function at each render; the one of the moment is called.
  const read = useRef(onMore);
  read.current = onMore;
  useEffect(() => {
    const element = end.current;
    if (!more || failed || !element || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting || busy.current) return;
        busy.current = true;
        read
          .current()
          .catch(() => setFailed(true))
          .finally(() => (busy.current = false));
      },
      { root: element.closest(`.${css.cards}`), rootMargin: '300px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [more, failed]);
  return { end, failed, again: () => setFailed(false) };
}

export function BoardColumn({ column, option, figures, sum, colored, onOpen, onMore, onCreate, ...card }: BoardColumnProps) {
  const { t } = useTranslation();
  const { meta } = card;
  const name = option?.label ?? column.value ?? t('board.without');
  const { setNodeRef, isOver } = useDroppable({ id: columnId(column.value), data: { value: column.value } });
  const { end, failed, again } = useMore(column.more, onMore);
  return (
    <section className={css.column} aria-label={name} data-column={column.value ?? ''} data-over={isOver || undefined}>
      <header className={css.head}>
        <div className={css.title}>
          {colored && <i className={css.dot} data-tone={option?.color ?? 'grey'} aria-hidden />}
          <h2 className={css.label}>
            {onOpen ? (
              <button type="button" className={css.open} aria-label={t('board.open', { name })} onClick={onOpen}>
                <span>{name}</span>
                <ChevronRight size={15} strokeWidth={1.75} aria-hidden />
              </button>
            ) : (
              name
            )}
          </h2>
          {figures && (
            <span className={css.count}>
              <span aria-hidden>{groupDigits(String(figures.count))}</span>
              <Unseen>{t('board.count', { count: figures.count })}</Unseen>
            </span>
          )}
          {may(meta, 'create') && option?.active !== false && (
            <IconButton size="small" className={css.add} label={t('board.createIn', { object: meta.label, name })} onClick={onCreate}>
              <Plus size={15} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
        </div>
        <div className={css.figures}>
          {sum && <Sum field={sum} value={figures?.sum} />}
          {card.places.staged && <Past meta={meta} column={column} />}
        </div>
      </header>
      {/* A list that scrolls has to be reached by the keyboard; its links are. */}
      <ul ref={setNodeRef} className={css.cards} aria-label={t('board.cardsOf', { name })}>
        {column.cards.map((record) => (
          <Card key={record.id} {...card} record={record} current={column.value} />
        ))}
        {column.more && (
          <li ref={end} className={css.more}>
            {failed ? (
              <button type="button" className={css.again} onClick={again}>
                {t('board.readFailed')}
              </button>
            ) : (
              <i className={css.bar} aria-hidden />
            )}
          </li>
        )}
        {column.cards.length === 0 && !column.more && <li className={css.none}>{t('board.none')}</li>}
      </ul>
    </section>
  );
}
