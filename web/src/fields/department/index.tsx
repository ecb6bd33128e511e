/** A department. */
import { Network } from 'lucide-react';
import { referenceKind } from '../shared/referenceKind';

export const department = referenceKind(Network, 'name');
