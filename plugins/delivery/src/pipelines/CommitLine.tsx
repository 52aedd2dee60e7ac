import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { Commit, Person } from '@fairway/backstage-plugin-delivery-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { readableColor } from '../components/readableColor';

const useStyles = makeStyles(
  theme => ({
    hash: {
      fontFamily: 'monospace',
      color: readableColor(theme, theme.palette.text.secondary),
    },
    author: { color: readableColor(theme, theme.palette.text.secondary) },
  }),
  { name: 'FairwayCommitLine' },
);

/** A commit in one line: its hash, subject and author. */
export function CommitLine({ commit }: { commit: Commit }) {
  const classes = useStyles();
  const { hash, message, author, url } = commit;
  const short = hash.slice(0, 7);
  return (
    <Typography variant="body2" component="div">
      <span className={classes.hash} title={hash}>
        {url ? (
          <Link to={url} underline="always">
            {short}
          </Link>
        ) : (
          short
        )}
      </span>{' '}
      {message}{' '}
      {author && (
        <span className={classes.author}>
          – <PersonName person={author} />
        </span>
      )}
    </Typography>
  );
}

/** Name of a person, with a link to their catalog entity where it is known. */
function PersonName({ person }: { person: Person }) {
  return person.entityRef ? (
    <EntityRefLink
      entityRef={person.entityRef}
      title={person.name}
      underline="always"
      hideIcon
    />
  ) : (
    <span title={person.email}>{person.name}</span>
  );
}
