/** The head of a page one level down: back to the list above, then the page's own title. */
import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import css from './PageBack.module.css';

export interface PageBackProps {
  to: '/import' | '/settings/objects' | '/settings/roles' | '/settings/goals';
  /** What one goes back to. */
  label: string;
  title: string;
}

export function PageBack({ to, label, title }: PageBackProps) {
  return (
    <div className={css.head}>
      <Link to={to} search={{}} className={css.back} aria-label={label} title={label}>
        <ChevronLeft size={18} strokeWidth={1.75} aria-hidden />
      </Link>
      <Link to={to} search={{}} className={css.crumb} tabIndex={-1} aria-hidden>
        {label}
      </Link>
      <span className={css.slash} aria-hidden>
        /
      </span>
      <h1 className={css.title}>{title}</h1>
    </div>
  );
}
