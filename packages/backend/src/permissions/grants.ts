import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogEntityValidatePermission,
  catalogIngestionManagePermission,
  catalogIngestionReadPermission,
  catalogLocationAnalyzePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
  catalogLocationReadPermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  kubernetesClustersReadPermission,
  kubernetesProxyPermission,
  kubernetesResourcesReadPermission,
} from '@backstage/plugin-kubernetes-common';
import type { Permission } from '@backstage/plugin-permission-common';
import {
  actionExecutePermission,
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
  templateDryRunPermission,
  templateManagementPermission,
  templateParameterReadPermission,
  templateStepReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  deliveryApplyPermission,
  deliveryConfigReadPermission,
  deliveryReadPermission,
  pipelineCreatePermission,
  pipelineReadPermission,
  runAnswerPermission,
  runKeepPermission,
  runRebuildPermission,
  runRestartPermission,
  runStopPermission,
  runTriggerPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { Role } from './roles';

/** One row: the roles that may do a thing. */
export interface Grant {
  permission: Permission;
  roles: Role[];
  /** Who may in production, where that are others; of permissions on environments alone */
  inProduction?: Role[];
}

/**
 * Who may do what. A permission without a row here is denied to everyone, so
 * that what a later version or plugin brings waits to be named.
 */
export const grants: Grant[] = [
  { permission: catalogEntityReadPermission, roles: ['viewer'] },
  {
    permission: catalogEntityCreatePermission,
    roles: ['developer', 'platform'],
  },
  {
    permission: catalogEntityValidatePermission,
    roles: ['developer', 'platform'],
  },
  { permission: catalogEntityRefreshPermission, roles: ['owner', 'platform'] },
  { permission: catalogEntityDeletePermission, roles: ['owner', 'platform'] },
  { permission: catalogLocationReadPermission, roles: ['viewer'] },
  {
    permission: catalogLocationCreatePermission,
    roles: ['developer', 'platform'],
  },
  // It makes the backend read a URL of the person's choice
  {
    permission: catalogLocationAnalyzePermission,
    roles: ['developer', 'platform'],
  },
  // It names no entity whose owner could be asked
  { permission: catalogLocationDeletePermission, roles: ['platform'] },
  { permission: catalogIngestionReadPermission, roles: ['platform'] },
  { permission: catalogIngestionManagePermission, roles: ['platform'] },

  { permission: templateParameterReadPermission, roles: ['viewer'] },
  { permission: templateStepReadPermission, roles: ['viewer'] },
  { permission: taskCreatePermission, roles: ['developer', 'platform'] },
  { permission: actionExecutePermission, roles: ['developer', 'platform'] },
  { permission: taskReadPermission, roles: ['owner', 'platform'] },
  { permission: taskCancelPermission, roles: ['owner', 'platform'] },
  // Forms review what they would make by it. It tries any template that its
  // sender writes, with the portal's right to read repositories.
  { permission: templateDryRunPermission, roles: ['developer', 'platform'] },
  { permission: templateManagementPermission, roles: ['platform'] },

  { permission: kubernetesClustersReadPermission, roles: ['viewer'] },
  { permission: kubernetesResourcesReadPermission, roles: ['viewer'] },
  // The proxy lends the portal's own credential to whoever may call it
  { permission: kubernetesProxyPermission, roles: [] },

  { permission: deliveryReadPermission, roles: ['viewer'] },
  {
    permission: deliveryConfigReadPermission,
    roles: ['owner', 'developer', 'releaseManager', 'platform'],
  },
  {
    permission: deliveryApplyPermission,
    roles: ['owner', 'releaseManager', 'platform'],
    inProduction: ['releaseManager', 'platform'],
  },

  { permission: pipelineReadPermission, roles: ['viewer'] },
  { permission: pipelineCreatePermission, roles: ['owner', 'platform'] },
  { permission: runTriggerPermission, roles: ['owner', 'platform'] },
  { permission: runRebuildPermission, roles: ['owner', 'platform'] },
  { permission: runRestartPermission, roles: ['owner', 'platform'] },
  { permission: runStopPermission, roles: ['owner', 'platform'] },
  // Whom the pipeline itself names is asked for besides
  {
    permission: runAnswerPermission,
    roles: ['owner', 'releaseManager', 'platform'],
  },
  {
    permission: runKeepPermission,
    roles: ['owner', 'releaseManager', 'platform'],
  },
];
