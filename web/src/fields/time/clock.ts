/** Times of day in their one form: `09:30`, or `09:30:15` where the seconds count. */

/** As people write them: `9:30`, `930`, `2:30 pm`, `下午2:30`, `14点30分`, full width. Null when it is none. */
export function parseClock(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .toLowerCase();
  const late = /^(\u4e0b\u5348|\u665a\u4e0a)|pm$/.test(plain);
  const early = /^(\u4e0a\u5348|\u65e9\u4e0a)|am$/.test(plain);
  const bare = plain
    .replace(/^(\u4e0b\u5348|\u665a\u4e0a|\u4e0a\u5348|\u65e9\u4e0a)|(am|pm)$/g, '')
    .replace(/[\u70b9\u65f6]/, ':')
    .replace('\u534a', '30')
    .replace(/\u5206/, ':')
    .replace(/\u79d2/, '')
    .replace(/:$/, (end) => (plain.includes('\u5206') ? '' : `${end}00`));
  const parts = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?$/.exec(bare) ?? /^(\d{1,2})(\d{2})$/.exec(bare);
  if (!parts) return null;
  let hour = Number(parts[1]);
  const [minute, second] = [Number(parts[2]), Number(parts[3] ?? 0)];
  if (late && hour >= 1 && hour < 12) hour += 12;
  if (early && hour === 12) hour = 0;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(hour)}:${two(minute)}${second ? `:${two(second)}` : ''}`;
}
