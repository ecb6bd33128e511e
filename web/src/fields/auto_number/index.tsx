/** A number that the server gives at save; nobody types it. */
import { ListOrdered } from 'lucide-react';
import { TextView, textKind } from '../shared/textKind';

export const auto_number = textKind(ListOrdered, { width: 140, Editor: TextView });
