/** Who stands above whom, drawn: contacts of an account with their part in the decision, or the companies of a group. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/queries';
import { nameOf } from '@/api/names';
import type { Field, FieldValue, FilterTest, ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { formatValue } from '@/fields/registry';
import { Bars, ErrorState } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import type { Tone } from '@/ui/tokens';
import { MOST, recordsOf, treeOf, type Node } from './tree';
import css from './RelationMap.module.css';

export interface RelationMapProps {
  title: string;
  object: ObjectMeta;
  /** The reference to its own kind. */
  ladder: Field;
  filter: FilterTest;
  /** What stands below those that meet the filter belongs to the picture, too. */
  below: boolean;
  onClose: () => void;
}

/** Up to two choices, shown as labels, and one fact in words. */
function factsOf(object: ObjectMeta, ladder: Field): { labels: Field[]; fact: Field | undefined } {
  const choices = object.fields.filter((field) => field.kind === 'choice' && field.options?.some((option) => option.color));
  const labels = [...choices].sort((a, b) => Number(b.name === object.stage_field) - Number(a.name === object.stage_field)).slice(0, 2);
  const fact = object.fields.find((field) => field.name !== object.name_field && field.name !== ladder.name && field.kind === 'text');
  return { labels, fact };
}

function Card({ node, object, labels, fact, onClose }: { node: Node; object: ObjectMeta; labels: Field[]; fact: Field | undefined; onClose: () => void }) {
  const context = useFormatContext();
  const line = fact && formatValue(node.record[fact.name] as FieldValue, fact, context);
  const tags = labels.flatMap((field) => field.options?.filter((option) => option.name === node.record[field.name]) ?? []);
  return (
    <Link to="/o/$object/$id" params={{ object: object.name, id: node.record.id }} search={{}} className={css.card} data-tone={tags[1]?.color ?? tags[0]?.color ?? undefined} onClick={onClose}>
      <strong>{nameOf(node.record, object.name_field)}</strong>
      {line && <span className={css.line}>{line}</span>}
      {tags.length > 0 && (
        <span className={css.tags}>
          {tags.map((tag) => (
            <Tag key={tag.name} tone={(tag.color ?? 'grey') as Tone}>
              {tag.label}
            </Tag>
          ))}
        </span>
      )}
    </Link>
  );
}

function Level({ nodes, draw }: { nodes: Node[]; draw: (node: Node) => React.ReactNode }) {
  return (
    <ul className={css.level}>
      {nodes.map((node) => (
        <li key={node.record.id}>
          {draw(node)}
          {node.below.length > 0 && <Level nodes={node.below} draw={draw} />}
        </li>
      ))}
    </ul>
  );
}

export function RelationMap({ title, object, ladder, filter, below, onClose }: RelationMapProps) {
  const { t } = useTranslation();
  const { labels, fact } = factsOf(object, ladder);
  const fields = [object.name_field, ladder.name, ...labels.map((field) => field.name), ...(fact ? [fact.name] : [])];
  const query = useQuery({
    queryKey: [...keys.related(object.name), 'map', filter, fields],
    queryFn: ({ signal }) => recordsOf(object, ladder, filter, fields, below, signal),
  });
  return (
    <Modal open title={title} width="min(1120px, calc(100vw - 32px))" footer={null} onCancel={onClose}>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <div className={css.map} tabIndex={0} role="group" aria-label={title}>
          <Level nodes={treeOf(query.data.records, ladder)} draw={(node) => <Card node={node} object={object} labels={labels} fact={fact} onClose={onClose} />} />
        </div>
      ) : (
        <Bars rows={4} />
      )}
      <p className={css.hint}>{query.data?.cut ? t('record.mapCut', { count: MOST }) : t('record.mapHint', { field: ladder.label })}</p>
    </Modal>
  );
}
