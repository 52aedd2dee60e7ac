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
  rolloutConfirmPermission,
  runAnswerPermission,
  runKeepPermission,
  runRebuildPermission,
  runRestartPermission,
  runStopPermission,
  runTriggerPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { Role } from './roles';

/** Roles that have a permission. */
export interface Grant {
  permission: Permission;
  roles: Role[];
  /** Roles that have the permission in production, if they differ; only for permissions on environments */
  inProduction?: Role[];
}

/**
 * All granted permissions. A permission without a row is denied to everyone, so that
 * permissions of new plugins and versions have to be added explicitly.
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
  // It makes the backend read a URL that the user chooses
  {
    permission: catalogLocationAnalyzePermission,
    roles: ['developer', 'platform'],
  },
  // It refers to no entity, so there is no owner
  { permission: catalogLocationDeletePermission, roles: ['platform'] },
  { permission: catalogIngestionReadPermission, roles: ['platform'] },
  { permission: catalogIngestionManagePermission, roles: ['platform'] },

  { permission: templateParameterReadPermission, roles: ['viewer'] },
  { permission: templateStepReadPermission, roles: ['viewer'] },
  { permission: taskCreatePermission, roles: ['developer', 'platform'] },
  { permission: actionExecutePermission, roles: ['developer', 'platform'] },
  { permission: taskReadPermission, roles: ['owner', 'platform'] },
  { permission: taskCancelPermission, roles: ['owner', 'platform'] },
  // Template forms use it for previews. It runs any template that the caller sends,
  // with the portal's read access to repositories.
  { permission: templateDryRunPermission, roles: ['developer', 'platform'] },
  { permission: templateManagementPermission, roles: ['platform'] },

  // The Kubernetes plugin's own routes answer with whole pods of every environment, with
  // the values that delivery.config.read decides on and hides. No page needs them.
  { permission: kubernetesClustersReadPermission, roles: [] },
  { permission: kubernetesResourcesReadPermission, roles: [] },
  // The proxy would give callers access with the portal's own credential
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
  {
    permission: rolloutConfirmPermission,
    roles: ['owner', 'releaseManager', 'platform'],
  },

  { permission: pipelineReadPermission, roles: ['viewer'] },
  { permission: pipelineCreatePermission, roles: ['owner', 'platform'] },
  { permission: runTriggerPermission, roles: ['owner', 'platform'] },
  { permission: runRebuildPermission, roles: ['owner', 'platform'] },
  { permission: runRestartPermission, roles: ['owner', 'platform'] },
  { permission: runStopPermission, roles: ['owner', 'platform'] },
  // The submitters that the pipeline itself names are checked in addition
  {
    permission: runAnswerPermission,
    roles: ['owner', 'releaseManager', 'platform'],
  },
  {
    permission: runKeepPermission,
    roles: ['owner', 'releaseManager', 'platform'],
  },
];
