import type { CompoundEntityRef } from '@backstage/catalog-model';
import { CopyTextButton } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { deliveryApiRef } from '../../api/DeliveryApi';
import { deliveryTranslationRef } from '../../translation/ref';
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
  { name: 'FairwayManifestView' },
);

/** A workload as its cluster has it, to read and to copy. */
export function ManifestView(props: {
  service: CompoundEntityRef;
  uid: string;
}) {
  const { service, uid } = props;
  const { kind, namespace, name } = service;
  const api = useApi(deliveryApiRef);
  const classes = useStyles();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const answer = useAsyncRetry(
    () => api.getManifest({ kind, namespace, name }, uid),
    [api, kind, namespace, name, uid],
  );
  return (
    <AsyncContent answer={answer}>
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
          {/* Scrolls by keyboard too */}
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
