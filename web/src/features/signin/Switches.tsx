/** Language and theme before anybody has signed in: kept in the browser, taken over by the person's own later. */
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ThemeChoice } from '@/api/types';
import { setThemeChoice, useThemeChoice } from '@/app/theme';
import { currentLocale, LOCALES, setLocale } from '@/i18n';
import { IconButton } from '@/ui/IconButton';
import css from './Switches.module.css';

const THEMES: { name: ThemeChoice; icon: typeof Sun }[] = [
  { name: 'auto', icon: Monitor },
  { name: 'light', icon: Sun },
  { name: 'dark', icon: Moon },
];

export function Switches() {
  const { t } = useTranslation();
  const theme = useThemeChoice();
  const index = Math.max(0, THEMES.findIndex((entry) => entry.name === theme));
  const current = THEMES[index] ?? { name: 'auto' as const, icon: Monitor };
  const next = THEMES[(index + 1) % THEMES.length] ?? current;
  const Icon = current.icon;
  return (
    <div className={css.row}>
      <div className={css.languages} role="group" aria-label={t('signin.language')}>
        {LOCALES.map((locale) => (
          <button
            key={locale}
            type="button"
            lang={locale}
            className={css.language}
            aria-pressed={locale === currentLocale()}
            onClick={() => void setLocale(locale)}
          >
            {t(`common.languages.${locale}`)}
          </button>
        ))}
      </div>
      <IconButton label={t('shell.themeNow', { name: t(`shell.theme.${current.name}`) })} onClick={() => setThemeChoice(next.name)}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}
