/** The colour: a few that go well, any other, and what becomes of one that couldn't be read as it is. */
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { FormItem } from '@/ui/FormItem';
import { isColor, shadesOf } from '@/ui/shades';
import { Swatches } from '@/ui/Swatches';
import { tokens } from '@/ui/tokens';
import css from './look.module.css';

const STANDARD = tokens.light.brand;
export const OFFERED = [
  ['indigo', STANDARD],
  ['blue', '#155fc8'],
  ['teal', '#0a7570'],
  ['green', '#1f7a3d'],
  ['orange', '#a84b0d'],
  ['red', '#b42335'],
  ['pink', '#b0257a'],
  ['purple', '#6b3fc9'],
  ['slate', '#3f4c63'],
] as const;

export interface ColorFieldProps {
  /** Empty is as usual. */
  value: string;
  error?: string;
  onChange: (color: string) => void;
}

export function ColorField({ value, error, onChange }: ColorFieldProps) {
  const { t } = useTranslation();
  const shown = isColor(value) ? value.toLowerCase() : STANDARD;
  const wrong = value !== '' && !isColor(value) ? t('look.colorForm') : undefined;
  const { brand } = shadesOf(shown).light;
  const mended = isColor(value) && brand !== shown;
  const pick = (color: string) => onChange(color === STANDARD ? '' : color);
  return (
    <FormItem group label={t('look.color')} hint={mended ? undefined : t('look.colorHint')} error={error ?? wrong}>
      {({ describedBy, invalid }) => (
        <>
          <Swatches
            name="color"
            label={t('look.offered')}
            options={OFFERED.map(([name, color]) => ({ value: color, label: t(`look.colors.${name}`), color }))}
            value={shown}
            ink="#fff"
            onChange={pick}
          />
          <div className={css.own}>
            <input className={css.picker} type="color" value={shown} aria-label={t('look.colorPick')} onChange={(event) => pick(event.target.value)} />
            <Input
              className={css.code}
              value={value}
              maxLength={7}
              placeholder={STANDARD}
              status={invalid ? 'error' : undefined}
              aria-label={t('look.colorCode')}
              aria-describedby={describedBy}
              onChange={(event) => onChange(event.target.value.trim())}
            />
          </div>
          {mended && (
            <p className={css.mended} role="status">
              <span className={css.dot} style={{ background: brand }} aria-hidden />
              {t('look.mended', { color: shown, brand })}
            </p>
          )}
        </>
      )}
    </FormItem>
  );
}
