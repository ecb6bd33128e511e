/** The pictures of the ways to compute a field; the kind of what they give has one of its own. */
import { Link2, Sigma, SquareFunction } from 'lucide-react';

export const COMPUTED_ICONS = { formula: SquareFunction, lookup: Link2, rollup: Sigma };
