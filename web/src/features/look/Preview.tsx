/** A small piece of the program in one theme, with the look that is being tried. */
import type { CSSProperties } from 'react';
import { LayoutDashboard, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Look } from '@/api/types';
import { shadesOf } from '@/ui/shades';
import { tokens, type Theme } from '@/ui/tokens';
import { logoSource } from './LogoField';
import css from './look.module.css';

/** The tokens of the theme as custom properties, from here downwards. */
function propertiesOf(theme: Theme, color: string | null): CSSProperties {
  const all = { ...tokens[theme], ...(color && shadesOf(color)[theme]) };
  return { colorScheme: theme, ...Object.fromEntries(Object.entries(all).map(([name, value]) => [`--${name}`, value])) };
}

export function Preview({ theme, look }: { theme: Theme; look: Look }) {
  const { t } = useTranslation();
  const product = look.product?.trim() || t('shell.product');
  return (
    <section className={css.preview} style={propertiesOf(theme, look.color)} aria-label={t(`look.${theme}`)} data-theme-shown={theme}>
      <div className={css.side}>
        <p className={css.brand}>
          {look.logo ? (
            <img className={css.small} src={logoSource(look.logo)} alt="" />
          ) : (
            <span className={css.mark} aria-hidden>
              {look.product?.trim() ? [...product][0] : t('shell.mark')}
            </span>
          )}
          <b>{product}</b>
        </p>
        <p className={css.entry} data-here>
          <LayoutDashboard size={15} strokeWidth={1.75} aria-hidden />
          {t('shell.home')}
        </p>
        <p className={css.entry}>
          <Users size={15} strokeWidth={1.75} aria-hidden />
          {t('look.sample.entry')}
        </p>
      </div>
      <div className={css.piece}>
        <p className={css.line}>
          <b>{t('look.sample.title')}</b>
          <span className={css.button}>{t('look.sample.button')}</span>
        </p>
        <p className={css.row}>
          <span className={css.link}>{t('look.sample.link')}</span>
          <span className={css.chip}>{t('look.sample.chip')}</span>
        </p>
        <p className={css.row} data-selected>
          <span className={css.link}>{t('look.sample.selected')}</span>
          <span className={css.faint}>{t('look.sample.faint')}</span>
        </p>
      </div>
    </section>
  );
}
