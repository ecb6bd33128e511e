/** The signed-in person's zone and currency, for code that is not a component (formatting). */
import type { Me, RecordData } from './types';

export interface Caller {
  id: string;
  zone: string;
  /** The zone of the company, whose days make groups. */
  companyZone: string;
  currency: string;
}

let caller: Caller = { id: '', zone: 'Asia/Shanghai', companyZone: 'Asia/Shanghai', currency: 'CNY' };

export const getCaller = (): Caller => caller;

/** Whose change it is, when somebody else's. */
export const changerOf = ({ updated_by: by }: RecordData): string | null => (by && by.id !== caller.id ? by.name : null);

export function setCaller(me: Me): void {
  caller = { id: me.id, zone: me.zone || me.company.zone, companyZone: me.company.zone, currency: me.company.currency };
}
