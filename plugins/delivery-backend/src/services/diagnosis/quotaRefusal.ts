/** A quota's refusal, read: what was asked, used and allowed. */
export interface QuotaRefusal {
  quota: string;
  resources: { resource: string; asked: string; used: string; hard: string }[];
}

/** Undefined for a message that is not one. */
export function readQuotaRefusal(message: string): QuotaRefusal | undefined {
  const found =
    /exceeded quota: (?<quota>[^,]+), requested: (?<asked>.+), used: (?<used>.+), limited: (?<hard>[^\s]+)/.exec(
      message,
    );
  if (!found?.groups) return undefined;
  const { quota, asked, used, hard } = found.groups;
  const [usedOf, hardOf] = [amounts(used), amounts(hard)];
  return {
    quota,
    resources: [...amounts(asked)].map(([resource, amount]) => ({
      resource,
      asked: amount,
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
