/** Phone numbers: grouped for reading, dialled by a tap. */
import { Phone } from 'lucide-react';
import { formatPhone, looksLikePhone, telLink } from '../format/phone';
import { Dash, Line } from '../shared/show';
import { textKind, textOf } from '../shared/textKind';
import { isEmpty } from '../types';
import css from '../shared/show.module.css';

export const phone = textKind(Phone, {
  width: 148,
  Cell: ({ value }) => (isEmpty(value) ? <Dash /> : <Line>{formatPhone(textOf(value))}</Line>),
  View: ({ value }) =>
    isEmpty(value) ? (
      <Dash />
    ) : (
      <a className={css.link} href={telLink(textOf(value))} onClick={(event) => event.stopPropagation()}>
        {formatPhone(textOf(value))}
      </a>
    ),
  format: (value) => formatPhone(textOf(value)),
  check: (text) => (looksLikePhone(text) ? null : { code: 'phone' }),
  input: { inputMode: 'tel' },
});
