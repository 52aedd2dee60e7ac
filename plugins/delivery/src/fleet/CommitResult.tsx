import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { CommitMatch } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { deliveryTranslationRef } from '../translation/ref';
import { useCommitStateText } from './useCommitStateText';

const useStyles = makeStyles(
  theme => ({
    secondary: {
      color: theme.palette.text.secondary,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'FairwayCommitResult' },
);

/** A recorded commit or version of a service, and where it is deployed. */
export function CommitResult({ match }: { match: CommitMatch }) {
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const entityRoute = useRouteRef(entityRouteRef);
  const { kind, namespace, name } = parseEntityRef(match.entityRef);
  const servicePath = entityRoute({ kind, namespace, name });
  const { commit, version, run } = match;
  const state = useCommitStateText(match);
  const notes = [
    commit && version,
    commit?.message,
    commit?.author?.name,
  ].filter(Boolean);
  return (
    <li>
      <Typography variant="body2">
        {commit
          ? t('commitSearch.commit', { commit: commit.hash.slice(0, 7) })
          : t('commitSearch.version', { version: version ?? '' })}{' '}
        <Link to={`${servicePath}/delivery`}>{match.title}</Link>: {state}
      </Typography>
      <Typography
        variant="caption"
        component="div"
        className={classes.secondary}
      >
        {notes.join(' · ')}
        {run && (
          <>
            {notes.length > 0 && ' · '}
            {t('commitSearch.builtIn')}{' '}
            <Link to={`${servicePath}/pipelines/runs/${run.id}`}>
              {run.name}
            </Link>
          </>
        )}
      </Typography>
    </li>
  );
}
