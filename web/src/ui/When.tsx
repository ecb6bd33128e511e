/** A moment in words ("3 days ago"), the exact time on hover and for machines. */
import { useFormatContext } from '@/fields/context';
import { absolute, relative } from '@/fields/format/date';

export function When({ at }: { at: string }) {
  const context = useFormatContext();
  return (
    <time dateTime={at} title={absolute(at, context.zone)}>
      {relative(at, context)}
    </time>
  );
}
