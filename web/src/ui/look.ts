/**
 * How the program looks for the company: its name, its colour, its logo. What was told last is kept on the device, so that the
 * next visit begins with it.
 */
import { useTranslation } from 'react-i18next';
import type { Look } from '@/api/types';
import { isColor, shadesOf } from './shades';
import { readStored, writeStored } from './storage';
import { createStore, useStore } from './store';

const USUAL: Look = { product: null, color: null, logo: null };
const KEY = 'look';

const isText = (value: unknown) => value === null || typeof value === 'string';
const isLook = (value: unknown): value is Look => {
  const look = value as Look | null;
  return typeof look === 'object' && look !== null && isText(look.product) && isText(look.logo) && (look.color === null || isColor(look.color));
};

// Above the first use: the page starts with what was kept.
export const logoUrl = (logo: string): string => `/api/v1/company/logo?v=${encodeURIComponent(logo)}`;

const block = (shades: object) => Object.entries(shades).map(([name, value]) => `--${name}:${value}`).join(';');

/** The custom properties that differ from those in index.html. */
export function lookCss(color: string): string {
  const { light, dark } = shadesOf(color);
  return `:root{${block(light)}}:root[data-theme=dark]{${block(dark)}}`;
}

function show({ color, logo, product }: Look) {
  let style = document.getElementById('look');
  if (!style) {
    style = document.createElement('style');
    style.id = 'look';
    document.head.append(style);
  }
  style.textContent = isColor(color) ? lookCss(color) : '';
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (icon) {
    icon.type = logo ? '' : 'image/svg+xml';
    icon.href = logo ? logoUrl(logo) : '/favicon.svg';
  }
  if (product) document.querySelector('meta[name=apple-mobile-web-app-title]')?.setAttribute('content', product);
}

const current = createStore<Look>(readStored(KEY, isLook) ?? USUAL);
show(current.get());

/** Takes over what the server tells. */
export function setLook(told: Look | undefined): void {
  const look = told ?? USUAL;
  const before = current.get();
  if (look.product === before.product && look.color === before.color && look.logo === before.logo) return;
  current.set(look);
  writeStored(KEY, look.product || look.color || look.logo ? look : null);
  show(look);
}

export const useLook = (): Look => useStore(current);

/** What the program is called. */
export function useProduct(): string {
  const { t } = useTranslation();
  return useLook().product || t('shell.product');
}
