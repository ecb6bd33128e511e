/** Any number out of a fixed list. */
import { ListChecks } from 'lucide-react';
import { OptionsFilter } from '../shared/filters';
import { listKind } from '../shared/listKind';

export const multi_choice = listKind(ListChecks, 'multiple', OptionsFilter);
