/** What of comments and notices stands on other pages: fetched with its texts when it is first shown. */
import type { ComponentType } from 'react';
import { loadTexts } from '@/i18n/texts';
import { later } from '@/ui/later';

const talk = <P extends object>(load: () => Promise<ComponentType<P>>) => later(async () => (await Promise.all([load(), loadTexts(['talk'])]))[0]);

export const CommentComposer = talk(async () => (await import('./CommentComposer')).CommentComposer);
export const CommentCard = talk(async () => (await import('./CommentCard')).CommentCard);
export const FollowButton = talk(async () => (await import('./FollowButton')).FollowButton);
