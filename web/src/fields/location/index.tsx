/** A place on the map: shown as numbers that can be copied and on a phone lead there, taken from the device where it allows that. */
import { Copy, LocateFixed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { copyText } from '@/ui/clipboard';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toast';
import { TextFilter } from '../shared/filters';
import { Dash, Line } from '../shared/show';
import { isEmpty, type FieldKind, type ShowProps } from '../types';
import { useMapLink } from '../address/words';
import { LocationEditor } from './LocationEditor';
import { asPlace, parsePlace, placeText } from './place';
import css from './location.module.css';

function Cell({ value }: ShowProps) {
  const place = asPlace(value);
  return place ? <Line>{placeText(place)}</Line> : <Dash />;
}

function View({ value }: ShowProps) {
  const { t } = useTranslation();
  const place = asPlace(value);
  const link = useMapLink(value);
  if (!place) return <Dash />;
  const copy = () => void copyText(placeText(place)).then((ok) => ok && toast({ text: t('common.copied') }));
  return (
    <span className={css.view}>
      {link ? (
        <a className={css.numbers} href={link} onClick={(event) => event.stopPropagation()}>
          {placeText(place)}
        </a>
      ) : (
        <span className={css.numbers}>{placeText(place)}</span>
      )}
      {place.accuracy != null && <span className={css.note}>{t('fields.accuracy', { count: place.accuracy })}</span>}
      <IconButton
        label={t('common.copy')}
        size="small"
        onClick={(event) => {
          event.stopPropagation();
          copy();
        }}
      >
        <Copy size={13} aria-hidden />
      </IconButton>
    </span>
  );
}

export const location: FieldKind = {
  icon: LocateFixed,
  align: 'left',
  width: 192,
  Cell,
  View,
  Editor: LocationEditor,
  FilterEditor: TextFilter,
  operators: ['not_empty', 'empty'],
  parse: parsePlace,
  format: (value) => {
    const place = asPlace(value);
    return place ? placeText(place) : '';
  },
  toWire: (value) => (isEmpty(value) ? null : asPlace(value)),
};
