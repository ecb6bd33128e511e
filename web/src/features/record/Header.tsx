/** The head of a record: where one is, what it is called, how it stands, what to do next. */
import { useState, type ReactNode } from 'react';
import { Button } from 'antd';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { ChevronDown, ChevronLeft, ChevronUp, Ellipsis, Eye, Link2, PencilLine, Phone, Trash2, UserRoundPen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '@/api/names';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { telLink } from '@/fields/format/phone';
import { kindOf } from '@/fields/registry';
import { isEmpty } from '@/fields/types';
import { Avatar } from '@/ui/Avatar';
import { Dropdown, type MenuItem } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { useIsPhone } from '@/ui/media';
import { toast } from '@/ui/toast';
import { Star } from '@/features/favourites/Star';
import { useKeys } from '@/ui/useKeys';
import { FollowButton } from '../talk/parts';
import { totalText } from '../list/total';
import { Facts } from './Facts';
import { asDeep, stepsBack } from './search';
import { useNeighbours } from './useNeighbours';
import css from './Header.module.css';

const TransferDialog = later(() => import('../sharing/TransferDialog').then((module) => module.TransferDialog));
const AccessDialog = later(() => import('../sharing/AccessDialog').then((module) => module.AccessDialog));

export interface HeaderProps {
  meta: ObjectMeta;
  record: RecordData;
  stage: Field | undefined;
  canDelete: boolean;
  canTransfer: boolean;
  onFollowUp?: () => void;
  onDelete: () => void;
  /** Who else is here. */
  children?: ReactNode;
}

/** The first phone number of the record, for the call button. */
export function phoneOf(meta: ObjectMeta, record: RecordData): string | null {
  for (const field of meta.fields) {
    const value = record[field.name];
    if (field.kind === 'phone' && field.access !== 'masked' && typeof value === 'string' && value) return value;
  }
  return null;
}

export function Crumbs({ meta, record }: { meta: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const phone = useIsPhone();
  const steps = useLocation({ select: ({ state }) => stepsBack(state) });
  const near = useNeighbours(meta.name, record.id);
  const go = (id: string | undefined) => {
    if (id) void navigate({ to: '/o/$object/$id', params: { object: meta.name, id }, search: {} as never, replace: true, state: asDeep });
  };
  useKeys({ j: near?.next ? () => go(near.next) : undefined, k: near?.previous ? () => go(near.previous) : undefined });
  const back = () => {
    // The tabs that were opened here are steps of their own.
    if (near && window.history.length > steps) window.history.go(-steps);
    else void navigate({ to: '/o/$object', params: { object: meta.name }, search: {} as never });
  };
  return (
    <div className={css.crumbs}>
      <IconButton label={t('record.backTo', { name: meta.plural })} size={phone ? 'touch' : 'normal'} onClick={back}>
        <ChevronLeft size={18} aria-hidden />
      </IconButton>
      <Link to="/o/$object" params={{ object: meta.name }} search={{}} className={css.crumb}>
        {meta.plural}
      </Link>
      {!phone && (
        <>
          <span className={css.slash} aria-hidden>
            /
          </span>
          <span className={css.here}>{nameOf(record, meta.name_field)}</span>
        </>
      )}
      {near && (
        <span className={css.near}>
          <span>
            {near.position}
            {near.total && ` / ${totalText(near.total)}`}
          </span>
          <IconButton size="small" label={t('record.previous')} disabled={!near.previous} onClick={() => go(near.previous)}>
            <ChevronUp size={16} aria-hidden />
          </IconButton>
          <IconButton size="small" label={t('record.next')} disabled={!near.next} onClick={() => go(near.next)}>
            <ChevronDown size={16} aria-hidden />
          </IconButton>
        </span>
      )}
    </div>
  );
}

export function Header({ meta, record, stage, canDelete, canTransfer, onFollowUp, onDelete, children }: HeaderProps) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'transfer' | 'access' | null>(null);
  const close = () => setDialog(null);
  useKeys({ f: onFollowUp });
  const phone = useIsPhone();
  const name = nameOf(record, meta.name_field);
  const number = phoneOf(meta, record);
  const Stage = stage && !isEmpty(record[stage.name]) ? kindOf(stage).Cell : null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      toast({ text: t('record.linkCopied') });
    } catch {
      toast({ text: window.location.href, seconds: 12 });
    }
  };
  const items: MenuItem[] = [
    { key: 'link', icon: <Link2 size={15} />, label: t('record.copyLink'), onClick: () => void copy() },
  ];
  if (meta.owned) items.push({ key: 'access', icon: <Eye size={15} />, label: t('sharing.whoSees'), onClick: () => setDialog('access') });
  if (canTransfer) items.push({ key: 'transfer', icon: <UserRoundPen size={15} />, label: t('sharing.transfer'), onClick: () => setDialog('transfer') });
  if (canDelete) {
    items.push({ type: 'divider' }, { key: 'delete', danger: true, icon: <Trash2 size={15} />, label: t('common.delete'), onClick: onDelete });
  }
  return (
    <header className={css.header}>
      <div className={css.top}>
        <Avatar name={name} seed={record.id} size={40} square />
        <h1 className={css.name}>{name}</h1>
        {!record.deleted_at && <Star object={meta.name} id={record.id} />}
        {!record.deleted_at && meta.timeline && <FollowButton object={meta.name} id={record.id} />}
        {Stage && stage && (
          <span className={css.stage}>
            <Stage field={stage} value={record[stage.name] as FieldValue} record={record} look="status" />
          </span>
        )}
        <div className={css.actions}>
          {children}
          {number && !phone && (
            <Button icon={<Phone size={15} strokeWidth={1.75} aria-hidden />} href={telLink(number)}>
              {t('record.call')}
            </Button>
          )}
          {onFollowUp && !phone && (
            <Button type="primary" icon={<PencilLine size={15} strokeWidth={1.75} aria-hidden />} onClick={onFollowUp}>
              {t('timeline.write')}
            </Button>
          )}
          <Dropdown menu={{ items }} placement="bottomRight">
            <Button icon={<Ellipsis size={16} aria-hidden />} aria-label={t('common.more')} />
          </Dropdown>
        </div>
      </div>
      <Facts meta={meta} record={record} />
      {dialog === 'transfer' && <TransferDialog meta={meta} record={record} onClose={close} />}
      {dialog === 'access' && <AccessDialog meta={meta} id={record.id} onClose={close} />}
    </header>
  );
}
