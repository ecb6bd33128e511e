/** The manual in the reader's language, fetched when it is opened. */
import { queryOptions } from '@tanstack/react-query';
import type { Locale } from '@/api/types';

export interface Section {
  /** Alike in both languages. */
  id: string;
  /** 2 for a chapter, 3 for a part of one. */
  level: number;
  title: string;
  html: string;
}

const manuals = { 'zh-CN': () => import('virtual:manual/zh-CN'), en: () => import('virtual:manual/en') };

export const manualQuery = (locale: Locale) => queryOptions({ queryKey: ['manual', locale], queryFn: async () => (await manuals[locale]()).default, staleTime: Infinity });

const wordsOf = (section: Section) => `${section.title} ${section.html.replace(/<[^>]*>/g, ' ')}`.toLowerCase();

/** The sections in which all words stand, in the order of the manual. */
export function finding(sections: Section[], words: string): Section[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return sections.filter((section) => wanted.every((word) => wordsOf(section).includes(word)));
}
