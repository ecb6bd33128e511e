/** The manual in the page: contents at the left, what is looked for on top, one section after the other. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '@/i18n';
import { SearchBox } from '@/ui/SearchBox';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { useTitle } from '@/ui/useTitle';
import { finding, manualQuery, type Section } from './sections';
import css from './Help.module.css';

function Contents({ sections }: { sections: Section[] }) {
  const { t } = useTranslation();
  return (
    <nav className={css.contents} aria-label={t('help.contents')}>
      {sections.map(({ id, level, title }) => (
        <Link key={id} to="/help" hash={id} className={css.entry} data-level={level} activeOptions={{ includeHash: true }}>
          {title}
        </Link>
      ))}
    </nav>
  );
}

function Part({ section }: { section: Section }) {
  const Title = section.level === 2 ? 'h2' : 'h3';
  return (
    <section id={section.id} aria-labelledby={`${section.id}-title`} className={css.part}>
      <Title id={`${section.id}-title`} tabIndex={-1}>
        {section.title}
      </Title>
      {/* Made from our own docs/manual when the page was built; nothing of anybody's is in it. */}
      <div dangerouslySetInnerHTML={{ __html: section.html }} />
    </section>
  );
}

export function Help() {
  const { t } = useTranslation();
  useTitle(t('help.title'));
  const { hash } = useLocation();
  const [words, setWords] = useState('');
  const query = useQuery(manualQuery(currentLocale()));
  const sections = useMemo(() => finding(query.data ?? [], words), [query.data, words]);
  const ready = query.isSuccess;
  const wanted = useRef('');
  useEffect(() => {
    wanted.current = hash;
    setWords('');
  }, [hash]);
  useEffect(() => {
    // Once all sections stand there, the title takes the focus, so that keyboard and screen reader go on from it.
    const title = wanted.current && ready && words === '' ? document.getElementById(`${wanted.current}-title`) : null;
    if (!title) return;
    wanted.current = '';
    title.scrollIntoView({ block: 'start' });
    title.focus({ preventScroll: true });
  }, [ready, hash, words]);
  return (
    <Sheet title={t('help.title')} actions={<SearchBox label={t('help.find')} value={words} onChange={setWords} />}>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Bars rows={8} />}
      {ready && sections.length === 0 && <StateView icon={SearchX} tone="grey" title={t('help.none', { words })} hint={t('help.noneHint')} />}
      {sections.length > 0 && (
        <div className={css.page}>
          <Contents sections={sections} />
          <article className={css.text}>
            {sections.map((section) => (
              <Part key={section.id} section={section} />
            ))}
          </article>
        </div>
      )}
    </Sheet>
  );
}
