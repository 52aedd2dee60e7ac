import { useState } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Preview } from '@fairway/backstage-plugin-delivery-common';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    text: {
      maxHeight: 420,
      margin: theme.spacing(1, 0),
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

/** The files that a template would write, one at a time. */
export function PreviewFiles({ files }: { files: Preview['files'] }) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const classes = useStyles();
  const [chosen, setChosen] = useState<string>();
  const shown =
    files.find(({ path }) => path === chosen) ??
    files.find(({ path }) => path === 'README.md') ??
    files.at(0);
  if (!shown) return null;
  return (
    <section>
      <Typography variant="h6" component="h3">
        {t('review.files')}
      </Typography>
      <TextField
        select
        id="preview-file"
        fullWidth
        margin="dense"
        label={t('review.file')}
        value={shown.path}
        onChange={({ target: { value } }) => setChosen(value)}
      >
        {files.map(({ path }) => (
          <MenuItem key={path} value={path}>
            {path}
          </MenuItem>
        ))}
      </TextField>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.text} tabIndex={0}>
        {shown.content ?? t('review.large')}
      </pre>
    </section>
  );
}
