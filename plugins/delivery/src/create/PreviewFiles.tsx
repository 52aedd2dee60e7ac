import { useState } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Preview } from '@fairway/backstage-plugin-delivery-common';
import List from '@material-ui/core/List';
import ListItem from '@material-ui/core/ListItem';
import ListSubheader from '@material-ui/core/ListSubheader';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../translation/ref';

const HEIGHT = 420;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) },
    list: {
      flex: '1 1 220px',
      maxHeight: HEIGHT,
      overflow: 'auto',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
    },
    folder: {
      lineHeight: 2,
      backgroundColor: theme.palette.background.paper,
    },
    path: { overflowWrap: 'anywhere' },
    text: {
      flex: '3 1 320px',
      minWidth: 0,
      maxHeight: HEIGHT,
      margin: 0,
      padding: theme.spacing(1),
      overflow: 'auto',
      fontFamily: 'monospace',
      fontSize: theme.typography.caption.fontSize,
      backgroundColor: theme.palette.background.default,
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
    },
  }),
  { name: 'FairwayPreviewFiles' },
);

/** Files that a template would write, by folder, with the content of the selected one. */
export function PreviewFiles({ files }: { files: Preview['files'] }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const classes = useStyles();
  const [selectedPath, setSelectedPath] = useState<string>();
  const shown =
    files.find(({ path }) => path === selectedPath) ??
    files.find(({ path }) => path === 'README.md') ??
    files.at(0);
  if (!shown) return null;
  return (
    <section>
      <Typography variant="h6" component="h3" gutterBottom>
        {t('review.files', { number: String(files.length) })}
      </Typography>
      <div className={classes.root}>
        <List
          dense
          disablePadding
          component="nav"
          aria-label={t('review.file')}
          className={classes.list}
        >
          {byFolder(files).map(([folder, paths]) => (
            <div key={folder}>
              {folder && (
                <ListSubheader component="div" className={classes.folder}>
                  {folder}
                </ListSubheader>
              )}
              {paths.map(path => (
                <ListItem
                  button
                  key={path}
                  title={path}
                  selected={path === shown.path}
                  aria-current={path === shown.path}
                  className={classes.path}
                  onClick={() => setSelectedPath(path)}
                >
                  {path.slice(folder.length)}
                </ListItem>
              ))}
            </div>
          ))}
        </List>
        <pre
          className={classes.text}
          role="region"
          aria-label={shown.path}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard
          tabIndex={0}
        >
          {shown.content ?? t('review.large')}
        </pre>
      </div>
    </section>
  );
}

/** Paths by folder, with a trailing slash. The root comes first. */
function byFolder(files: Preview['files']): [string, string[]][] {
  const folders = new Map<string, string[]>([['', []]]);
  for (const { path } of files) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  return [...folders];
}
