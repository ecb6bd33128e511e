/** A record of another object. */
import { Link2 } from 'lucide-react';
import { referenceKind } from '../shared/referenceKind';

export const reference = referenceKind(Link2, 'link');
