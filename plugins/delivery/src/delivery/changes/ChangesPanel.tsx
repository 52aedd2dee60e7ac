import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import type {
  Change,
  Delivery,
} from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useMemo, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { movedTo } from '../history/movedTo';
import { OutcomeIcon } from '../../components/OutcomeIcon';
import { CommitLine, GateResults } from '../../pipelines/RunFacts';
import { usePipelines } from '../../pipelines/usePipelines';
import { usePipelinesAddress } from '../../pipelines/usePipelinesAddress';
import { deliveryTranslationRef } from '../../translation/ref';
import { EnvironmentStatusIcon } from '../../components/EnvironmentStatusIcon';
import { useChanges } from './useChanges';
import { useChangeStatusText } from './useChangeStatusText';

const SHOWN = 8;
const STEP = 12;

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(2), padding: theme.spacing(1.5, 2) },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      '& > :last-child': { marginLeft: 'auto' },
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    change: {
      padding: theme.spacing(1.25, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    facts: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1.4fr) minmax(0, 2fr)',
      gap: theme.spacing(2),
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
    runs: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.75),
    },
    places: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(130px, 1fr))',
      gap: theme.spacing(1.5),
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    secondary: { color: theme.palette.text.secondary },
    version: { fontFamily: 'monospace', fontWeight: 'bold' },
  }),
  { name: 'FairwayChangeRail' },
);

/** The last changes of a service: commit, run, image, and where each is now. */
export function ChangesPanel({ delivery }: { delivery: Delivery }) {
  const { entity } = useEntity();
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(SHOWN);
  useDebounce(() => setSearch(text.trim()), 300, [text]);
  const { state } = usePipelines(entity);
  const moved = useMemo(() => {
    const workloads = delivery.environments.flatMap(e => e.workloads);
    const runs =
      'value' in state
        ? state.value.sources
            .flatMap(({ pipelines }) => pipelines)
            .flatMap(each => each.runs.slice(0, 1))
            .map(run => [
              run.id,
              run.status.state,
              run.stages?.map(({ status }) => status),
            ])
        : [];
    const rollouts = workloads.map(w => [w.commit, w.rollout.state]);
    return JSON.stringify([movedTo(workloads), rollouts, runs]);
  }, [delivery, state]);
  const { value, problem, retry } = useChanges(entity, moved, {
    search,
    limit,
  });
  return (
    <Paper
      variant="outlined"
      component="section"
      className={classes.root}
      aria-label={t('changes.title')}
    >
      <div className={classes.head}>
        <Typography variant="h6" component="h2">
          {t('changes.title')}
        </Typography>
        {value?.gaps
          .filter(({ commits }) => commits !== 0)
          .map(({ from, to, commits }) => (
            <Typography key={to} variant="caption">
              {t(commits > 0 ? 'changes.ahead' : 'changes.behind', {
                from,
                to,
                commits: String(Math.abs(commits)),
              })}
            </Typography>
          ))}
        <TextField
          id="changes-search"
          label={t('changes.search')}
          value={text}
          onChange={event => setText(event.target.value)}
          variant="outlined"
          size="small"
        />
      </div>
      {problem && (
        <Alert
          severity="warning"
          action={
            <Button color="inherit" size="small" onClick={retry}>
              {t('retry')}
            </Button>
          }
        >
          {problem}
        </Alert>
      )}
      {value?.problems.map(each => (
        <Typography key={each} variant="caption" component="p">
          {each}
        </Typography>
      ))}
      {!value && !problem && <Skeleton variant="rect" height={160} />}
      {value && !value.changes.length && (
        <Typography className={classes.secondary}>
          {t(search ? 'changes.noneFits' : 'changes.none')}
        </Typography>
      )}
      <ol className={classes.list}>
        {value?.changes.map(change => (
          <ChangeLine key={change.commit.hash} change={change} />
        ))}
      </ol>
      {value && value.changes.length >= limit && (
        <Button size="small" onClick={() => setLimit(limit + STEP)}>
          {t('changes.more')}
        </Button>
      )}
    </Paper>
  );
}

function ChangeLine({ change }: { change: Change }) {
  const { commit, version, images, runs, places, status } = change;
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const [run] = runs;
  const address = usePipelinesAddress();
  return (
    <li className={classes.change}>
      <div className={classes.facts}>
        <div>
          <CommitLine commit={commit} />
          <Typography variant="body2">
            <strong>{useChangeStatusText(status)}</strong>
          </Typography>
          <div className={classes.runs}>
            {run && (
              <>
                <OutcomeIcon outcome={run.outcome} />
                <Link to={`${address}/runs/${run.id}`}>
                  {run.pipeline} {run.name}
                </Link>
                <Typography variant="caption" component="span">
                  {t(`pipelines.outcome.${run.outcome}`)}
                </Typography>
                <GateResults run={run} />
              </>
            )}
            {version && (
              <Typography
                variant="caption"
                component="span"
                className={classes.version}
                title={images.join('\n')}
              >
                {version.value}
              </Typography>
            )}
          </div>
        </div>
        <ul className={classes.places}>
          {places.map(place => (
            <li key={place.environment}>
              <Typography variant="caption" className={classes.secondary}>
                {place.environment}
              </Typography>
              <EnvironmentStatusIcon place={place} />
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}
