import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  getEntityRelations,
  humanizeEntityRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { pipelineActionPermissions } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineAction } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import type { ButtonProps } from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { deliveryTranslationRef } from '../translation/ref';

const useStyles = makeStyles(
  theme => ({
    // Text of a disabled button is exempt from contrast rules; its reason is in the tooltip.
    disabled: {
      color: theme.palette.text.disabled,
      borderColor: theme.palette.action.disabledBackground,
      backgroundColor: 'transparent',
      boxShadow: 'none',
      cursor: 'not-allowed',
      '&:hover, &:active': {
        backgroundColor: 'transparent',
        boxShadow: 'none',
      },
    },
  }),
  { name: 'FairwayActionButton' },
);

/**
 * Button of an action. A disabled one can be focused and touched, so that everyone can
 * read in its tooltip why it is disabled, and who can help.
 */
export function ActionButton(props: {
  kind: PipelineAction['kind'];
  label: string;
  onClick: () => void;
  /** Why the action is not possible now */
  disabledReason?: string;
  color?: ButtonProps['color'];
  variant?: ButtonProps['variant'];
}) {
  const { kind, label, onClick, color, variant = 'outlined' } = props;
  const classes = useStyles();
  const { loading, reason: denied } = usePermissionReason(kind);
  const reason = props.disabledReason ?? denied;
  const isDisabled = loading || reason !== undefined;
  return (
    <Tooltip title={reason ?? ''} enterTouchDelay={0} leaveTouchDelay={5_000}>
      <Button
        size="small"
        variant={isDisabled ? 'outlined' : variant}
        color={isDisabled ? 'default' : color}
        className={isDisabled ? classes.disabled : undefined}
        onClick={isDisabled ? undefined : onClick}
        disableRipple={isDisabled}
        aria-disabled={isDisabled}
        aria-description={reason}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

/** Why the viewer may not do an action, and who can help; undefined if they may. */
function usePermissionReason(kind: PipelineAction['kind']): {
  loading: boolean;
  reason?: string;
} {
  const { entity } = useEntity();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const permission = pipelineActionPermissions[kind];
  const { loading, allowed } = usePermission({
    permission,
    resourceRef: stringifyEntityRef(entity),
  });
  if (loading || allowed) return { loading };
  const owners = getEntityRelations(entity, 'ownedBy').map(ref =>
    humanizeEntityRef(ref, { defaultKind: 'group' }),
  );
  const values = { permission: permission.name };
  return {
    loading,
    reason: owners.length
      ? t('pipelines.permissionRequired', {
          ...values,
          owners: owners.join(t('listSeparator')),
        })
      : t('pipelines.permissionRequiredOfNobody', values),
  };
}
