/** A day, the same in every zone. */
import { Calendar } from 'lucide-react';
import { dateKind } from '../shared/dateKind';

export const date = dateKind(Calendar, false);
