/** /announcements: what the company announces to this person. */
export { AnnouncementsPage as Page } from '@/features/announcements/AnnouncementsPage';
