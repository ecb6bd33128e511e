/** E-mail addresses; the server has the last word on what is one. */
import { Mail } from 'lucide-react';
import { Dash } from '../shared/show';
import { textKind, textOf } from '../shared/textKind';
import { isEmpty } from '../types';
import css from '../shared/show.module.css';

export const email = textKind(Mail, {
  width: 200,
  View: ({ value }) =>
    isEmpty(value) ? (
      <Dash />
    ) : (
      <a className={css.link} href={`mailto:${textOf(value)}`} onClick={(event) => event.stopPropagation()}>
        {textOf(value)}
      </a>
    ),
  check: (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text) ? null : { code: 'email' }),
  input: { inputMode: 'email' },
});
