/** A parsed quota error: requested, used and allowed amounts. */
export interface QuotaRefusal {
  quota: string;
  resources: {
    resource: string;
    requested: string;
    used: string;
    hard: string;
  }[];
}

const MARKERS = [
  'exceeded quota: ',
  ', requested: ',
  ', used: ',
  ', limited: ',
];

/** Parses a quota error; undefined for another message. */
export function readQuotaRefusal(message: string): QuotaRefusal | undefined {
  const parts = partsAfter(message, MARKERS);
  if (!parts) return undefined;
  const [quota, requested, used, rest] = parts;
  const [hard] = rest.split(/\s/, 1);
  const [usedOf, hardOf] = [amounts(used), amounts(hard)];
  return {
    quota,
    resources: [...amounts(requested)].map(([resource, amount]) => ({
      resource,
      requested: amount,
      used: usedOf.get(resource) ?? '',
      hard: hardOf.get(resource) ?? '',
    })),
  };
}

/** The texts after each marker, up to the next one; undefined if one is missing. */
function partsAfter(text: string, markers: string[]): string[] | undefined {
  const [first, ...others] = markers;
  const start = text.indexOf(first);
  if (start < 0) return undefined;
  const parts: string[] = [];
  let from = start + first.length;
  for (const marker of others) {
    const end = text.indexOf(marker, from);
    if (end < 0) return undefined;
    parts.push(text.slice(from, end));
    from = end + marker.length;
  }
  return [...parts, text.slice(from)];
}

function amounts(text: string): Map<string, string> {
  return new Map(
    text.split(',').map(pair => {
      const [resource, amount = ''] = pair.trim().split('=');
      return [resource, amount];
    }),
  );
}
