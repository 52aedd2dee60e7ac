import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../../translation/ref';
import { formatTime } from '../../format/formatTime';
import { useLanguage } from '../../format/useLanguage';

/** State of a rollout with steps: what it waits for, and since when. */
export function RolloutState({ workload }: { workload: Workload }) {
  const { rollout, revisions } = workload;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const language = useLanguage();
  const timeOf = (time: string | undefined) =>
    time === undefined ? undefined : formatTime(time, language);
  const versionOf = (name: string | undefined) =>
    revisions.find(revision => revision.name === name)?.version?.value ??
    t('unknownVersion');
  const since = timeOf(rollout.since);
  const text = () => {
    switch (rollout.state) {
      case 'waiting':
        if (rollout.waitsFor === 'time') {
          return t('rollout.pausedUntil', {
            time: timeOf(rollout.until) ?? '',
          });
        }
        if (rollout.waitsFor === 'analysis')
          return t('rollout.waitingForAnalysis');
        return since
          ? t('rollout.waitingForApprovalSince', { time: since })
          : t('rollout.waitingForApproval');
      case 'aborted':
        return t('rollout.aborted', {
          stable: versionOf(rollout.stable),
          desired: versionOf(rollout.desired),
        });
      case 'failed':
        return t('rollout.failed', { message: rollout.message ?? '' });
      case 'progressing':
        return t('rollout.progressing');
      default:
        return undefined;
    }
  };
  const description = text();
  if (description === undefined) return null;
  return (
    <Typography variant="body2" role="status">
      <strong>{t(`rollout.strategy.${rollout.strategy}`)}</strong> –{' '}
      {description}
    </Typography>
  );
}
