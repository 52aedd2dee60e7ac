import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { pipelineActionPermissions } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineAction } from '@fairway/backstage-plugin-delivery-common';
import Button from '@material-ui/core/Button';
import type { ButtonProps } from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { deliveryTranslationRef } from '../translation/ref';

/** Button of an action, with a tooltip why it is disabled. */
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
  const { entity } = useEntity();
  const { t } = useTranslationRef(deliveryTranslationRef);
  const permission = pipelineActionPermissions[kind];
  const { loading, allowed } = usePermission({
    permission,
    resourceRef: stringifyEntityRef(entity),
  });
  const reason =
    props.disabledReason ??
    (loading || allowed
      ? undefined
      : t('pipelines.permissionRequired', { permission: permission.name }));
  return (
    <Tooltip title={reason ?? ''}>
      <span>
        <Button
          size="small"
          variant={variant}
          color={color}
          onClick={onClick}
          disabled={loading || reason !== undefined}
          aria-description={reason}
        >
          {label}
        </Button>
      </span>
    </Tooltip>
  );
}
