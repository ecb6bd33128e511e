/**
 * Every colour of the page, once. The build writes them into index.html as CSS variables (see
 * build/html.ts); antd and anything drawn on a canvas read them from here, never from parsed CSS.
 */

export type Theme = 'light' | 'dark';
export type Tone = 'brand' | 'ok' | 'warn' | 'bad' | 'info' | 'violet' | 'grey';

const light = {
  bg: '#f6f7f9',
  canvas: '#f8f9fb',
  surface: '#ffffff',
  'surface-2': '#f8f9fb',
  elev: '#ffffff',
  hover: '#f1f3f6',
  active: '#e9ecf2',
  selected: '#eef2ff',
  line: '#e9ebef',
  'line-2': '#d8dce3',
  t1: '#181b22',
  t2: '#4f5765',
  t3: '#6b7280',
  brand: '#3651e6',
  'brand-h': '#2a43cc',
  'brand-bg': '#eef2ff',
  'brand-line': '#c9d3ff',
  'on-brand': '#ffffff',
  /** Behind the mark of the product, the same in both themes. */
  mark: '#3651e6',
  /** Filled controls. */
  primary: '#3651e6',
  ok: '#0f7b4f',
  'ok-bg': '#e6f6ee',
  warn: '#96590a',
  'warn-bg': '#fdf3e0',
  bad: '#c42b2f',
  'bad-bg': '#fdecec',
  info: '#1b66c9',
  'info-bg': '#e8f1fd',
  violet: '#6d3fc4',
  'violet-bg': '#f2ecfd',
  'grey-bg': '#f0f2f5',
  bar: '#1b1e26',
  'on-bar': '#f4f5f7',
  'bar-line': '#3b404c',
  scrim: 'rgba(15, 18, 26, 0.36)',
  'sh-1': '0 1px 2px rgba(16, 20, 30, 0.05)',
  'sh-2': '0 2px 6px rgba(16, 20, 30, 0.08)',
  'sh-3': '0 8px 28px rgba(16, 20, 30, 0.16), 0 1px 3px rgba(16, 20, 30, 0.08)',
};

export type Tokens = typeof light;

const dark: Tokens = {
  bg: '#0e1014',
  canvas: '#101216',
  surface: '#15171c',
  'surface-2': '#191c22',
  elev: '#1d2027',
  hover: '#1f232a',
  active: '#272c35',
  selected: '#1d2440',
  line: '#262a32',
  'line-2': '#363c47',
  t1: '#e9ebef',
  t2: '#b0b7c3',
  t3: '#8d95a3',
  brand: '#8a9dff',
  'brand-h': '#a3b2ff',
  'brand-bg': '#1f2747',
  'brand-line': '#37447d',
  'on-brand': '#0e1014',
  mark: '#3651e6',
  primary: '#6f86ff',
  ok: '#4cc38a',
  'ok-bg': '#13291f',
  warn: '#e0a84c',
  'warn-bg': '#2e2413',
  bad: '#ff7b7e',
  'bad-bg': '#351a1c',
  info: '#6fb0ff',
  'info-bg': '#15263c',
  violet: '#b79bff',
  'violet-bg': '#271f3d',
  'grey-bg': '#23272f',
  bar: '#2b303a',
  'on-bar': '#f4f5f7',
  'bar-line': '#474e5b',
  scrim: 'rgba(0, 0, 0, 0.56)',
  'sh-1': '0 1px 2px rgba(0, 0, 0, 0.4)',
  'sh-2': '0 2px 6px rgba(0, 0, 0, 0.45)',
  'sh-3': '0 10px 32px rgba(0, 0, 0, 0.6), 0 0 0 1px rgba(255, 255, 255, 0.05)',
};

/** Six hues for people and records without a picture: [tint, text] per theme, all AA on their tint. */
const avatarLight: [string, string][] = [
  ['#e4e9fb', '#3247b8'],
  ['#dff0e8', '#0f6b45'],
  ['#f6e6d8', '#8a4a12'],
  ['#f5e1e9', '#9c2456'],
  ['#ebe4f8', '#5f36ad'],
  ['#dcedf0', '#0f6374'],
];
const avatarDark: [string, string][] = [
  ['#262f57', '#b3c0ff'],
  ['#173628', '#7fdcae'],
  ['#3d2a17', '#f0bd85'],
  ['#431d2d', '#ff9fc0'],
  ['#32254f', '#cbb6ff'],
  ['#163740', '#85d6e6'],
];

export const tokens: Record<Theme, Tokens> = { light, dark };

export const fontStack =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Inter, Roboto, "PingFang SC", "HarmonyOS Sans SC", ' +
  '"MiSans", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

function block(theme: Theme): string {
  const pairs = Object.entries(tokens[theme]).map(([name, value]) => `--${name}:${value}`);
  const avatars = (theme === 'light' ? avatarLight : avatarDark).flatMap(([tint, text], i) => [
    `--av${i}:${tint}`,
    `--av${i}-t:${text}`,
  ]);
  return [`color-scheme:${theme}`, ...pairs, ...avatars].join(';');
}

/** The CSS custom properties for both themes, as the build puts them in the head of index.html. */
export function tokenCss(): string {
  return `:root{${block('light')}}:root[data-theme=dark]{${block('dark')}}`;
}
