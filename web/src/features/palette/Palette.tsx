/** Search everything: records, places, things to begin. By keyboard alone or by hand; the whole screen on a phone. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { Search, SearchX, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe, useObjectMeta } from '@/api/meta';
import { Kbd } from '@/ui/Kbd';
import { IconButton } from '@/ui/IconButton';
import { useHeldEnter } from '@/ui/useHeldEnter';
import { BusyBar, ErrorState, StateView } from '@/ui/States';
import { MOST_TYPED } from './api';
import { Option, optionId } from './Option';
import { closePalette } from './paletteStore';
import { remember } from './recents';
import { usePalette, type Item } from './usePalette';
import css from './Palette.module.css';

/** The focus goes back to where it was. */
function useFocusBack() {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
}

function usePick(setWithin: (object: string) => void) {
  const navigate = useNavigate();
  const me = useMe();
  const go = (to: string) => void navigate({ to, search: {} } as never);
  return (item: Item) => {
    if (item.kind === 'more') {
      setWithin(item.object);
      return;
    }
    closePalette();
    if (item.kind === 'place') {
      item.place.run(go);
      return;
    }
    const { object, id } = item.kind === 'hit' ? item.hit : item.recent;
    remember(me.id, object, id);
    go(`/o/${object}/${id}`);
  };
}

export default function Palette() {
  const { t } = useTranslation();
  const palette = usePalette();
  const { typed, setTyped, within, setWithin, sections } = palette;
  const inObject = useObjectMeta(within ?? '');
  const list = useRef<HTMLDivElement>(null);
  const items = sections.flatMap((section) => section.items);
  const [at, setAt] = useState(0);
  const chosen = Math.min(at, items.length - 1);
  const current = items[chosen];
  const pick = usePick((object) => {
    setWithin(object);
    setAt(0);
  });
  useFocusBack();
  // Places are found here and now; only records are asked for.
  const holdEnter = useHeldEnter(!palette.waiting || current?.kind === 'place');

  const move = (to: number) => {
    if (items.length === 0) return;
    const next = (to + items.length) % items.length;
    setAt(next);
    const item = items[next];
    if (item) list.current?.querySelector(`#${optionId(item)}`)?.scrollIntoView({ block: 'nearest' });
  };
  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(chosen + 1),
      ArrowUp: () => move(chosen - 1),
      Tab: () => move(chosen + (event.shiftKey ? -1 : 1)),
      Enter: () => current && pick(current),
      Escape: () => (within ? setWithin(null) : closePalette()),
    };
    if (event.key === 'Backspace' && typed === '' && within) setWithin(null);
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };

  return (
    <div className={css.back} onPointerDown={(event) => event.target === event.currentTarget && closePalette()}>
      <div role="dialog" aria-modal="true" aria-label={t('palette.title')} className={css.panel} data-floating>
        <div className={css.head}>
          <Search size={18} strokeWidth={1.75} aria-hidden />
          {inObject && <span className={css.chip}>{inObject.plural}</span>}
          <input
            className={css.input}
            autoFocus
            role="combobox"
            aria-expanded={items.length > 0}
            aria-controls="palette-list"
            aria-activedescendant={current ? optionId(current) : undefined}
            aria-autocomplete="list"
            aria-label={t('palette.title')}
            placeholder={t('palette.placeholder')}
            value={typed}
            maxLength={MOST_TYPED}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="go"
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(0);
            }}
            onKeyDownCapture={holdEnter}
            onKeyDown={key}
          />
          <IconButton label={t('common.close')} onClick={closePalette}>
            <X size={18} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </div>
        <BusyBar active={palette.waiting} />
        <div className={css.body}>
          {palette.building && (
            <p className={css.note} role="status">
              {t('palette.building', { percent: Math.floor((100 * palette.building.done) / Math.max(1, palette.building.total)) })}
            </p>
          )}
          <div id="palette-list" ref={list} className={css.list} role="listbox" aria-label={t('palette.results')}>
            {sections.map((section) => (
              <div key={section.id} role="group" aria-label={section.title}>
                <p className={css.group} aria-hidden>
                  {section.title}
                </p>
                {section.items.map((item) => (
                  <Option
                    key={item.id}
                    item={item}
                    chosen={item === current}
                    onPick={() => pick(item)}
                    onPoint={() => setAt(items.indexOf(item))}
                  />
                ))}
              </div>
            ))}
          </div>
          {palette.error !== null && <ErrorState error={palette.error} onRetry={palette.retry} />}
          {palette.nothing && <StateView icon={SearchX} tone="grey" title={t('palette.nothing')} hint={t('palette.nothingHint')} />}
        </div>
        <p className={css.foot} aria-hidden>
          <span><Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('palette.keyMove')}</span>
          <span><Kbd>↵</Kbd> {t('palette.keyOpen')}</span>
          <span><Kbd>esc</Kbd> {t('palette.keyClose')}</span>
        </p>
      </div>
    </div>
  );
}
