/** Typed as "longitude, latitude", or asked from the device. */
import { useState } from 'react';
import { Crosshair, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { TextEditor } from '../shared/TextEditor';
import type { EditorProps } from '../types';
import { asPlace, parsePlace, placeText } from './place';
import css from './location.module.css';

type State = 'idle' | 'asking' | 'denied' | 'failed';

export function LocationEditor(props: EditorProps) {
  const { onChange, onCommit } = props;
  const { t } = useTranslation();
  const [state, setState] = useState<State>('idle');
  const place = asPlace(props.value);
  // Browsers tell the place only on https and on this machine.
  const able = typeof navigator !== 'undefined' && 'geolocation' in navigator && window.isSecureContext;

  const ask = () => {
    setState('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle');
        const found = { longitude: coords.longitude.toFixed(6), latitude: coords.latitude.toFixed(6), accuracy: Math.round(coords.accuracy) };
        onChange(found);
        if (props.inCell) onCommit?.(found);
      },
      (error) => setState(error.code === error.PERMISSION_DENIED ? 'denied' : 'failed'),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  };

  return (
    <span className={css.editor}>
      <span className={css.row} data-cell={props.inCell || undefined}>
        <TextEditor
          {...props}
          onCommit={onCommit && (() => onCommit())}
          parse={parsePlace}
          toText={(value) => {
            const known = asPlace(value);
            return known ? placeText(known) : typeof value === 'string' ? value : '';
          }}
          inputMode="text"
        />
        {able && (
          <button type="button" className={css.ask} disabled={state === 'asking'} onClick={ask} aria-label={t('fields.myPlace')} data-tip={t('fields.myPlace')}>
            {state === 'asking' ? <LoaderCircle size={16} className={css.spin} aria-hidden /> : <Crosshair size={16} aria-hidden />}
          </button>
        )}
      </span>
      {!props.inCell && (state === 'denied' || state === 'failed') && (
        <span className={css.wrong} role="alert">
          {t(state === 'denied' ? 'fields.placeDenied' : 'fields.placeFailed')}
        </span>
      )}
      {!props.inCell && place?.accuracy != null && <span className={css.note}>{t('fields.accuracy', { count: place.accuracy })}</span>}
    </span>
  );
}
