/** Unified social credit code: checked while it is typed. */
import { Stamp } from 'lucide-react';
import { compact, creditCodeFault } from '../format/identity';
import { parseText, textEditor, textKind } from '../shared/textKind';
import type { FieldKind } from '../types';

const parse: FieldKind['parse'] = (text) => parseText(compact(text), undefined, creditCodeFault);

export const credit_code = textKind(Stamp, { width: 186, parse, Editor: textEditor(parse) });
