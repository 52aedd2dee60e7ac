import { CopyTextButton } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { deliveryApiRef } from '../../api/DeliveryApi';
import { deliveryTranslationRef } from '../../translation/ref';
import type { WorkloadTabProps } from './WorkloadTab';
import { AsyncContent } from '../../components/AsyncContent';

const useStyles = makeStyles(
  theme => ({
    bar: {
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'space-between',
      color: theme.palette.text.secondary,
    },
    yaml: {
      margin: 0,
      padding: theme.spacing(1.5),
      overflow: 'auto',
      fontFamily: 'monospace',
      fontSize: theme.typography.caption.fontSize,
      lineHeight: 1.5,
      backgroundColor: theme.palette.background.default,
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
    },
  }),
  { name: 'FairwayManifestTab' },
);

/** Manifest of a workload, as YAML to read and copy. */
export function ManifestTab({ service, workload }: WorkloadTabProps) {
  const { uid } = workload;
  const { kind, namespace, name } = service;
  const api = useApi(deliveryApiRef);
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const result = useAsyncRetry(
    () => api.getManifest({ kind, namespace, name }, uid),
    [api, kind, namespace, name, uid],
  );
  return (
    <AsyncContent result={result}>
      {({ yaml }) => (
        <>
          <div className={classes.bar}>
            <Typography variant="caption">{t('detail.yamlHint')}</Typography>
            <CopyTextButton
              text={yaml}
              aria-label={t('detail.copy')}
              tooltipText={t('detail.copied')}
            />
          </div>
          {/* Focusable, so that it scrolls by keyboard */}
          <pre
            className={classes.yaml}
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            aria-label={t('detail.yaml')}
          >
            {yaml}
          </pre>
        </>
      )}
    </AsyncContent>
  );
}
