/** The navigation as the company arranges it, for everyone or for a role, beside what people then see. */
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { arrangementOf, ownOf, withAllGroups } from '@/features/favourites/arrange';
import { later } from '@/ui/later';
import { Arranged } from './Arranged';
import { NavigationPreview } from './NavigationPreview';

// What rows are dragged with comes in a file of its own.
const NavigationEditor = later(async () => (await import('@/features/favourites/NavigationEditor')).NavigationEditor);

export function NavigationPage() {
  const { t } = useTranslation();
  const objects = useObjects();
  return (
    <Arranged
      part="navigation"
      title={t('navigation.title')}
      hint={t('navigation.hint')}
      texts={{ usualAll: t('navigation.usualAll'), ownAll: t('navigation.ownAll'), saved: t('navigation.saved') }}
      // An order of a role's own takes the place of everyone's.
      draftOf={(stored) => withAllGroups(arrangementOf(objects, null, stored))}
      keptOf={(draft, usual) => ownOf(objects, draft, usual)}
      preview={(draft) => <NavigationPreview draft={draft} />}
    >
      {(draft, put) => <NavigationEditor draft={draft} onChange={put} />}
    </Arranged>
  );
}
