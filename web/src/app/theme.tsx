/** Light and dark: the person's choice, the attribute on <html>, and antd's tokens from ours. */
import { useEffect, useMemo, type ReactNode } from 'react';
import { ConfigProvider, theme as antdTheme, type ThemeConfig } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ThemeChoice } from '@/api/types';
import { antdLocale } from '@/i18n';
import { useIsPhone, useIsStill } from '@/ui/media';
import { createStore, useStore } from '@/ui/store';
import { useLook } from '@/ui/look';
import { fontStack, tokens, type Theme } from '@/ui/tokens';
import { isColor, shadesOf } from '@/ui/shades';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

function storedChoice(): ThemeChoice {
  try {
    const value = localStorage.getItem('shuke.theme');
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto';
  }
}

const choice = createStore<ThemeChoice>(storedChoice());
const system = createStore<Theme>(dark.matches ? 'dark' : 'light');
dark.addEventListener('change', () => system.set(dark.matches ? 'dark' : 'light'));

export const useThemeChoice = () => useStore(choice);

export function setThemeChoice(next: ThemeChoice) {
  choice.set(next);
  try {
    localStorage.setItem('shuke.theme', next);
  } catch {
    // Lasts until the page is closed.
  }
}

function useTheme(): Theme {
  const wanted = useStore(choice);
  const current = useStore(system);
  return wanted === 'auto' ? current : wanted;
}

function antdConfig(name: Theme, color: string | null, phone: boolean, still: boolean): ThemeConfig {
  const t = isColor(color) ? { ...tokens[name], ...shadesOf(color)[name] } : tokens[name];
  return {
    algorithm: name === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    cssVar: { key: 'shuke' },
    hashed: false,
    token: {
      colorPrimary: t.primary,
      colorLink: t.brand,
      colorLinkHover: t['brand-h'],
      colorSuccess: t.ok,
      colorWarning: t.warn,
      colorError: t.bad,
      colorInfo: t.info,
      colorBgLayout: t.bg,
      colorBgContainer: t.surface,
      colorBgElevated: t.elev,
      colorText: t.t1,
      colorTextSecondary: t.t2,
      colorTextTertiary: t.t3,
      colorTextPlaceholder: t.t3,
      colorTextDescription: t.t3,
      colorBorder: t['line-2'],
      colorBorderSecondary: t.line,
      colorBgMask: t.scrim,
      controlItemBgHover: t.hover,
      controlItemBgActive: t.selected,
      boxShadow: t['sh-3'],
      boxShadowSecondary: t['sh-3'],
      borderRadius: 6,
      borderRadiusLG: 10,
      borderRadiusSM: 4,
      // A thumb needs 44.
      controlHeight: phone ? 44 : 32,
      controlHeightSM: phone ? 36 : 28,
      controlHeightLG: phone ? 48 : 40,
      fontFamily: fontStack,
      fontSize: 14,
      // A movement that is cut short may never be told to have ended, and what was to go stays.
      motion: !still,
      motionDurationFast: '0.1s',
      motionDurationMid: '0.16s',
      motionDurationSlow: '0.22s',
      fontWeightStrong: 600,
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        dangerColor: t['on-brand'],
        fontWeight: 500,
        primaryColor: t['on-brand'],
        colorPrimary: t.brand,
        colorPrimaryHover: t['brand-h'],
        colorPrimaryActive: t['brand-h'],
      },
      Select: { optionSelectedFontWeight: 500 },
      Tooltip: { colorBgSpotlight: t.bar },
    },
  };
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const name = useTheme();
  useTranslation(); // renders again when the language changes
  const phone = useIsPhone();
  const still = useIsStill();
  const { color } = useLook();
  const config = useMemo(() => antdConfig(name, color, phone, still), [name, color, phone, still]);
  useEffect(() => {
    document.documentElement.dataset.theme = name;
  }, [name]);
  return (
    <ConfigProvider
      theme={config}
      locale={antdLocale()}
      button={{ autoInsertSpace: false }}
      form={{ requiredMark: false }}
      wave={{ disabled: true }}
      virtual
    >
      {children}
    </ConfigProvider>
  );
}
