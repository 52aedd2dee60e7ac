import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';

let count = 0;

/** Creates a workload with defaults for everything that a test does not set. */
export function workload(
  own: Partial<DeployedWorkload> & { name: string },
): DeployedWorkload {
  count += 1;
  return {
    uid: `uid-${count}`,
    cluster: 'staging',
    environment: 'dev',
    production: false,
    namespace: 'dev',
    kind: 'Deployment',
    labels: {},
    createdAt: new Date(Date.UTC(2026, 0, 1) + count * 1000).toISOString(),
    image: `registry.harbour.example/${own.name}:1.0.0`,
    services: [],
    volumes: [],
    routes: [],
    ...own,
  };
}
