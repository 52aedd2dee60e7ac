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

/** Parses a quota error; undefined for another message. */
export function readQuotaRefusal(message: string): QuotaRefusal | undefined {
  const found =
    /exceeded quota: (?<quota>[^,]+), requested: (?<requested>.+), used: (?<used>.+), limited: (?<hard>[^\s]+)/.exec(
      message,
    );
  if (!found?.groups) return undefined;
  const { quota, requested, used, hard } = found.groups;
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

function amounts(text: string): Map<string, string> {
  return new Map(
    text.split(',').map(pair => {
      const [resource, amount = ''] = pair.trim().split('=');
      return [resource, amount];
    }),
  );
}
