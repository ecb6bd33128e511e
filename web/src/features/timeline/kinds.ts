/** The picture of each way to be in touch. */
import { Mail, MapPin, MessageSquare, NotebookPen, Phone, UsersRound, type LucideIcon } from 'lucide-react';

const ICONS: Record<string, LucideIcon> = {
  call: Phone,
  visit: MapPin,
  email: Mail,
  chat: MessageSquare,
  meeting: UsersRound,
  note: NotebookPen,
};

export const activityIcon = (kind: string): LucideIcon => ICONS[kind] ?? NotebookPen;
