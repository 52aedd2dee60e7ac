import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';

/** Resource types by value of the label `app.kubernetes.io/component`. */
const byComponent: Record<string, string> = {
  database: 'database',
  db: 'database',
  cache: 'cache',
  broker: 'message-broker',
  'message-broker': 'message-broker',
  queue: 'message-broker',
};

/** Resource types by the last segment of the image's name, without tag. */
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

/** Returns the Resource type of a workload; undefined if it is a service. */
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
