/**
 * Shows rich text. The server has cleaned it; here it is built once more, tag by tag, out of what the editor can make, so
 * that nothing else could come on the page even if it were stored.
 */
import { createElement, Fragment, useMemo, type ReactNode } from 'react';
import css from './rich.module.css';

const KEPT = new Set(['p', 'br', 'h1', 'h2', 'h3', 'ul', 'ol', 'li', 'strong', 'b', 'em', 'i', 'u', 's', 'del', 'a', 'blockquote', 'pre', 'code', 'hr', 'sub', 'sup', 'mark']);
const EMPTY = new Set(['br', 'hr']);

/** Where a link leads, if it may. */
export function linkOf(address: string): string | undefined {
  try {
    const url = new URL(address);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function built(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.tagName.toLowerCase();
  if (['script', 'style', 'template', 'iframe', 'svg', 'math'].includes(tag)) return null;
  const inside = [...node.childNodes].map(built);
  if (!KEPT.has(tag)) return <Fragment key={key}>{inside}</Fragment>;
  if (EMPTY.has(tag)) return createElement(tag, { key });
  if (tag === 'a') {
    return (
      <a key={key} href={linkOf(node.getAttribute('href') ?? '')} target="_blank" rel="noopener noreferrer nofollow" onClick={(event) => event.stopPropagation()}>
        {inside}
      </a>
    );
  }
  // A heading in a field stands below those of the page.
  const shown = { h1: 'h3', h2: 'h4', h3: 'h5' }[tag] ?? tag;
  const start = tag === 'ol' ? Number(node.getAttribute('start')) || undefined : undefined;
  return createElement(shown, { key, start }, ...inside);
}

export default function Rich({ html }: { html: string }) {
  const shown = useMemo(() => [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map(built), [html]);
  return <div className={css.rich}>{shown}</div>;
}
