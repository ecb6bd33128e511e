/** One of the seven tones, as a small menu: the whole palette stays readable in both themes. */
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dropdown } from '@/ui/Dropdown';
import { Swatches } from '@/ui/Swatches';
import type { Tone } from '@/ui/tokens';
import { COLORS } from './draft';
import css from './ColorPick.module.css';

export function ColorPick({ value, onChange, label }: { value: Tone; onChange: (tone: Tone) => void; label: string }) {
  const { t } = useTranslation();
  return (
    <Dropdown
      menu={{
        selectedKeys: [value],
        items: COLORS.map((tone) => ({
          key: tone,
          icon: <span className={css.dot} data-tone={tone} />,
          label: t(`designer.color.${tone}`),
          extra: tone === value ? <Check size={14} aria-hidden /> : null,
          onClick: () => onChange(tone),
        })),
      }}
    >
      <button type="button" className={css.button} aria-label={`${label}: ${t(`designer.color.${value}`)}`}>
        <span className={css.dot} data-tone={value} />
      </button>
    </Dropdown>
  );
}

/** The same choice laid open, for a form with room. */
export function ColorRow({ value, onChange, label }: { value: Tone; onChange: (tone: Tone) => void; label: string }) {
  const { t } = useTranslation();
  const options = COLORS.map((tone) => ({ value: tone, label: t(`designer.color.${tone}`), color: tone === 'grey' ? 'var(--t3)' : `var(--${tone})` }));
  return <Swatches name="tone" label={label} options={options} value={value} ink="var(--surface)" onChange={onChange} />;
}
