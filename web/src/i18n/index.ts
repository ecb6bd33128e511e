/**
 * Texts of the page. One JSON file per area and language; the areas of everyday screens are one lazily loaded
 * chunk per language, the others come with the pages that need them (texts.ts).
 * Keys are `area.name`, checked by the compiler against the Chinese catalogue.
 */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import dayjs from 'dayjs';
import type { Locale as AntdLocale } from 'antd/es/locale';
import type { Locale } from '@/api/types';
import { loadAskedTexts } from './texts';

export const LOCALES: Locale[] = ['zh-CN', 'en'];

interface Chunk {
  default: Record<string, unknown>;
  antd: AntdLocale;
}

const loaders: Record<Locale, () => Promise<Chunk>> = {
  'zh-CN': () => import('./zh-CN'),
  en: () => import('./en'),
};

const antdLocales: Partial<Record<Locale, AntdLocale>> = {};

async function load(locale: Locale): Promise<Record<string, unknown>> {
  const chunk = await loaders[locale]();
  antdLocales[locale] = chunk.antd;
  return chunk.default;
}

/** antd's own words in the language that is shown. */
export const antdLocale = (): AntdLocale | undefined => antdLocales[currentLocale()];

function storedLocale(): Locale {
  const lang = document.documentElement.lang;
  return lang === 'en' ? 'en' : 'zh-CN';
}

export async function startI18n(locale: Locale = storedLocale()): Promise<void> {
  const catalogue = await load(locale);
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    resources: { [locale]: { translation: catalogue } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  // English object names inside a sentence: "created the lead", but "the SLA".
  i18next.services.formatter?.add('mid', (value: unknown) =>
    String(value).replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase()),
  );
  remember(locale);
}

/** Switches the language at once, without reloading; the choice is kept for the next visit. */
export async function setLocale(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, 'translation')) {
    i18next.addResourceBundle(locale, 'translation', await load(locale));
  }
  await loadAskedTexts(locale);
  remember(locale);
  await i18next.changeLanguage(locale);
}

function remember(locale: Locale) {
  document.documentElement.lang = locale;
  dayjs.locale(locale === 'en' ? 'en' : 'zh-cn');
  try {
    localStorage.setItem('shuke.locale', locale);
  } catch {
    // Private windows may forbid storage; the language then lasts as long as the page.
  }
}

export const currentLocale = (): Locale => (i18next.language === 'en' ? 'en' : 'zh-CN');
export { i18next };
