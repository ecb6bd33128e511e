/** /help */
export { Help as Page } from '@/features/help/Help';
