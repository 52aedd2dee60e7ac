import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { runOutcome } from '@fairway/backstage-plugin-delivery-common';
import type { RunDetail } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { Age } from '../components/Age';
import { useCodedText } from '../format/useCodedText';
import { deliveryTranslationRef } from '../translation/ref';
import { OutcomeIcon } from '../components/OutcomeIcon';
import { readableColor } from '../components/readableColor';
import { RunActions } from './RunActions';
import { CommitLine } from './CommitLine';
import { RunResults } from './RunResults';
import { useRunTimeText } from './useRunTimeText';
import { StageMiniGraph } from './StageMiniGraph';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      gap: theme.spacing(2),
      margin: theme.spacing(1, 0, 2),
    },
    title: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
    secondary: {
      color: readableColor(theme, theme.palette.text.secondary),
    },
    problem: { color: readableColor(theme, theme.palette.status.error) },
    description: { whiteSpace: 'pre-line' },
    details: { minWidth: 0, flex: '1 1 320px' },
  }),
  { name: 'FairwayRunHeader' },
);

/** Header of a run's page: its result, causes, commit, parameters and actions. */
export function RunHeader(props: { detail: RunDetail; retry: () => void }) {
  const { detail, retry } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const problemText = useCodedText('problem');
  const outcome = runOutcome(detail);
  const { pipeline, name, url, parameters } = detail;
  return (
    <div className={classes.root}>
      <div className={classes.details}>
        <Typography variant="h5" component="h2" className={classes.title}>
          <OutcomeIcon outcome={outcome} />
          <span>
            {pipeline.name}{' '}
            {url ? (
              <Link to={url} underline="always">
                {name}
              </Link>
            ) : (
              name
            )}
          </span>
        </Typography>
        <Typography variant="body1" role="status">
          <strong>{t(`pipelines.outcome.${outcome}`)}</strong>
          {t(outcome === 'waiting' ? 'labelSeparator' : 'clauseSeparator')}
          {useRunTimeText(detail)}
        </Typography>
        <Typography variant="body2" className={classes.secondary}>
          <Age time={detail.startedAt} /> ·{' '}
          {detail.causes.map(({ text }) => text).join('; ')}
          {detail.isKept && ` · ${t('pipelines.kept')}`}
        </Typography>
        {detail.commit && <CommitLine commit={detail.commit} />}
        <RunResults run={detail} />
        {detail.description && (
          <Typography variant="body2" className={classes.description}>
            {detail.description}
          </Typography>
        )}
        {parameters.length > 0 && (
          <Typography variant="caption" className={classes.secondary}>
            {parameters
              .map(each => `${each.name}=${each.value ?? '•••'}`)
              .join(', ')}
          </Typography>
        )}
        <StageMiniGraph stages={detail.stages ?? []} />
        {detail.problem && (
          <Typography className={classes.problem}>
            {problemText(detail.problem)}
          </Typography>
        )}
      </div>
      <RunActions detail={detail} retry={retry} />
    </div>
  );
}
