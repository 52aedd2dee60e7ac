import { trimEndOf } from '@fairway/backstage-plugin-delivery-common';

/** Address of a run's page in its canonical form. */
export function runPageOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { origin, pathname } = new URL(address);
  const [path] = pathname.split('/display/redirect', 1);
  return origin + trimEndOf(path, '/');
}
