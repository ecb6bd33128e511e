/** All kinds in groups, each with what it is good for. */
import { useTranslation } from 'react-i18next';
import type { Kind } from '@/api/types';
import { registry } from '@/fields/registry';
import { COMPUTED, type ComputedBy } from './computed/draft';
import { COMPUTED_ICONS } from './computed/icons';
import { ADDABLE } from './draft';
import css from './KindPicker.module.css';

interface KindPickerProps {
  onPick: (kind: Kind) => void;
  onPickComputed: (by: ComputedBy) => void;
}

export function KindPicker({ onPick, onPickComputed }: KindPickerProps) {
  const { t } = useTranslation();
  return (
    <div className={css.picker}>
      {ADDABLE.map(({ group, kinds }) => (
        <section key={group} aria-label={t(`designer.kindGroup.${group}`)}>
          <p className={css.group} aria-hidden>
            {t(`designer.kindGroup.${group}`)}
          </p>
          <div className={css.grid}>
            {kinds.map((kind) => {
              const Icon = registry[kind].icon;
              return (
                <button key={kind} type="button" className={css.kind} onClick={() => onPick(kind)}>
                  <span className={css.icon} aria-hidden>
                    <Icon size={16} strokeWidth={1.75} />
                  </span>
                  <span className={css.text}>
                    <span className={css.name}>{t(`fields.kind.${kind}`)}</span>
                    <span className={css.hint}>{t(`designer.kindHint.${kind as Exclude<Kind, 'record'>}`)}</span>
                  </span>
                </button>
              );
            })}
          </div>
        </section>
      ))}
      <section aria-label={t('designer.kindGroup.computed')}>
        <p className={css.group} aria-hidden>
          {t('designer.kindGroup.computed')}
        </p>
        <div className={css.grid}>
          {COMPUTED.map((by) => {
            const Icon = COMPUTED_ICONS[by];
            return (
              <button key={by} type="button" className={css.kind} onClick={() => onPickComputed(by)}>
                <span className={css.icon} aria-hidden>
                  <Icon size={16} strokeWidth={1.75} />
                </span>
                <span className={css.text}>
                  <span className={css.name}>{t(`designer.computed.${by}`)}</span>
                  <span className={css.hint}>{t(`designer.computedHint.${by}`)}</span>
                </span>
              </button>
            );
          })}
        </div>
      </section>
    </div>
  );
}
