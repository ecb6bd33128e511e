/** Web addresses. Only http and https become links: an address is other people's text. */
import { Globe } from 'lucide-react';
import { withFormat } from '../shared/rules';
import { Dash } from '../shared/show';
import { parseText, textEditor, textKind, textOf } from '../shared/textKind';
import { isEmpty, type FieldKind } from '../types';
import css from '../shared/show.module.css';

export function safeHref(text: string): string | null {
  try {
    const address = new URL(text);
    return address.protocol === 'http:' || address.protocol === 'https:' ? address.href : null;
  } catch {
    return null;
  }
}

/** People type "www.example.com"; what is stored is a whole address. */
const parse: FieldKind['parse'] = (text, field) => {
  const clean = text.trim();
  const whole = clean && !/^[a-z][a-z0-9+.-]*:/i.test(clean) ? `https://${clean}` : clean;
  return parseText(whole, field.max_length, (one) => {
    const href = safeHref(one);
    return href && /\.[^.\s]{2,}|localhost/.test(new URL(href).hostname) ? null : { code: 'url' };
  });
};

const short = (text: string) => text.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');

export const url = textKind(Globe, {
  width: 180,
  parse,
  Editor: textEditor(withFormat(parse), textOf, { inputMode: 'url' }),
  View: ({ value }) => {
    if (isEmpty(value)) return <Dash />;
    const href = safeHref(textOf(value));
    if (!href) return <span className={css.text}>{textOf(value)}</span>;
    return (
      <a className={css.link} href={href} target="_blank" rel="noopener noreferrer" onClick={(event) => event.stopPropagation()}>
        {short(textOf(value))}
      </a>
    );
  },
});
