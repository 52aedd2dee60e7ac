import { createExternalRouteRef } from '@backstage/frontend-plugin-api';

/** Page of a scaffolder template. */
export const templateRouteRef = createExternalRouteRef({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});
