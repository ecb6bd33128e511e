/** Upgrade of the pack: what is new, taken item by item or all at once; what administrators changed is kept and listed. */
import { useState } from 'react';
import { Button, Checkbox } from 'antd';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PackageCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { Notice } from '@/ui/Notice';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import { useTitle } from '@/ui/useTitle';
import { KINDS, packQuery, upgradePack, type PackItem, type PackState } from './api';
import css from './Pack.module.css';

export function Pack() {
  const { t } = useTranslation();
  useTitle(t('pack.title'));
  const query = useQuery(packQuery);
  const pack = query.data;
  return (
    <Sheet title={t('pack.title')} busy={query.isFetching && !query.isPending}>
      {query.isError && !pack ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !pack ? (
        <Bars rows={8} />
      ) : (
        <Standing pack={pack} />
      )}
    </Sheet>
  );
}

function Standing({ pack }: { pack: PackState }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const offered = pack.items.filter((item) => item.state === 'offered');
  const kept = pack.items.filter((item) => item.state === 'kept');
  const upgrade = useMutation({
    mutationFn: upgradePack,
    onSuccess: (after) => {
      const left = after.items.filter((item) => item.state === 'offered').length;
      queryClient.setQueryData(packQuery.queryKey, after);
      setChosen(new Set());
      toast({ text: t('pack.taken', { count: offered.length - left }) });
      // Objects, roles and views are others now, wherever they are shown.
      void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'pack' });
    },
  });
  const choose = (ids: string[], on: boolean) => {
    const next = new Set(chosen);
    ids.forEach((id) => (on ? next.add(id) : next.delete(id)));
    setChosen(next);
  };
  const version = pack.installed || t('pack.unknown');
  return (
    <div className={css.page}>
      <div className={css.head}>
        <div>
          <h2 className={css.title}>{pack.label}</h2>
          <p className={css.hint}>{pack.installed === pack.offered ? t('pack.version', { version }) : t('pack.versions', { version, offered: pack.offered })}</p>
        </div>
        {offered.length > 0 && (
          <div className={css.buttons}>
            <Button disabled={chosen.size === 0 || upgrade.isPending} onClick={() => upgrade.mutate([...chosen])}>
              {t('pack.takeChosen', { count: chosen.size })}
            </Button>
            <Button type="primary" loading={upgrade.isPending} onClick={() => upgrade.mutate(undefined)}>
              {t('pack.takeAll', { count: offered.length })}
            </Button>
          </div>
        )}
      </div>
      {upgrade.error && (
        <Notice tone="bad" alert title={t('pack.refused')}>
          {reasonOf(upgrade.error, t)}
        </Notice>
      )}
      {offered.length === 0 ? (
        <StateView icon={PackageCheck} tone="grey" title={t('pack.nothing')} hint={t('pack.nothingHint')} />
      ) : (
        <>
          <p className={css.hint}>{t('pack.hint')}</p>
          {KINDS.map((kind) => (
            <Group key={kind} kind={kind} items={offered.filter((item) => item.kind === kind)} chosen={chosen} onChoose={choose} />
          ))}
        </>
      )}
      {kept.length > 0 && (
        <section>
          <h3 className={css.kind}>{t('pack.kept')}</h3>
          <p className={css.hint}>{t('pack.keptHint')}</p>
          <ul className={css.list}>
            {kept.map((item) => (
              <li key={item.id} className={css.row}>
                <What item={item} />
                <Tag tone="grey">{t(`pack.kinds.${item.kind}`)}</Tag>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface GroupProps {
  kind: PackItem['kind'];
  items: PackItem[];
  chosen: ReadonlySet<string>;
  onChoose: (ids: string[], on: boolean) => void;
}

function Group({ kind, items, chosen, onChoose }: GroupProps) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  const ids = items.map((item) => item.id);
  const count = ids.filter((id) => chosen.has(id)).length;
  return (
    <section>
      <h3 className={css.kind}>
        <Checkbox checked={count === ids.length} indeterminate={count > 0 && count < ids.length} onChange={(event) => onChoose(ids, event.target.checked)}>
          {t(`pack.kinds.${kind}`)} · {items.length}
        </Checkbox>
      </h3>
      <ul className={css.list}>
        {items.map((item) => (
          <li key={item.id} className={css.row}>
            <Checkbox className={css.choice} checked={chosen.has(item.id)} onChange={(event) => onChoose([item.id], event.target.checked)}>
              <What item={item} />
            </Checkbox>
          </li>
        ))}
      </ul>
    </section>
  );
}

function What({ item }: { item: PackItem }) {
  const { t } = useTranslation();
  const words = item.kind === 'grant' ? 'scope' : item.kind === 'right' || item.kind === 'outcome' ? item.kind : null;
  const word = (text: string) => (words ? t(`pack.${words}.${text}` as 'pack.right.read', { defaultValue: text }) : text);
  const change = item.now !== null && item.new !== null ? `${word(item.now)} → ${word(item.new)}` : words ? word(item.new ?? '') : null;
  return (
    <span className={css.what}>
      <span>
        {item.path.length > 0 && <span className={css.path}>{item.path.join(' / ')} / </span>}
        {item.label}
      </span>
      {change && <span className={css.change}>{change}</span>}
    </span>
  );
}
