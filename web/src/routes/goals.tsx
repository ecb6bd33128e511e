/** /goals: how far this person is, and those whom they lead. */
export { GoalsPage as Page } from '@/features/goals/GoalsPage';
