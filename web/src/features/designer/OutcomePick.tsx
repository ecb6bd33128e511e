/** What has become of a record that has the option: still open, closed with success, or without. */
import { Check, Circle, CircleCheck, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '@/api/types';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';

const ICONS = { open: Circle, success: CircleCheck, failure: CircleX } as const;
const OUTCOMES = Object.keys(ICONS) as Outcome[];

export function OutcomePick({ value, onChange, label }: { value: Outcome; onChange: (outcome: Outcome) => void; label: string }) {
  const { t } = useTranslation();
  const Icon = ICONS[value];
  const items = OUTCOMES.map((outcome) => {
    const Mark = ICONS[outcome];
    return {
      key: outcome,
      icon: <Mark size={15} />,
      label: t(`designer.outcome.${outcome}`),
      extra: outcome === value ? <Check size={14} aria-hidden /> : null,
      onClick: () => onChange(outcome),
    };
  });
  return (
    <Dropdown menu={{ selectedKeys: [value], items }}>
      <IconButton label={`${label}: ${t(`designer.outcome.${value}`)}`} data-outcome={value}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </Dropdown>
  );
}
