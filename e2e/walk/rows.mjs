/** The rows of the record platform, each with what an administrator and a salesperson do there. */
import { records } from './records.mjs';
import { exchange } from './exchange.mjs';
import { own } from './own.mjs';
import { trust } from './trust.mjs';

export const ROWS = { ...records, ...exchange, ...trust, ...own };
