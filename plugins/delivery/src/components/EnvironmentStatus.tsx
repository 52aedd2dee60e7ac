import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  formatShare,
  isWholeShare,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ChangeInEnvironment,
  DeployState,
} from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import WarningIcon from '@material-ui/icons/Warning';
import { Age } from './Age';
import { OutcomeIcon } from './OutcomeIcon';
import type { Outcome } from './OutcomeIcon';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    head: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) },
    secondary: { color: theme.palette.text.secondary },
    contradiction: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      color: theme.palette.status.warning,
    },
  }),
  { name: 'FairwayEnvironmentStatus' },
);

const outcomes: Record<DeployState, Outcome> = {
  deploying: 'running',
  deployed: 'succeeded',
  'rolled-back': 'aborted',
  failed: 'failed',
  'not-deployed': 'skipped',
  unknown: 'queued',
};

/** State of a change in one environment: since when, with which commit and, on hover, how this is known. */
export function EnvironmentStatus({ status }: { status: ChangeInEnvironment }) {
  const { state, share, servingInstead, deployedAt, replacedAt } = status;
  const { containedIn, how, contradiction } = status;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const time = state === 'rolled-back' ? replacedAt : deployedAt;
  const word = t(`changes.environment.${state}`);
  const text = () => {
    if (state === 'deployed' && share === 0) return t('changes.deployedIdle');
    const percent = formatShare(share);
    return share > 0 && !isWholeShare(share)
      ? t('changes.servingShare', { state: word, percent })
      : word;
  };
  return (
    <div>
      <div
        className={classes.head}
        title={how && t(`changes.matchedBy.${how}`)}
      >
        <OutcomeIcon outcome={outcomes[state]} />
        <Typography variant="body2" component="span">
          {text()}
        </Typography>
        {time && (
          <Typography
            variant="caption"
            component="span"
            className={classes.secondary}
          >
            <Age time={time} />
          </Typography>
        )}
      </div>
      {servingInstead && (
        <Typography
          variant="caption"
          component="div"
          className={classes.secondary}
        >
          {t('changes.servingInstead', { version: servingInstead })}
        </Typography>
      )}
      {containedIn && (
        <Typography
          variant="caption"
          component="div"
          className={classes.secondary}
        >
          {t('changes.includedIn', { commit: containedIn.slice(0, 7) })}
        </Typography>
      )}
      {contradiction && (
        <Typography
          variant="caption"
          component="div"
          className={classes.contradiction}
        >
          <WarningIcon fontSize="inherit" aria-hidden />
          {problemText(contradiction)}
        </Typography>
      )}
    </div>
  );
}
