import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';

/** By the label `app.kubernetes.io/component`. */
const byComponent: Record<string, string> = {
  database: 'database',
  db: 'database',
  cache: 'cache',
  broker: 'message-broker',
  'message-broker': 'message-broker',
  queue: 'message-broker',
};

/** By the last part of an image's name, without its tag. */
const byImage: Record<string, string> = {
  postgres: 'database',
  postgresql: 'database',
  mysql: 'database',
  mariadb: 'database',
  mongo: 'database',
  mongodb: 'database',
  elasticsearch: 'database',
  opensearch: 'database',
  redis: 'cache',
  valkey: 'cache',
  memcached: 'cache',
  rabbitmq: 'message-broker',
  kafka: 'message-broker',
  nats: 'message-broker',
};

/** The type of Resource that a workload is; undefined for one that is a service. */
export function resourceType({
  labels,
  image,
}: Pick<DeployedWorkload, 'labels' | 'image'>): string | undefined {
  const component = labels['app.kubernetes.io/component']?.toLowerCase();
  if (component && Object.hasOwn(byComponent, component)) {
    return byComponent[component];
  }
  const name = image
    .split('@')[0]
    .replace(/:[^/:]*$/, '')
    .split('/')
    .pop();
  return name === undefined || !Object.hasOwn(byImage, name)
    ? undefined
    : byImage[name];
}
