import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';

let made = 0;

/** A workload of which a test says what matters to it. */
export function workload(
  own: Partial<DeployedWorkload> & { name: string },
): DeployedWorkload {
  made += 1;
  return {
    uid: `uid-${made}`,
    cluster: 'staging',
    environment: 'dev',
    production: false,
    namespace: 'dev',
    kind: 'Deployment',
    labels: {},
    createdAt: new Date(Date.UTC(2026, 0, 1) + made * 1000).toISOString(),
    image: `registry.harbour.example/${own.name}:1.0.0`,
    services: [],
    volumes: [],
    routes: [],
    ...own,
  };
}
