import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { usePipelinesPath } from '../pipelines/usePipelinesPath';
import { deliveryTranslationRef } from '../translation/ref';
import { useCodedText } from '../format/useCodedText';
import type { ActionHandle } from './useAction';
import { useRefusalText } from './useRefusalText';

/** State of the last action, with a link to the run that it started. */
export function ActionStatus({ action }: { action: ActionHandle }) {
  const { record, followProblem, retry } = action;
  const path = usePipelinesPath();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const outcomeText = useCodedText('outcome');
  const refusalText = useRefusalText();
  if (!record) return null;
  const { outcome, refusals } = record;
  const details = [
    ...refusals.map(refusalText),
    ...(outcome ? [outcomeText(outcome)] : []),
  ];
  const isBad = ['failed', 'rejected', 'unknown'].includes(record.state);
  return (
    <div>
      <Typography
        variant="caption"
        role="status"
        color={isBad ? 'error' : 'textSecondary'}
      >
        {t(`pipelines.action.${record.state}`)}
        {details.length > 0 &&
          `${t('labelSeparator')}${details.join(' · ')}`}{' '}
        {record.runId && (
          <Link to={`${path}/runs/${record.runId}`}>
            {t('pipelines.openRun')}
          </Link>
        )}
      </Typography>
      {followProblem && (
        <Typography variant="caption" role="alert" color="error">
          {followProblem.reason === 'timeout'
            ? t('pipelines.action.timeout')
            : t('pipelines.action.unreadable', {
                message: problemText(followProblem.problem),
              })}{' '}
          <Button size="small" onClick={retry}>
            {t('retry')}
          </Button>
        </Typography>
      )}
    </div>
  );
}
