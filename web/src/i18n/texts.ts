/**
 * Texts that few pages need. Each area of `pages/` is a chunk of its own, fetched together with a page that
 * names it in the route table; so the first load doesn't grow with every settings page.
 */
import i18next from 'i18next';
import type { Locale } from '@/api/types';

type Texts = Record<string, unknown>;

const files = import.meta.glob<Texts>('./*/pages/*.json', { import: 'default' });
const asked = new Set<string>();

export const AREAS = Object.keys(files).flatMap((path) => /^\.\/en\/pages\/(\w+)\.json$/.exec(path)?.[1] ?? []);

/** Waits until the areas are there in the language that is shown. */
export async function loadTexts(areas: readonly string[], locale = i18next.language as Locale): Promise<void> {
  await Promise.all(
    areas.map(async (area) => {
      asked.add(area);
      if (i18next.getResource(locale, 'translation', area)) return;
      const texts = await files[`./${locale}/pages/${area}.json`]?.();
      i18next.addResourceBundle(locale, 'translation', { [area]: texts }, true);
    }),
  );
}

/** Before another language is shown: all that pages have asked for so far. */
export const loadAskedTexts = (locale: Locale): Promise<void> => loadTexts([...asked], locale);
