import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunChange } from '@fairway/backstage-plugin-delivery-common';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import { CommitLine } from './CommitLine';

/** Commits that a run was the first to build. */
export function ChangeList({ changes }: { changes: RunChange[] }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  if (!changes.length)
    return <Typography>{t('pipelines.noChanges')}</Typography>;
  return (
    <ul>
      {changes.map(change => (
        <li key={change.hash}>
          <CommitLine commit={change} />
          <Typography variant="caption" component="div" color="textSecondary">
            {change.files.join(', ')}
          </Typography>
        </li>
      ))}
    </ul>
  );
}
