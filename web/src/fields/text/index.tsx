/** One line of text. */
import { Type } from 'lucide-react';
import { textKind } from '../shared/textKind';

export const text = textKind(Type, { width: 180 });
