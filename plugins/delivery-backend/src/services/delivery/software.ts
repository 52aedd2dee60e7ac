import type { Version } from '@fairway/backstage-plugin-delivery-common';
import type { TemplateRecord } from '../../kubernetes';

/** Which software a pod template runs, as far as it can be believed. */
export interface Software {
  version?: Version;
  commit?: string;
  source?: string;
  /** Of the run that built it */
  buildUrl?: string;
}

/**
 * Reads a template's software, given the templates of the same workload that
 * came before it. A label or annotation that an earlier template carried with
 * another image was left behind when the image was changed (`kubectl set
 * image` leaves both), so it says nothing about this image.
 */
export function softwareOf(
  template: TemplateRecord,
  earlier: TemplateRecord[],
): Software {
  const others = earlier.filter(t => t.mainImage !== template.mainImage);
  const own = (field: 'versionLabel' | 'commit' | 'buildUrl') =>
    others.some(t => t[field] === template[field])
      ? undefined
      : template[field];
  const label = own('versionLabel');
  const buildUrl = own('buildUrl');
  return {
    version: label
      ? { value: label, from: 'label' }
      : imageVersion(template.mainImage),
    commit: own('commit'),
    source: template.source,
    ...(buildUrl !== undefined && { buildUrl }),
  };
}

/** @see https://github.com/distribution/reference/blob/main/reference.go */
function imageVersion(image: string): Version | undefined {
  const [name, digest] = image.split('@');
  const tag = name.slice(name.lastIndexOf('/') + 1).split(':')[1];
  if (tag) return { value: tag, from: 'tag' };
  const hash = digest?.split(':')[1];
  return hash ? { value: hash.slice(0, 12), from: 'digest' } : undefined;
}
