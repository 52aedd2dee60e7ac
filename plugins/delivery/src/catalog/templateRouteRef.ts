import { createExternalRouteRef } from '@backstage/frontend-plugin-api';

/** Where a template is begun. */
export const templateRouteRef = createExternalRouteRef({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});
