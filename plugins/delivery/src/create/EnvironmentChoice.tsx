import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  EnvironmentTarget,
  QuotaUsage,
} from '@fairway/backstage-plugin-delivery-common';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ProductionBadge } from '../components/ProductionBadge';
import { deliveryTranslationRef } from '../translation/ref';
import { formatQuantity } from '../format/formatQuantity';
import { namedNamespaces, relevantQuotas } from './environments';
import type { ChosenEnvironment } from './environments';

const useStyles = makeStyles(
  theme => ({
    root: { marginTop: theme.spacing(1) },
    details: { marginLeft: theme.spacing(4) },
    name: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
  }),
  { name: 'FairwayEnvironmentChoice' },
);

/** One environment that a service can be deployed to, with the remaining quota of its namespace. */
export function EnvironmentChoice(props: {
  target: EnvironmentTarget;
  chosen: ChosenEnvironment | undefined;
  onToggle(): void;
  onNamespace(namespace: string): void;
}) {
  const { target, chosen, onToggle, onNamespace } = props;
  const { t } = useTranslationRef(deliveryTranslationRef);
  const classes = useStyles();
  const named = namedNamespaces(target);
  const namespace = chosen?.namespace ?? named[0] ?? '';
  const quotas = relevantQuotas(target, namespace);
  const notAllowedKey = target.isWritable
    ? 'environments.byPipeline'
    : 'environments.readOnly';
  const quotaText = (quota: QuotaUsage) => {
    const { resource, left, all } = remainingQuota(quota);
    return t('environments.quotaLeft', {
      resource: isKnownResource(resource)
        ? t(`environments.resource.${resource}`)
        : resource,
      left,
      all,
    });
  };
  const onlyOne = named.length === 1 && target.namespaces.length === 1;
  return (
    <div className={classes.root}>
      <FormControlLabel
        control={
          <Checkbox
            color="primary"
            checked={chosen !== undefined}
            onChange={onToggle}
          />
        }
        label={
          <span className={classes.name}>
            {target.name}
            {target.production && <ProductionBadge name={target.name} />}
          </span>
        }
      />
      <div className={classes.details}>
        <Typography variant="body2" color="textSecondary">
          {[
            t('environments.cluster', { cluster: target.cluster }),
            ...(quotas.length
              ? quotas.map(quotaText)
              : [t('environments.noQuota')]),
          ].join(' · ')}
        </Typography>
        {!(target.canApply && target.isWritable) && (
          <Typography variant="body2" color="textSecondary">
            {t(notAllowedKey)}
          </Typography>
        )}
        {chosen && !onlyOne && (
          <TextField
            select={named.length === target.namespaces.length}
            margin="dense"
            size="small"
            label={t('environments.namespace')}
            helperText={target.namespaces.join(', ')}
            value={namespace}
            onChange={({ target: { value } }) => onNamespace(value)}
          >
            {named.map(each => (
              <MenuItem key={each} value={each}>
                {each}
              </MenuItem>
            ))}
          </TextField>
        )}
      </div>
    </div>
  );
}

function isKnownResource(name: string): name is 'cpu' | 'memory' | 'pods' {
  return ['cpu', 'memory', 'pods'].includes(name);
}

function remainingQuota({ resource, used, hard }: QuotaUsage) {
  const text = (amount: number) => {
    if (/cpu$/.test(resource)) return formatQuantity('cpu', amount * 1000);
    return /memory$|storage$/.test(resource)
      ? formatQuantity('memory', amount)
      : String(amount);
  };
  return {
    resource: resource.replace(/^requests\./, ''),
    left: text(Math.max(0, hard - used)),
    all: text(hard),
  };
}
