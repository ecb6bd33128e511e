/** Identity number of a resident: checked while it is typed, grouped for reading. */
import { IdCard } from 'lucide-react';
import { compact, groupIdCard, idCardFault } from '../format/identity';
import { Dash, Line } from '../shared/show';
import { parseText, textEditor, textKind, textOf } from '../shared/textKind';
import { isEmpty, type FieldKind } from '../types';

const parse: FieldKind['parse'] = (text) => parseText(compact(text), undefined, idCardFault);
const Show: FieldKind['Cell'] = ({ value }) => (isEmpty(value) ? <Dash /> : <Line>{groupIdCard(textOf(value))}</Line>);

export const id_card = textKind(IdCard, { width: 186, parse, Cell: Show, View: Show, Editor: textEditor(parse) });
