/** Files of any kind. */
import { Paperclip } from 'lucide-react';
import { fileKind } from '../shared/fileKind';

export const attachment = fileKind(Paperclip, false);
