/** Pictures, shown small. */
import { Image } from 'lucide-react';
import { fileKind } from '../shared/fileKind';

export const image = fileKind(Image, true);
