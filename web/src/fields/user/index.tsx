/** A colleague. */
import { UserRound } from 'lucide-react';
import { referenceKind } from '../shared/referenceKind';

export const user = referenceKind(UserRound, 'person');
