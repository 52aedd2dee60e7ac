import type { PodUsage } from '@fairway/backstage-plugin-delivery-common';

const units: [string, number][] = [
  ['Ti', 2 ** 40],
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
];

/** Formats millicores or bytes as a Kubernetes quantity: `120m`, `1.5`, `64 Mi`. */
export function formatQuantity(
  resource: keyof PodUsage,
  amount: number,
): string {
  if (resource === 'cpu') {
    return amount < 1000
      ? `${Math.round(amount)}m`
      : String(rounded(amount / 1000));
  }
  const [unit, size] = units.find(([, each]) => amount >= each) ?? ['B', 1];
  return `${rounded(amount / size)} ${unit}`;
}

/** Formats a size of a file: `64 KiB`. */
export function formatBytes(bytes: number): string {
  return formatQuantity('memory', bytes).replace(/i$/, 'iB');
}

function rounded(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}
